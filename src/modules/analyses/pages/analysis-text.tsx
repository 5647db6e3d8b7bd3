import { Card, Chip } from '#design'
import { cellCited, handOverTableTitle, HandedTable, marksOf, Origins, recipientLabel, ReleasedTable, provenAt, saysOf, titleOf, type Figure, type HandedOver } from '#statistics'
import type { PageCall } from '#platform/doors/page'
import { partOf, type Cited as CitedThings } from '../actions/cited-figures.ts'
import { blocksOf, citationsIn, figuresIn, handOversIn, pointsIn, written, type Block, type Citation, type Piece } from '../domain/citation.ts'
import { proseOf, type AnalysisText } from '../domain/analysis.ts'
import { words } from './words.ts'

type Analysis = AnalysisText & CitedThings
type Props = { readonly call: PageCall; readonly analysis: Analysis }

const anchorOf = ({ number, table }: Pick<Citation, 'number' | 'table'>): string => (table === undefined ? `figure-${number}` : `hand-over-${number}-${table}`)

/** A value that stands in a sentence, with the figure that it comes from one touch away. */
function CitedFigure({ call, figures, cited: { number, codes } }: { readonly call: PageCall; readonly figures: readonly Figure[]; readonly cited: Citation }) {
  const say = words(call.language)
  const figure = figures.find((each) => each.number === number)
  const value = figure && codes.length > 0 ? provenAt(figure.table, codes) : undefined
  const source = <a href={`#figure-${number}`} title={figure && titleOf(call, figure.wish)}>{say('figure', { number })}</a>
  return value === undefined ? source : <><strong>{saysOf(call, value)}</strong> ({source})</>
}

/** A value of a hand-over's table in a sentence, with what has to be said of it where it stands. */
function CitedHandOver({ call, analysis, cited }: Props & { readonly cited: Citation }) {
  const say = words(call.language)
  const part = cited.codes.length > 0 ? partOf(analysis, cited) : undefined
  const source = <a href={`#${anchorOf(cited)}`} title={handOverTableTitle(call, cited.table ?? '')}>{say('hand-over', { number: cited.number })}</a>
  const cell = part && cellCited(part.table, cited.codes)
  const value = cell === undefined ? undefined : part?.table.cells[cell]
  if (!part || cell === undefined || value === undefined) return source
  const marks = [...(part.provisional.includes(cell) ? ['provisional' as const] : []), ...marksOf(part, cell)]
  return <><strong>{saysOf(call, value)}</strong> ({source}{marks.map((mark) => <>; {say(`mark.${mark}`)}</>)})</>
}

/** A figure that a report printed, said as that in the sentence itself: never as a count of ours. */
function CitedPoint({ call, analysis, point }: Props & { readonly point: string }) {
  const found = analysis.points.find(({ key }) => key === point)
  if (!found) return <>{written({ point })}</>
  return <><strong>{found.figure[analysis.language]}</strong> (<a href={`#point-${point}`} title={found.source}>{words(call.language)('printed.in', { period: found.period[analysis.language] })}</a>)</>
}

const Pieces = ({ call, analysis, pieces }: Props & { readonly pieces: readonly Piece[] }) => <>{pieces.map((piece) => {
  if (typeof piece === 'string') return piece
  if ('point' in piece) return <CitedPoint call={call} analysis={analysis} point={piece.point} />
  return piece.table === undefined ? <CitedFigure call={call} figures={analysis.figures} cited={piece} /> : <CitedHandOver call={call} analysis={analysis} cited={piece} />
})}</>

/** A whole figure, or a whole table of a hand-over with what it is made of. */
function Whole({ call, analysis, cited, id }: Props & { readonly cited: Citation; readonly id: string | undefined }) {
  const say = words(call.language)
  if (cited.table === undefined) {
    const figure = analysis.figures.find(({ number }) => number === cited.number)
    return figure ? <section id={id} lang={call.language} aria-label={say('figure', { number: figure.number })}><ReleasedTable call={call} shown={figure} at={`/figures/${figure.number}`} /></section> : null
  }
  const handed = analysis.handOvers.find(({ number }) => number === cited.number)
  const table = handed?.tables.find(({ key }) => key === cited.table)
  if (!handed || !table) return null
  const shown = cited.part === undefined ? table : { ...table, parts: table.parts.filter(({ of }) => of === cited.part) }
  return (
    <section id={id} lang={call.language} aria-label={handOverTableTitle(call, table.key)}>
      <HandedTable call={call} table={shown} />
      <p class="small"><a href={`/hand-overs/released/${handed.number}`}>{sourceOfHandOver(call, handed)}</a></p>
      <Origins call={call} origins={handed.about.origins.filter(({ of }) => shown.parts.some((part) => part.of === of))} />
    </section>
  )
}

const sourceOfHandOver = (call: PageCall, { number, recipient, year }: HandedOver): string => words(call.language)('hand-over.source', { number, recipient: recipientLabel(call, recipient), year })

function Prose({ call, analysis, blocks, named }: Props & { readonly blocks: readonly Block[]; readonly named: ReadonlyMap<string, Block> }) {
  return (
    <>
      {blocks.map((block) => {
        if ('heading' in block) return <h2 class="measure"><Pieces call={call} analysis={analysis} pieces={block.heading} /></h2>
        if ('pieces' in block) return <p class="measure"><Pieces call={call} analysis={analysis} pieces={block.pieces} /></p>
        const id = anchorOf(block.figure)
        return <Whole call={call} analysis={analysis} cited={block.figure} id={named.get(id) === block ? id : undefined} />
      })}
    </>
  )
}

/** An analysis as its readers have it: the text with every value taken from the released figure that it cites, and the list of those figures. */
export function AnalysisBody({ call, analysis }: Props) {
  const say = words(call.language)
  const prose = proseOf(analysis)
  const [summary, text] = [blocksOf(analysis.summary), blocksOf(analysis.text)]
  // A figure has one place that its citations lead to, however often it is shown: the first.
  const named = new Map([...summary, ...text].toReversed().flatMap((block) => ('figure' in block ? [[anchorOf(block.figure), block] as const] : [])))
  const idUnlessNamed = (id: string) => (named.has(id) ? undefined : id)
  const tables = [...new Map(citationsIn(prose).flatMap((cited) => (cited.table === undefined ? [] : [[anchorOf(cited), cited] as const]))).values()]
  return (
    <>
      <div lang={analysis.language}>
        {summary.length > 0 && <div class="page__lead"><Prose call={call} analysis={analysis} blocks={summary} named={named} /></div>}
        <Prose call={call} analysis={analysis} blocks={text} named={named} />
      </div>
      {analysis.figures.length + analysis.handOvers.length > 0 && (
        <Card title={say('sources')}>
          <ul>
            {figuresIn(prose).flatMap((number) => analysis.figures.filter((figure) => figure.number === number)).map((figure) => (
              <li id={idUnlessNamed(`figure-${figure.number}`)}>
                <a href={`/figures/${figure.number}`}>{say('source', { number: figure.number, title: titleOf(call, figure.wish) })}</a>
                <span class="quiet"> {call.installation.publicUrl}/figures/{figure.number}</span>
              </li>
            ))}
            {handOversIn(prose).flatMap((number) => analysis.handOvers.filter((handed) => handed.number === number)).map((handed) => (
              <li>
                <a href={`/hand-overs/released/${handed.number}`}>{sourceOfHandOver(call, handed)}</a>
                <span class="quiet"> {call.installation.publicUrl}/hand-overs/released/{handed.number}</span>
                <ul>{tables.filter(({ number }) => number === handed.number).map((cited) => <li id={idUnlessNamed(anchorOf(cited))}>{handOverTableTitle(call, cited.table ?? '')}</li>)}</ul>
                {handed.correctedBy !== null && <p class="small">{say('hand-over.corrected')} <a href={`/hand-overs/released/${handed.correctedBy}`}>{say('hand-over', { number: handed.correctedBy })}</a></p>}
              </li>
            ))}
          </ul>
        </Card>
      )}
      {analysis.points.length > 0 && (
        <Card title={say('printed.title')}>
          <p class="quiet">{say('printed.intro')}</p>
          <ul>
            {pointsIn(prose).flatMap((point) => analysis.points.filter(({ key }) => key === point)).map(({ key, label, figure, period, source, published, verified }) => (
              <li id={`point-${key}`}>{label[call.language]}: <strong>{figure[call.language]}</strong> ({say('printed.of', { period: period[call.language] })}). {source} ({published[call.language]}) {!verified && <Chip>{say('printed.unverified')}</Chip>}</li>
            ))}
          </ul>
        </Card>
      )}
    </>
  )
}
