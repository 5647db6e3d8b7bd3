import type { ComponentChildren } from 'preact'
import { Card, DataTable, Notice } from '#design'
import type { Ways } from '../actions/ways-told.ts'
import { nameOfAxis, nameOfCode, type Reader } from './code-names.ts'
import { countedLabel } from './hand-over-words.ts'
import { words } from './words.ts'

type Props = { readonly call: Reader; readonly view: { readonly ways: Ways | null; readonly waysAt: 'none' | 'working' | 'stopped' | 'done'; readonly threshold: number }; /** Where one looks again while they are looked for. */ readonly againAt: string; /** What calls the search off. */ readonly stop?: ComponentChildren; /** Where two categories are shown as one. */ readonly mergedAt?: (merge: string) => string }

/** More than these are counted and not listed; the interface for programs has them all. */
const listed = 10

/** Signs of a change as they are printed. */
const signed = (change: number): string => (change > 0 ? `+${change}` : change < 0 ? `−${-change}` : '0')

/** What would make it possible for a refused release to leave: where too few changed, how many persons more there must be, and what else passes. */
export function WaysOut({ call, view: { ways, waysAt, threshold }, againAt, stop, mergedAt }: Props) {
  const say = words(call.language)
  if (waysAt === 'working' || waysAt === 'stopped') return <Notice tone="soon"><p role="status">{say(waysAt === 'working' ? 'ways.work' : 'ways.stopped')} <a href={againAt}>{say('gate.look-again')}</a></p>{waysAt === 'working' && stop}</Notice>
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
