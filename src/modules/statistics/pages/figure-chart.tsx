import { BarChart, pictures, Tabs } from '#design'
import type { PageCall } from '#platform/doors/page'
import { nameOfCode } from './code-names.ts'
import { cellAt } from '../domain/table.ts'
import { drawn, shownAs, type Grid } from './picture-drawings.ts'
import { kindAsked, kindsFor, leavesOf, type PictureKind } from './picture-kinds.ts'
import { words } from './words.ts'

type Props = { readonly call: PageCall; readonly title: string; readonly grid: Grid; readonly href: (kind: PictureKind) => string }
type OfKind = Omit<Props, 'href'> & { readonly kind: PictureKind; /** What the figures are called, where they are no persons. */ readonly figure?: string }

/** A table as a picture, in the way that the address asks for. What is hidden in the table is hidden here; bars are a table themselves. */
export function FigureChart({ call, title, grid, href }: Props) {
  const say = words(call.language)
  const kinds = kindsFor(call, grid.dimensions)
  const kind = kindAsked(call.query, kinds)
  return (
    <>
      {kinds.length > 1 && <Tabs label={say('chart.kind')} tabs={kinds.map((each) => ({ href: href(each), label: say(`chart.${each}`), current: each === kind }))} />}
      <ChartOfKind call={call} title={title} grid={grid} kind={kind} />
    </>
  )
}

/** The same in one way, chosen by the page. Several on one page need `ids` of their own. */
export function ChartOfKind({ call, title, grid, kind, figure, ids = kind }: OfKind & { readonly ids?: string }) {
  const say = words(call.language)
  const heading = `${say(`chart.${kind}`)}: ${title}`
  if (kind === 'bars') return <Bars call={call} title={heading} grid={grid} figure={figure ?? say('persons')} />
  return <pictures.Picture label={say('picture.label', { title: heading })} ids={ids} draw={(paper) => drawn(call, grid, kind, paper).drawing} />
}

function Bars({ call, title, grid: { dimensions, values }, figure }: Omit<OfKind, 'kind'>) {
  const say = words(call.language)
  const [rows] = dimensions
  if (!rows) return null
  const figures = leavesOf(rows).map(({ code, place }) => shownAs(call, nameOfCode(call, rows.name, code), values[cellAt(dimensions, [place, ...dimensions.slice(1).map(() => 0)])] ?? null))
  return <BarChart title={title} language={call.language} headings={{ category: say('category'), figure: figure ?? say('persons') }} bars={figures} />
}
