import { Card } from '#design'
import { ReleasedTable, provenAt, saysOf, titleOf, type Figure } from '#statistics'
import type { PageCall } from '#platform/doors/page'
import { blocksOf, figuresIn, type Block, type Citation, type Piece } from '../domain/citation.ts'
import { proseOf, type AnalysisText } from '../domain/analysis.ts'
import { words } from './words.ts'

type Props = { readonly call: PageCall; readonly analysis: AnalysisText & { readonly figures: readonly Figure[] } }

/** A value that stands in a sentence, with the figure that it comes from one touch away. */
function Cited({ call, figures, cited: { number, codes } }: { readonly call: PageCall; readonly figures: readonly Figure[]; readonly cited: Citation }) {
  const say = words(call.language)
  const figure = figures.find((each) => each.number === number)
  const value = figure && codes.length > 0 ? provenAt(figure.table, codes) : undefined
  const source = <a href={`#figure-${number}`} title={figure && titleOf(call, figure.wish)}>{say('figure', { number })}</a>
  return value === undefined ? source : <><strong>{saysOf(call, value)}</strong> ({source})</>
}

const Pieces = ({ call, figures, pieces }: { readonly call: PageCall; readonly figures: readonly Figure[]; readonly pieces: readonly Piece[] }) =>
  <>{pieces.map((piece) => (typeof piece === 'string' ? piece : <Cited call={call} figures={figures} cited={piece} />))}</>

function Prose({ call, blocks, figures, named }: { readonly call: PageCall; readonly blocks: readonly Block[]; readonly figures: readonly Figure[]; readonly named: ReadonlyMap<number, Block> }) {
  return (
    <>
      {blocks.map((block) => {
        if ('heading' in block) return <h2 class="measure">{block.heading}</h2>
        if ('pieces' in block) return <p class="measure"><Pieces call={call} figures={figures} pieces={block.pieces} /></p>
        const figure = figures.find(({ number }) => number === block.figure)
        if (!figure) return null
        const id = named.get(figure.number) === block ? `figure-${figure.number}` : undefined
        return <section id={id} lang={call.language} aria-label={words(call.language)('figure', { number: figure.number })}><ReleasedTable call={call} shown={figure} at={`/figures/${figure.number}`} /></section>
      })}
    </>
  )
}

/** An analysis as its readers have it: the text with every value taken from the released figure that it cites, and the list of those figures. */
export function AnalysisBody({ call, analysis }: Props) {
  const say = words(call.language)
  const { figures } = analysis
  const [summary, text] = [blocksOf(analysis.summary), blocksOf(analysis.text)]
  // A figure has one place that its citations lead to, however often it is shown: the first.
  const named = new Map([...summary, ...text].toReversed().flatMap((block) => ('figure' in block ? [[block.figure, block] as const] : [])))
  return (
    <>
      <div lang={analysis.language}>
        {summary.length > 0 && <div class="page__lead"><Prose call={call} blocks={summary} figures={figures} named={named} /></div>}
        <Prose call={call} blocks={text} figures={figures} named={named} />
      </div>
      {figures.length > 0 && (
        <Card title={say('sources')}>
          <ul>
            {figuresIn(proseOf(analysis)).flatMap((number) => figures.filter((figure) => figure.number === number)).map((figure) => (
              <li id={named.has(figure.number) ? undefined : `figure-${figure.number}`}>
                <a href={`/figures/${figure.number}`}>{say('source', { number: figure.number, title: titleOf(call, figure.wish) })}</a>
                <span class="quiet"> {call.installation.publicUrl}/figures/{figure.number}</span>
              </li>
            ))}
          </ul>
        </Card>
      )}
    </>
  )
}
