import type { ComponentChildren } from 'preact'
import { Chip, FactList, formatDay } from '#design'
import type { PageCall } from '#platform/doors/page'
import { marksOf, type About, type Mark, type Origin, type ShownTable } from '../domain/hand-overs/hand-over.ts'
import type { ProvenCell } from '../domain/proven-table.ts'
import { countedLabel, countedOf, folded, gridsOf, handOverTableTitle, officeLabel, tableOfKey, type Grid, type Reader } from './hand-over-words.ts'
import { words } from './words.ts'

/** What a reader gets for a cell of a hand-over: the figure, or the word for why there is none. A blank is never a zero. */
export function saysOfHanded({ language }: Pick<Reader, 'language'>, cell: ProvenCell): string {
  const say = words(language)
  return typeof cell === 'number' ? String(cell) : cell === 'hidden' ? say('hidden') : say(`handover.state.${cell}` as 'handover.state.not-available')
}

export function HandOverGrid<Cell>({ grid: { caption, corner, columns, rows }, says }: { readonly grid: Grid<Cell>; readonly says: (cell: Cell) => ComponentChildren }) {
  return (
    <div class="scroll" role="region" aria-label={caption} tabIndex={0}>
      <table class="table">
        <caption>{caption}</caption>
        <thead><tr><th scope="col">{corner}</th>{columns.map((column) => <th scope="col" class="number">{column}</th>)}</tr></thead>
        <tbody>{rows.map(({ label, cells }) => <tr><th scope="row">{label}</th>{cells.map((cell) => <td class="number">{says(cell)}</td>)}</tr>)}</tbody>
      </table>
    </div>
  )
}

/** What stands beside a figure that is not the whole, or that may count somebody twice. */
export function Marks({ call, marks }: { readonly call: Pick<Reader, 'language'>; readonly marks: readonly Mark[] }) {
  return marks.length === 0 ? null : <div class="quiet small">{marks.map((mark) => words(call.language)(`handover.mark.${mark}`)).join(' · ')}</div>
}

/** What the marks mean, where any stands. */
export function MarksAbout({ call, view: { tables } }: { readonly call: Pick<Reader, 'language'>; readonly view: { readonly tables: readonly { readonly parts: readonly { readonly cells: readonly Readonly<Record<Mark, boolean>>[] }[] }[] } }) {
  const has = (mark: Mark) => tables.some(({ parts }) => parts.some(({ cells }) => cells.some((cell) => cell[mark])))
  return <>{(['partial', 'twice'] as const).filter(has).map((mark) => <p class="measure small"><strong>{words(call.language)(`handover.mark.${mark}`)}</strong>: {words(call.language)(`handover.mark-about.${mark}`)}</p>)}</>
}

/** A table as it left, or would leave: takes proven cells and no others. */
export function HandedTable({ call, table }: { readonly call: PageCall; readonly table: ShownTable }) {
  const parts = table.parts.map((part) => ({ of: part.of, dimensions: part.table.dimensions, cells: part.table.cells.map((cell, index) => ({ cell, isProvisional: part.provisional.includes(index), marks: marksOf(part, index) })) }))
  const about = tableOfKey(call, table.key)
  const list = new Intl.ListFormat(call.language, { type: 'conjunction' })
  const grids = gridsOf(call, handOverTableTitle(call, table.key), parts).map((grid) => folded(grid, ({ cell }) => cell === 'not-available'))
  return (
    <>
      {grids.map((grid) => (
        <>
          {grid.rows.length === 0 ? <p><strong>{grid.caption}</strong></p> : <HandOverGrid grid={grid} says={({ cell, isProvisional, marks }) => <>{saysOfHanded(call, cell)}{isProvisional && typeof cell === 'number' && <> <Chip>{words(call.language)('handover.provisional')}</Chip></>}<Marks call={call} marks={marks} /></>} />}
          {grid.unknown.length > 0 && <p class="small">{grid.rows.length === 0 ? words(call.language)('handover.nothing-known') : words(call.language)('handover.not-known', { list: list.format(grid.unknown) })}</p>}
        </>
      ))}
      {about && <p class="quiet small">{about.source} {about.verified === false && <Chip>{words(call.language)('handover.unverified')}</Chip>}</p>}
    </>
  )
}

/** Of what the figures are made, what is missing, and what they do not count: it travels with them. */
export function Origins({ call, origins }: { readonly call: PageCall; readonly origins: readonly Origin[] }) {
  return <>{origins.map((origin) => <><h3>{countedLabel(call, origin.of)}</h3><ul>{notesOf(call, origin).map((note) => <li>{note}</li>)}</ul></>)}</>
}

/** Everything that has to be said with the figures of one population, a sentence each. */
export function notesOf(call: Reader, { of, item, source, deliveries, missing }: Origin): readonly string[] {
  const say = words(call.language)
  const book = call.installation.codebook.items.find(({ key }) => key === item)
  const list = new Intl.ListFormat(call.language, { type: 'conjunction' })
  const made = source === 'files' ? say('handover.from-files')
    : deliveries.length === 0 ? say('handover.from-none')
      : say('handover.from-deliveries', { list: list.format(deliveries.map(({ office, on, revision }) => say('handover.delivery', { office: officeLabel(call, office), day: formatDay(on, call.language), revision }))) })
  return [
    made,
    ...(missing.length > 0 ? [say('handover.missing', { list: list.format(missing.map((office) => officeLabel(call, office))) })] : []),
    ...(source === 'deliveries' && deliveries.length > 1 && countedOf(call, of)?.persons ? [say('handover.may-overlap')] : []),
    ...[countedOf(call, of)?.note?.[call.language] ?? []].flat(),
    ...(source === 'files' ? [say('not-counted')] : book?.notCounted ? [book.notCounted[call.language]] : []),
  ]
}

export function Reading({ call, about }: { readonly call: PageCall; readonly about: About }) {
  const say = words(call.language)
  return (
    <FactList facts={[
      [say('counted'), formatDay(about.countedOn, call.language)],
      [say('handover.zero'), say('handover.zero-about')],
      ...(['partial', 'twice'] as const).map((mark) => [say(`handover.mark.${mark}`), say(`handover.mark-about.${mark}`)] as const),
      [say('reading.safe'), say('safe.hidden', { most: about.threshold - 1 })],
      [say('handover.conf'), say('handover.conf-about')],
    ]} />
  )
}
