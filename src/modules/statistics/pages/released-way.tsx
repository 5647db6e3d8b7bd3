import { Card, ChartTable, PartBar } from '#design'
import { cameAsFar } from '../domain/came-as-far.ts'
import type { ProvenTable } from '../domain/proven-table.ts'
import { cellAt } from '../domain/table.ts'
import { nameOfCode, type Reader } from './code-names.ts'
import { words } from './words.ts'

/** A released table of the furthest places read as a funnel: how many came at least as far as each. It says nothing that the table does not. */
export function ReleasedWay({ call, table: { dimensions, cells } }: { readonly call: Reader; readonly table: ProvenTable }) {
  const [places, columns] = dimensions
  // Places that are shown as one may lie apart on the way, and then no sum says how far somebody came.
  if (places?.name !== 'reached' || places.codes.some(({ code }) => code.includes('+'))) return null
  const say = words(call.language)
  const shown = columns?.codes ?? [{ code: 'total', parent: null }]
  const came = shown.map((_, column) => {
    const figures = places.codes.map((__, at) => { const cell = cells[cellAt(dimensions, dimensions.map((___, index) => (index === 0 ? at : index === 1 ? column : 0)))]; return typeof cell === 'number' ? cell : null })
    return cameAsFar(figures.slice(1), figures[0] ?? null)
  })
  const most = came[0]?.[0] ?? 0
  return (
    <Card title={say('progress.came-title')}>
      <p class="quiet measure">{say('progress.came-about')}</p>
      <ChartTable caption={say('progress.came-title')} heading={say('progress.place')} picture={nameOfCode(call, columns?.name ?? 'reached', 'total')} columns={columns ? shown.map(({ code }) => nameOfCode(call, columns.name, code)) : [say('persons')]}
        groups={[{ rows: places.codes.slice(1).map(({ code }, place) => ({
          label: nameOfCode(call, 'reached', code), cells: came.map((column) => String(column[place] ?? say('hidden'))),
          picture: <PartBar most={most} parts={[{ fill: 1, value: came[0]?.[place] ?? 0 }]} />,
        })) }]} />
    </Card>
  )
}
