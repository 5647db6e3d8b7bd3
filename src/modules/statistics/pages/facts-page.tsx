import { AppPage, Button, ButtonLink, DataTable, Details, Notice, Pagination, TextField } from '#design'
import { page, type Fields, type PageCall } from '#platform/doors/page'
import { showFacts, shownFacts, type Persons } from '../actions/fact-acts.ts'
import { axisOf, isClocks, isTime, type FactDimension } from '../domain/fact-dimensions.ts'
import { onlyOf } from '../domain/table-wish.ts'
import { nameOfCode, nameOfDimension } from './code-names.ts'
import { OnlyFields, onlyIn } from './tables-page.tsx'
import { nameOfStep, yearsIn } from './way-names.ts'
import { words } from './words.ts'

/** What an address asks: some years, some people only, one page. */
export const factsIn = ({ year, ...fields }: Fields): Fields =>
  ({ ...(year === undefined ? {} : { from: year, to: year }), ...onlyIn(fields), ...Object.fromEntries(['from', 'to', 'page'].flatMap((key) => (fields[key] === undefined ? [] : [[key, fields[key]]]))) })

const askedBy = ({ from, to, only }: Pick<Persons, 'from' | 'to' | 'only'>): string => new URLSearchParams({ from: String(from), to: String(to), ...(only === undefined ? {} : { only }) }).toString()

function Asking({ call, view }: { readonly call: PageCall; readonly view: Persons }) {
  const say = words(call.language)
  const state = { values: { from: String(view.from), to: String(view.to) }, errors: {} }
  return (
    <form method="get" action="/tables/facts" class="filters no-print">
      <TextField form={state} name="from" label={say('from-year')} width="short" inputmode="numeric" />
      <TextField form={state} name="to" label={say('to-year')} width="short" inputmode="numeric" />
      <OnlyFields call={call} filter={view.filter} only={view.only} />
      <Button kind="secondary">{say('show')}</Button>
    </form>
  )
}

/** What her steps tell as well, in bands and by her clocks. */
const isOfTime = (fact: FactDimension): boolean => isTime(axisOf(fact)) || isClocks(axisOf(fact))

const FactsOf = ({ call, facts, shown }: { readonly call: PageCall; readonly facts: Persons['persons'][number]['facts']; readonly shown: readonly FactDimension[] }) =>
  <ul class="coded-facts">{shown.map((each) => <li><span class="quiet">{nameOfDimension(call, each)}</span> {nameOfCode(call, axisOf(each), facts[each] ?? 'unknown')}</li>)}</ul>

function FactsPage({ call, view }: { readonly call: PageCall; readonly view: Persons }) {
  const say = words(call.language)
  const only = onlyOf({ rows: 'year', from: view.from, to: view.to, only: view.only })
  return (
    <AppPage call={call} title={say('facts.title')} back={{ href: '/tables' }}>
      <h1>{say('facts.title')}</h1>
      <p class="measure">{say('facts.intro')}</p>
      <Asking call={call} view={view} />
      <Notice tone="late"><p><strong>{say('not-for-release')}</strong> {say('not-for-release-why')}</p></Notice>
      <p><strong>{say('facts.count', { count: view.count, persons: new Intl.NumberFormat(call.language).format(view.count), years: yearsIn(view) })}</strong>{only && <> · {nameOfDimension(call, only.dimension)}: {nameOfCode(call, axisOf(only.dimension), only.code)}</>}</p>
      <DataTable caption={say('facts.title')} empty={say('facts.empty')} columns={[{ heading: say('facts.pseudonym') }, { heading: say('facts.facts') }, { heading: say('facts.steps') }]}
        rows={view.persons.map(({ pseudonym, facts, steps }) => ({ cells: [
          <code>{pseudonym}</code>,
          <><FactsOf call={call} facts={facts} shown={shownFacts.filter((each) => !isOfTime(each))} /><Details summary={say('facts.times')}><FactsOf call={call} facts={facts} shown={shownFacts.filter(isOfTime)} /></Details></>,
          steps.length === 0 ? say('facts.no-step') : <ol class="coded-steps">{steps.map(({ step, days }) => <li>{nameOfStep(call, step)} <span class="quiet">{say('facts.days', { count: days })}</span></li>)}</ol>,
        ] }))} />
      <Pagination language={call.language} page={view.page} pages={view.pages} href={(at) => `/tables/facts?${askedBy(view)}&page=${at}`} />
      {view.count > 0 && (
        <p class="buttons no-print">
          <ButtonLink kind="secondary" href={`/tables/facts.csv?${askedBy(view)}`}>{say('facts.csv')}</ButtonLink>
          <ButtonLink kind="secondary" href={`/tables/facts-steps.csv?${askedBy(view)}`}>{say('facts.steps-csv')}</ButtonLink>
        </p>
      )}
    </AppPage>
  )
}

export const factsPage = page({ at: '/tables/facts', asks: showFacts, input: ({ query }) => factsIn(query), view: (call, view) => <FactsPage call={call} view={view} /> })
