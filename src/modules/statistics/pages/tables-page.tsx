import { AppPage, Button, ButtonLink, Card, Chip, DataTable, formatDay, formatShortDay, Notice, Select, TextField } from '#design'
import { form, page, type Fields, type PageCall } from '#platform/doors/page'
import { filterable, type Filter } from '../actions/fact-acts.ts'
import { countTableRoute, keepTable, listTables, type CountedView } from '../actions/table-acts.ts'
import { axisOf, factDimensions, type FactDimension } from '../domain/fact-dimensions.ts'
import { isDelivered } from '../domain/release-wish.ts'
import { askedOf, onlyOf, type TableWish } from '../domain/table-wish.ts'
import { nameOfCode, nameOfDimension, titleOf } from './code-names.ts'
import { FigureChart } from './figure-chart.tsx'
import { FigureTable } from './figure-table.tsx'
import { kindAsked, kindsFor } from './picture-kinds.ts'
import { addressOf, wishIn } from './table-address.ts'
import { valuesOfCount } from './table-pictures.ts'
import { PublishedCard } from './published-card.tsx'
import { aboutAxis } from './reading.ts'
import { words } from './words.ts'

/** The same table crossed with sex, where sex is not yet in it: beside the facts that it has, and in the place of each of them where it has three. */
export function bySex(wish: TableWish): readonly { readonly instead?: FactDimension; readonly wish: TableWish }[] {
  if (askedOf(wish).includes('sex') || onlyOf(wish)?.dimension === 'sex') return []
  const { rows, columns, layers } = wish
  if (columns === undefined) return [{ wish: { ...wish, columns: 'sex' } }]
  if (layers === undefined) return [{ wish: { ...wish, layers: 'sex' } }]
  return [{ instead: layers, wish: { ...wish, layers: 'sex' } }, { instead: columns, wish: { ...wish, columns: 'sex' } }, { instead: rows, wish: { ...wish, rows: 'sex' } }]
}

/** Of whom an address asks: which fact is chosen from, and which of its codes, where one of that fact is. */
export function onlyIn({ of, only }: Fields): Fields {
  const named = typeof only === 'string' ? only.slice(0, only.indexOf(':')) : ''
  const fact = of ?? named
  return fact === '' ? {} : { filter: fact, ...(fact === named ? { only } : {}) }
}

/** Some people only: first the fact, then, once it is chosen, which of its codes. */
export function OnlyFields({ call, filter, only }: { readonly call: PageCall; readonly filter: Filter | undefined; readonly only: string | undefined }) {
  const say = words(call.language)
  const state = { values: { of: filter?.dimension ?? '', only: only ?? '' }, errors: {} }
  return (
    <>
      <Select form={state} name="of" label={say('only-of')} choices={filterable.map((value) => ({ value, label: nameOfDimension(call, value) }))} empty={say('everybody')} />
      {filter && <Select form={state} name="only" label={say('only')} choices={filter.codes.map((code) => ({ value: `${filter.dimension}:${code}`, label: nameOfCode(call, axisOf(filter.dimension), code) }))} empty={say('everybody')} />}
    </>
  )
}

function Wishing({ call, wish, filter }: { readonly call: PageCall; readonly wish: TableWish; readonly filter: Filter | undefined }) {
  const say = words(call.language)
  const state = { values: Object.fromEntries(Object.entries(wish).map(([key, value]) => [key, value === undefined ? '' : String(value)])), errors: {} }
  const choices = factDimensions.map((value) => ({ value, label: nameOfDimension(call, value) }))
  return (
    <form method="get" action="/tables" class="filters no-print">
      <Select form={state} name="rows" label={say('rows')} choices={choices} />
      <Select form={state} name="columns" label={say('columns')} choices={choices} empty={say('none')} />
      <Select form={state} name="layers" label={say('layers')} choices={choices} empty={say('none')} />
      <OnlyFields call={call} filter={filter} only={wish.only} />
      <TextField form={state} name="from" label={say('from-year')} width="short" inputmode="numeric" />
      <TextField form={state} name="to" label={say('to-year')} width="short" inputmode="numeric" />
      <Button kind="secondary">{say('show')}</Button>
    </form>
  )
}

function Keeping({ call, wish }: { readonly call: PageCall; readonly wish: TableWish }) {
  return (
    <form method="post" action="/tables/keep" class="no-print">
      {Object.entries(wish).map(([name, value]) => (value === undefined ? null : <input type="hidden" name={name} value={String(value)} />))}
      <Button>{words(call.language)('to-gate')}</Button>
    </form>
  )
}

function TablesPage({ call, view }: { readonly call: PageCall; readonly view: CountedView }) {
  const say = words(call.language)
  const { wish, table } = view
  const title = titleOf(call, wish)
  const sexes = bySex(wish)
  const kind = kindAsked(call.query, kindsFor(call, table.dimensions))
  return (
    <AppPage call={call} title={say('tables.title')}>
      <h1>{say('tables.title')}</h1>
      <p class="measure">{say('tables.intro')}</p>
      <p class="no-print"><a href="/tables/kept">{say('kept.title')}</a> · <a href="/tables/facts">{say('facts.title')}</a> · <a href="/figures">{say('figures.title')}</a></p>
      <Wishing call={call} wish={wish} filter={view.filter} />
      <Notice tone="late"><p><strong>{say('not-for-release')}</strong> {say('not-for-release-why')}</p></Notice>
      <Card title={title}>
        <p class="quiet">{say('counted-on', { day: formatDay(view.countedOn, call.language) })} {say('source.line')} {say('definition')}</p>
        {askedOf(wish).map((each) => <p class="quiet small"><strong>{nameOfDimension(call, each)}</strong>: {aboutAxis(call, axisOf(each))}</p>)}
        {sexes.length > 0 && <p class="buttons no-print">{sexes.map(({ instead, wish: other }) => <ButtonLink kind="secondary" href={addressOf('/tables', other, kind)}>{instead === undefined ? say('by-sex') : say('by-sex-instead', { fact: nameOfDimension(call, instead) })}</ButtonLink>)}</p>}
        <FigureChart call={call} title={title} grid={{ dimensions: table.dimensions, values: valuesOfCount(table), countedOn: view.countedOn }} href={(chart) => addressOf('/tables', wish, chart)} />
        <FigureTable call={call} title={title} dimensions={table.dimensions} cells={table.cells} says={(cell, index) => (cell !== null ? String(cell) : say(table.notCollected.includes(index) ? 'handover.state.not-collected' : 'not-known'))} />
        <Keeping call={call} wish={wish} />
        <p class="buttons no-print">
          <ButtonLink kind="secondary" href={addressOf('/tables/figures.csv', wish)}>{say('download.csv')}</ButtonLink>
          <ButtonLink kind="secondary" href={addressOf('/tables/dictionary.csv', wish)}>{say('download.dictionary')}</ButtonLink>
          <ButtonLink kind="secondary" href={addressOf('/tables/figures.xlsx', wish)}>{say('download.excel')}</ButtonLink>
          <ButtonLink kind="secondary" href={addressOf(`/tables/${kind}.svg`, wish)}>{say('download.svg')}</ButtonLink>
          <ButtonLink kind="secondary" href={addressOf(`/tables/${kind}.png`, wish)}>{say('download.png')}</ButtonLink>
        </p>
        <p class="quiet small">{say('figure.address', { address: `${call.installation.publicUrl}${addressOf('/tables', wish, kind)}` })}</p>
      </Card>
      <PublishedCard call={call} isBeside={({ live }) => live} />
    </AppPage>
  )
}

export const tablesPage = page({
  at: '/tables', asks: countTableRoute,
  input: ({ query }) => { const { only: _, ...wish } = wishIn(query); return { ...wish, ...onlyIn(query) } },
  view: (call, view) => <TablesPage call={call} view={view} />,
  menu: { order: 61, label: (language) => words(language)('menu.tables') },
})

export const keepForm = form({
  at: '/tables/keep', asks: null, does: keepTable,
  sends: (_, fields) => wishIn(fields),
  view: (call) => (
    <AppPage call={call} title={words(call.language)('tables.title')} narrow>
      <h1>{words(call.language)('tables.title')}</h1>
      <p><a href="/tables">{words(call.language)('kept.build')}</a></p>
    </AppPage>
  ),
  leadsTo: (_, { table }) => `/tables/${table}/release`,
})

export const keptPage = page({
  at: '/tables/kept', asks: listTables, input: () => ({}),
  view: (call, { tables }) => {
    const say = words(call.language)
    return (
      <AppPage call={call} title={say('kept.title')} back={{ href: '/tables' }}>
        <h1>{say('kept.title')}</h1>
        <DataTable caption={say('kept.title')} empty={say('kept.empty')} columns={[{ heading: say('table') }, { heading: say('counted') }, { heading: say('state') }]}
          rows={tables.map(({ id, wish, countedOn, proposal, release }) => ({ cells: [
            <><a class="strong" href={`/tables/${id}/release`}>{titleOf(call, wish)}</a> {!isDelivered(wish) && <a class="small" href={`/tables/${id}/records`}>{say('records.link')}</a>}</>, formatShortDay(countedOn, call.language),
            release !== null ? <a href={`/figures/${release}`}>{say('kept.released', { number: release })}</a> : proposal !== null ? <a href={`/releases/${proposal}`}>{say('kept.proposed')}</a> : <Chip>{say('kept.only')}</Chip>,
          ] }))} />
      </AppPage>
    )
  },
})
