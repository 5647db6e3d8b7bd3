import { Card, DataTable } from '#design'
import type { Work } from '../actions/gate-work.ts'
import type { Ways } from '../actions/ways-told.ts'
import { nameOfAxis, nameOfCode, type Reader } from './code-names.ts'
import { countedLabel } from './hand-over-words.ts'
import { Stopped, Working, type StopAt } from './work.tsx'
import { words } from './words.ts'

type Props = { readonly call: Reader; readonly view: { readonly ways: Ways | null; readonly waysWork: Work; readonly threshold: number }; /** Where one looks again while they are looked for. */ readonly againAt: string; /** Where a search that was stopped begins anew. */ readonly anewAt: string; /** What calls the search off. */ readonly stop?: StopAt; /** Where two categories are shown as one. */ readonly mergedAt?: (merge: string) => string }

/** More than these are counted and not listed; the interface for programs has them all. */
const listed = 10

/** Signs of a change as they are printed. */
const signed = (change: number): string => (change > 0 ? `+${change}` : change < 0 ? `−${-change}` : '0')

/** What would make it possible for a refused release to leave: where too few changed, how many persons more there must be, and what else passes. */
export function WaysOut({ call, view: { ways, waysWork, threshold }, againAt, anewAt, stop, mergedAt }: Props) {
  const say = words(call.language)
  if (waysWork.at === 'working') return <Working call={call} work={waysWork} name="ways" says={say('ways.work')} againAt={againAt} stop={stop} />
  if (waysWork.at === 'stopped') return <Stopped call={call} work={waysWork} anewAt={anewAt}>{say('ways.stopped')}</Stopped>
  if (ways === null) return null
  const list = new Intl.ListFormat(call.language, { type: 'disjunction' })
  const { figures, persons, without, merges } = ways
  return (
    <Card title={say('ways.title')}>
      {figures.length > 0 && (
        <>
          <p class="measure">{say('ways.rule', { threshold })}</p>
          <DataTable caption={say('ways.title')} empty={say('none')} columns={[{ heading: say('ways.figure') }, { heading: say('ways.change') }, ...(persons === null ? [] : [{ heading: say('ways.more'), number: true }])]}
            rows={figures.slice(0, listed).map(({ change, since, why, more, ...figure }) => ({ cells: [
              <span class="strong">{nameOf(call, figure)}</span>,
              <>{say('ways.changed', { change: signed(change), figures: since.join(', ') })}<div class="quiet small">{say(`ways.${why}`, { threshold })}</div></>,
              ...(more === null ? [] : [signed(more)]),
            ] }))} />
          {figures.length > listed && <p>{say('ways.rest', { count: figures.length - listed })}</p>}
        </>
      )}
      {persons === null ? figures.length > 0 && <p class="measure">{say('ways.none')}</p> : (
        <>
          <p class="measure">{say('ways.with', { count: persons.reduce((sum, each) => sum + each.persons, 0) })}</p>
          <ul>{persons.slice(0, listed).map(({ persons: count, ...each }) => <li>{count} × {nameOf(call, each)}</li>)}</ul>
          {persons.length > listed && <p>{say('ways.rest-persons', { count: persons.slice(listed).reduce((sum, each) => sum + each.persons, 0) })}</p>}
        </>
      )}
      {without.length > 0 && <p class="measure">{say('ways.without', { list: list.format(without.map((axis) => nameOfAxis(call, axis))) })}</p>}
      {merges.length > 0 && <p class="measure">{say('ways.merged')} {merges.map(({ merge, axis, codes }, index) => { const name = codes.map((code) => nameOfCode(call, axis, code)).join(' + '); return <>{index > 0 && ' · '}{mergedAt ? <a href={mergedAt(merge)}>{name}</a> : name}</> })}</p>}
    </Card>
  )
}

/** A figure by its categories, after what is counted where that differs. */
function nameOf(call: Reader, { of, at }: Pick<Ways['figures'][number], 'of' | 'at'>): string {
  const codes = at.length === 0 ? words(call.language)('ways.everybody') : at.map(({ axis, code }) => nameOfCode(call, axis, code)).join(' · ')
  return of === null ? codes : `${countedLabel(call, of)}: ${codes}`
}
