import { AppPage, Button, ButtonLink, Card, DataTable, formatInstant, Notice, Select, TextField } from '#design'
import { form, page, type PageCall } from '#platform/doors/page'
import { keepDelivered } from '../actions/keep-delivered.ts'
import { countDelivered, type DeliveredView, type ShownDelivered } from '../actions/delivered-acts.ts'
import { axesOf, chosenOf, type DeliveredWish } from '../domain/deliveries/delivered-wish.ts'
import { DeliveredChart, DeliveredFigures } from './delivered-figures.tsx'
import { axisName, deliveredCode, deliveredTitle } from './delivered-names.ts'
import { servicesOf } from './delivered-reading.ts'
import { fieldLabel, itemLabel } from './delivery-words.ts'
import { PublishedCard } from './published-card.tsx'
import { WarningsCard } from './warnings.tsx'
import { words } from './words.ts'

/** What of an address says which table of delivered figures is wanted. */
export const deliveredInput = ({ query }: Pick<PageCall, 'query'>) =>
  Object.fromEntries(['item', 'rows', 'columns', 'layers', 'from', 'to', 'service', 'only'].flatMap((key) => (query[key] === undefined ? [] : [[key, query[key]]])))

/** The address of a table: the same words in the same order, so that it can be kept and sent. */
export const deliveredAddress = (at: string, { only, ...wish }: DeliveredWish): string =>
  `${at}?${new URLSearchParams([...Object.entries(wish).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]])), ...only.map((each) => ['only', each])]).toString()}`

function Wishing({ call, view, shown }: { readonly call: PageCall; readonly view: DeliveredView; readonly shown: ShownDelivered }) {
  const say = words(call.language)
  const { wish, axes, filters, services } = shown
  const state = { values: Object.fromEntries(Object.entries(wish).flatMap(([key, value]) => (key === 'only' ? [] : [[key, value === undefined ? '' : String(value)]]))), errors: {} }
  const choices = axes.map((value) => ({ value, label: axisName(call, value) }))
  return (
    <>
      <form method="get" action="/delivered" class="filters no-print">
        <Select form={state} name="item" label={say('column.item')} choices={view.items.map((value) => ({ value, label: itemLabel(call, value) }))} />
        <Button kind="secondary">{say('delivered.choose-item')}</Button>
      </form>
      <form method="get" action="/delivered" class="filters no-print">
        <input type="hidden" name="item" value={wish.item} />
        <Select form={state} name="rows" label={say('rows')} choices={choices} />
        <Select form={state} name="columns" label={say('columns')} choices={choices} empty={say('none')} />
        <Select form={state} name="layers" label={say('layers')} choices={choices} empty={say('none')} />
        <TextField form={state} name="from" label={say('from-year')} width="short" inputmode="numeric" />
        <TextField form={state} name="to" label={say('to-year')} width="short" inputmode="numeric" />
        {Object.keys(services).length > 1 && <Select form={state} name="service" label={say('column.office')} choices={Object.entries(services).map(([value, label]) => ({ value, label }))} empty={say('delivered.every-service')} />}
        {filters.map(({ variable, codes }) => {
          const chosen = chosenOf(wish, variable)
          return (
            <div class="ari-form-group">
              <label class="ari-label" for={`only-${variable}`}>{fieldLabel(call.installation.codebook, call.language, variable)}</label>
              <select class="ari-select" id={`only-${variable}`} name="only">
                <option value="">{say('everybody')}</option>
                {codes.map((code) => <option value={`${variable}:${code}`} selected={code === chosen}>{deliveredCode(call, shown, { axis: variable, code })}</option>)}
              </select>
            </div>
          )
        })}
        <Button kind="secondary">{say('show')}</Button>
      </form>
    </>
  )
}

/** Everything that is needed to read the figures: source, what is not counted, what the signs mean. */
function Reading({ call, shown }: { readonly call: PageCall; readonly shown: ShownDelivered }) {
  const say = words(call.language)
  const item = call.installation.codebook.items.find(({ key }) => key === shown.wish.item)
  const mark = item?.marks.find(({ between }) => between !== undefined)
  return (
    <>
      <p class="quiet">{item?.definition[call.language]}. {say('delivered.source', { source: item?.series ? item.source : servicesOf(shown) })}</p>
      {item?.notCounted && <Notice tone="soon"><p>{say('delivery.not-counted', { text: item.notCounted[call.language] })}</p></Notice>}
      {shown.added > 1 && <Notice tone="soon"><p>{say('delivered.added', { count: shown.added })}</p></Notice>}
      {shown.wish.from < shown.wish.to && !axesOf(shown.wish).includes('year') && <Notice tone="soon"><p>{say('delivered.years-added')}</p></Notice>}
      <p class="quiet small">{say('delivered.signs')} {mark?.between && say('delivered.masked', { mark: mark.text, ...mark.between })}</p>
    </>
  )
}

function Counting({ call, shown }: { readonly call: PageCall; readonly shown: ShownDelivered }) {
  const say = words(call.language)
  const hasMasks = call.actor?.officeKind === 'analysis-centre' && call.installation.codebook.items.some(({ key, marks }) => key === shown.wish.item && marks.some(({ between }) => between))
  return (
    <DataTable caption={say('delivered.counting')} empty={say('deliveries.none')} columns={[{ heading: say('column.office') }, { heading: say('column.years') }, { heading: say('column.revision') }, { heading: say('column.when') }, { heading: say('column.reason') }, ...(hasMasks ? [{ heading: say('masked.title') }] : [])]}
      rows={shown.deliveries.map(({ id, office, slot, firstYear, lastYear, revision, at, reason }) => ({ cells: [
        <><a class="strong" href={`/deliveries/${id}`}>{shown.services[office]}</a> {slot.includes('/') && !/^\d{4}$/.test(slot.split('/')[1] ?? '') && slot.split('/')[1]}</>, firstYear === lastYear ? String(firstYear) : `${firstYear}–${lastYear}`, String(revision),
        formatInstant(at as PageCall['now'], call.language, call.installation.zone), reason ?? '',
        ...(hasMasks ? [<a href={`/deliveries/${id}/masked`} aria-label={`${say('masked.what')}: ${slot.split('/')[1] ?? ''}`}>{say('masked.look')}</a>] : []),
      ] }))} />
  )
}

/** The way out: kept as it stands, it is looked at by the gate; where that cannot be, what would be right. */
function ToGate({ call, shown: { wish, toGate } }: { readonly call: PageCall; readonly shown: ShownDelivered }) {
  if (toGate === null) return null
  const say = words(call.language)
  return (
    <Card title={say('delivered.to-gate')}>
      <p class="quiet measure">{say('delivered.to-gate-about')}</p>
      {toGate === '' ? (
        <form method="post" action="/delivered/keep" class="no-print">
          {Object.entries(wish).flatMap(([name, value]) => (value === undefined ? [] : [value].flat().map((each) => <input type="hidden" name={name} value={String(each)} />)))}
          <Button>{say('to-gate')}</Button>
        </form>
      ) : <p>{say(`refusal.${toGate}` as 'refusal.one-year-to-gate')}</p>}
    </Card>
  )
}

/** The same table crossed with sex, where its item tells the sexes apart and sex is not yet in it. */
export function sexOf({ wish, axes }: Pick<ShownDelivered, 'wish' | 'axes'>): DeliveredWish | undefined {
  const sex = axes.find((axis) => axis === 'sex' || axis.endsWith('-sex'))
  if (sex === undefined || axesOf(wish).includes(sex) || chosenOf(wish, sex) !== undefined || wish.layers !== undefined) return undefined
  // The same words in the same order as the table has by itself.
  const { item, rows, columns, ...rest } = wish
  return columns === undefined ? { item, rows, columns: sex, ...rest } : { item, rows, columns, layers: sex, ...rest }
}

function DeliveredPage({ call, view }: { readonly call: PageCall; readonly view: DeliveredView }) {
  const say = words(call.language)
  const { shown } = view
  const title = shown ? deliveredTitle(call, shown) : ''
  const bySex = shown ? sexOf(shown) : undefined
  return (
    <AppPage call={call} title={say('delivered.title')}>
      <h1>{say('delivered.title')}</h1>
      <p class="measure">{say('delivered.intro')}</p>
      {shown === null ? <p class="quiet">{say('deliveries.none')}</p> : (
        <>
          <Wishing call={call} view={view} shown={shown} />
          <Card title={title}>
            <Reading call={call} shown={shown} />
            {bySex && <p class="no-print"><ButtonLink kind="secondary" href={deliveredAddress('/delivered', bySex)}>{say('by-sex')}</ButtonLink></p>}
            <DeliveredChart call={call} shown={shown} title={title} />
            <DeliveredFigures call={call} shown={shown} title={title} />
            <p class="buttons no-print">
              <ButtonLink kind="secondary" href={deliveredAddress('/delivered/table.csv', shown.wish)}>{say('download.csv')}</ButtonLink>
              <ButtonLink kind="secondary" href={deliveredAddress('/delivered/dictionary.csv', shown.wish)}>{say('download.dictionary')}</ButtonLink>
              <ButtonLink kind="secondary" href={deliveredAddress('/delivered/table.xlsx', shown.wish)}>{say('download.excel')}</ButtonLink>
              <ButtonLink kind="secondary" href={deliveredAddress('/delivered/table.svg', shown.wish)}>{say('download.svg')}</ButtonLink>
              <ButtonLink kind="secondary" href={deliveredAddress('/delivered/table.png', shown.wish)}>{say('download.png')}</ButtonLink>
            </p>
            <p class="quiet small">{say('delivered.address')} <a href={deliveredAddress('/delivered', shown.wish)}>{title}</a></p>
          </Card>
          <ToGate call={call} shown={shown} />
          <WarningsCard call={call} warnings={shown.warnings} at={(number) => `${deliveredAddress('/delivered', shown.wish)}&warnings=${number}`} />
          <PublishedCard call={call} isBeside={({ items }) => items.includes(shown.wish.item)} />
          <Card title={say('delivered.counting')}><Counting call={call} shown={shown} /></Card>
        </>
      )}
    </AppPage>
  )
}

export const deliveredPage = page({
  at: '/delivered', asks: countDelivered, input: ({ query }) => ({ ...deliveredInput({ query }), warnings: query['warnings'] }),
  view: (call, view) => <DeliveredPage call={call} view={view} />,
  menu: { order: 66, label: (language) => words(language)('menu.delivered'), only: ['analysis-centre'] },
})

export const keepDeliveredForm = form({
  at: '/delivered/keep', asks: null, does: keepDelivered,
  sends: (_, fields) => deliveredInput({ query: fields }),
  view: (call) => (
    <AppPage call={call} title={words(call.language)('delivered.title')} narrow>
      <h1>{words(call.language)('delivered.title')}</h1>
      <p><a href="/delivered">{words(call.language)('delivered.as-tables')}</a></p>
    </AppPage>
  ),
  leadsTo: (_, { table }) => `/tables/${table}/release`,
})
