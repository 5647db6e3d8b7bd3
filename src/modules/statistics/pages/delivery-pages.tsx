import { AppPage, Button, ButtonLink, Card, Chip, DataTable, FileField, Form, formatInstant, MorePages, Notice, TextArea, TextField } from '#design'
import { form, page, type FormState, type PageCall } from '#platform/doors/page'
import type { ValueOf } from '#platform/doors/route'
import { checkDelivery, dropDraftDelivery, handOverDelivery, listDeliveries, showDelivery, showDraftDelivery, showItem, type Delivery, type DeliveryView, type DraftView } from '../actions/delivery-acts.ts'
import { WarningsCard } from './warnings.tsx'
import { codeLabel, faultSentence, fieldLabel, itemLabel, variablesOf } from './delivery-words.ts'
import { words } from './words.ts'

const yearsOf = ({ firstYear, lastYear }: Delivery): string => (firstYear === lastYear ? String(firstYear) : `${firstYear}–${lastYear}`)
const mayRead = ({ actor }: PageCall): boolean => actor?.officeKind !== 'coordination'

function Deliveries({ call, caption, rows }: { readonly call: PageCall; readonly caption: string; readonly rows: readonly Delivery[] }) {
  const say = words(call.language)
  return (
    <DataTable caption={caption} empty={say('deliveries.none')}
      columns={[{ heading: say('column.item') }, { heading: say('column.years') }, { heading: say('column.office') }, { heading: say('column.revision') }, { heading: say('column.when') }, { heading: say('column.by') }, { heading: say('column.figures'), number: true }, { heading: say('column.reason') }]}
      rows={rows.map((delivery) => ({ cells: [
        mayRead(call) ? <a class="strong" href={`/deliveries/${delivery.id}`}>{itemLabel(call, delivery.item)}</a> : <span class="strong">{itemLabel(call, delivery.item)}</span>,
        yearsOf(delivery), delivery.officeName, <>{delivery.revision} <Chip tone={delivery.counts ? 'good' : 'plain'}>{say(delivery.counts ? 'delivery.counts' : 'delivery.replaced')}</Chip></>,
        formatInstant(delivery.at as PageCall['now'], call.language, call.installation.zone), delivery.by ?? '–', String(delivery.figures), delivery.reason ?? '',
      ] }))} />
  )
}

function DeliveriesPage({ call, list }: { readonly call: PageCall; readonly list: ValueOf<typeof listDeliveries> }) {
  const say = words(call.language)
  return (
    <AppPage call={call} title={say('deliveries.title')}>
      <h1>{say('deliveries.title')}</h1>
      <p class="page__lead">{say('deliveries.about')}</p>
      {list.items.length > 0 && (
        <Card title={say('deliveries.own')}>
          <DataTable caption={say('deliveries.own')} empty="" columns={[{ heading: say('column.item') }, { heading: say('column.act') }]}
            rows={list.items.map(({ key }) => ({ cells: [<span class="strong">{itemLabel(call, key)}</span>, <>
              <a href={`/deliveries/new/${key}`} aria-label={say('deliveries.hand-over-item', { item: itemLabel(call, key) })}>{say('deliveries.hand-over')}</a>{' · '}
              <a href={`/deliveries/templates/${key}`} aria-label={say('deliveries.template-of', { item: itemLabel(call, key) })}>{say('deliveries.template')}</a>
            </>] }))} />
        </Card>
      )}
      <Card title={say('deliveries.list')}>
        <Deliveries call={call} caption={say('deliveries.list')} rows={list.deliveries} />
        <MorePages language={call.language} list={list} href={(number) => `/deliveries?page=${number}`} />
      </Card>
    </AppPage>
  )
}

export const deliveriesPage = page({
  at: '/deliveries', asks: listDeliveries, input: ({ query }) => ({ page: query['page'] }),
  view: (call, list) => <DeliveriesPage call={call} list={list} />,
  menu: { order: 65, label: (language) => words(language)('menu.deliveries') },
})

function NewPage({ call, item, state }: { readonly call: PageCall; readonly item: ValueOf<typeof showItem>; readonly state: FormState }) {
  const say = words(call.language)
  const label = itemLabel(call, item.item)
  const title = say('deliveries.hand-over-item', { item: label })
  return (
    <AppPage call={call} title={title} narrow back={{ href: '/deliveries' }}>
      <h1>{title}</h1>
      <p class="page__lead">{call.installation.codebook.items.find(({ key }) => key === item.item)?.definition[call.language]}. <a href={`/deliveries/templates/${item.item}`}>{say('deliveries.template')}</a></p>
      <Notice><p>{say('sheet.zero')}</p></Notice>
      <Form call={call} form={state} file={{ progress: `/api/v1/delivery.show-progress?upload=${item.upload}`, says: say('sheet.reading') }}>
        <input type="hidden" name="upload" value={item.upload} />
        {item.series
          ? <TextField form={state} name="series" label={say('sheet.series')} width="medium" />
          : <TextField form={state} name="year" label={say('sheet.year')} value={String(item.lastYear)} width="short" inputmode="numeric" />}
        <FileField form={state} name="file" label={say('sheet.file')} hint={[say('sheet.file-hint'), ...(call.installation.virusSearch ? [] : [say('sheet.unsearched')])].join(' ')} accept=".xlsx,.xlsb,.ods,.csv,.txt" />
        <TextArea form={state} name="text" label={say('sheet.text')} rows={8} />
        <Button>{say('sheet.check')}</Button>
      </Form>
    </AppPage>
  )
}

const given = (value: unknown): string | undefined => (typeof value === 'string' && value.trim() !== '' ? value : undefined)

export const newDeliveryForm = form({
  at: '/deliveries/new/:item', asks: showItem, input: ({ params }) => ({ item: params['item'] }),
  view: (call, item, state) => <NewPage call={call} item={item} state={state} />,
  does: checkDelivery, takesFile: { field: 'file', mostBytes: 16 * 1_048_576, mostText: 4_000_000 },
  sends: ({ params }, fields) => ({ item: params['item'], upload: given(fields['upload']), year: given(fields['year']), series: given(fields['series']), text: given(fields['text']), content: given(fields['file']), fileName: given(fields['name'])?.slice(-200) }),
  leadsTo: (_, { draft }) => `/deliveries/drafts/${draft}`,
})

function DraftPage({ call, draft, state }: { readonly call: PageCall; readonly draft: DraftView; readonly state: FormState }) {
  const say = words(call.language)
  const title = say('draft.title', { item: itemLabel(call, draft.item) })
  const isGood = draft.faultCount === 0
  return (
    <AppPage call={call} title={title} back={{ href: '/deliveries' }}>
      <h1>{title}</h1>
      <p class="page__lead">{draft.fileName !== null && <span class="strong">{draft.fileName}: </span>}{say('draft.read', { rows: draft.sheetRows, figures: draft.figures })}</p>
      <Notice tone={isGood ? 'good' : 'late'}><p>{isGood ? say('draft.good') : say('draft.faults', { count: draft.faultCount })}</p></Notice>
      {draft.remarks.length > 0 && <ul>{draft.remarks.map(({ remark, with: gaps }) => <li>{say(`remark.${remark}` as 'remark.columns-ignored', gaps)}</li>)}</ul>}
      {isGood ? (
        <Form call={call} form={state}>
          {draft.revision > 1 && <p>{say('draft.revision', { revision: draft.revision })} {Object.entries(draft.changes).every(([change, count]) => change === 'same' || count === 0) ? <strong>{say('draft.nothing-changes', { revision: draft.revision - 1 })}</strong> : say('draft.changes', draft.changes)}</p>}
          {draft.revision > 1 && draft.changes.gone > 0 && <Notice tone="late"><p>{say('draft.gone', { count: draft.changes.gone, revision: draft.revision - 1 })}</p></Notice>}
          {draft.revision > 1 && <TextArea form={state} name="reason" label={say('draft.reason')} rows={3} />}
          <Button>{say('deliveries.hand-over')}</Button>
        </Form>
      ) : (
        <Card title={say('draft.faults-list')}>
          <p><a href={`/deliveries/drafts/${draft.draft}/faults`}>{say('draft.errors')}</a></p>
          <DataTable caption={say('draft.faults-list')} empty="" columns={[{ heading: say('column.row'), number: true }, { heading: say('column.field') }, { heading: say('column.problem') }]}
            rows={draft.faults.map((fault) => ({ cells: [fault.row === null ? '–' : String(fault.row), fault.field === null || fault.field === 'unknown' ? (fault.column ?? '–') : `${fieldLabel(call.installation.codebook, call.language, fault.field)} (${fault.column ?? ''})`, faultSentence(call, fault)] }))} />
          <MorePages language={call.language} list={draft} href={(number) => `/deliveries/drafts/${draft.draft}?page=${number}`} />
        </Card>
      )}
      <WarningsCard call={call} warnings={draft.warnings} at={(number) => `/deliveries/drafts/${draft.draft}?warnings=${number}`} />
      {isGood && (
        <Card title={say('draft.figures')}>
          <FiguresTable call={call} item={draft.item} figures={draft.lines} withBefore={draft.revision > 1} />
          <MorePages language={call.language} list={draft} href={(number) => `/deliveries/drafts/${draft.draft}?page=${number}`} />
        </Card>
      )}
      <form method="post" action={`/deliveries/drafts/${draft.draft}/drop`} class="buttons">
        <Button kind="secondary">{say('draft.drop')}</Button>
        <ButtonLink kind="secondary" href={`/deliveries/new/${draft.item}`}>{say('draft.again')}</ButtonLink>
      </form>
    </AppPage>
  )
}

const draftInput = ({ params, query }: PageCall) => ({ draft: params['draft'], page: query['page'], warnings: query['warnings'] })
export const draftForm = form({
  at: '/deliveries/drafts/:draft', asks: showDraftDelivery, input: draftInput,
  view: (call, draft, state) => <DraftPage call={call} draft={draft} state={state} />,
  does: handOverDelivery, sends: ({ params }, fields) => ({ draft: params['draft'], reason: given(fields['reason']) }),
  leadsTo: (_, { delivery }) => `/deliveries/${delivery}`, says: ({ language }, { revision }) => words(language)('delivery.done', { revision }),
})

export const dropDraftForm = form({
  at: '/deliveries/drafts/:draft/drop', asks: showDraftDelivery, input: draftInput,
  view: (call, draft, state) => <DraftPage call={call} draft={draft} state={state} />,
  does: dropDraftDelivery, sends: ({ params }) => ({ draft: params['draft'] }),
  leadsTo: () => '/deliveries', says: ({ language }) => words(language)('draft.dropped'),
})

type Figure = DeliveryView['figures'][number]
type FigureLine = Omit<Figure, 'row'> & Partial<Pick<DraftView['lines'][number], 'change' | 'was'>>

/** Figures as they stand in a sheet; of a correction also what each was before. */
function FiguresTable({ call, item, figures, withBefore = false }: { readonly call: PageCall; readonly item: string; readonly figures: readonly FigureLine[]; readonly withBefore?: boolean }) {
  const { installation, language } = call
  const say = words(language)
  const variables = variablesOf(installation.codebook, installation.codebook.items.find(({ key }) => key === item))
  const stateLabel = (state: string) => installation.codebook.lists.find(({ key }) => key === 'value-state')?.codes.find(({ key }) => key === state)?.label[language] ?? state
  const says = ({ state, value }: Pick<Figure, 'state' | 'value'>) => (value === null ? <Chip>{stateLabel(state)}</Chip> : <>{String(value)}{state === 'provisional' && <> <Chip>{stateLabel(state)}</Chip></>}</>)
  return (
    <DataTable caption={say('delivery.figures')} empty={say('deliveries.none')}
      columns={[{ heading: say('column.year') }, ...variables.map((key) => ({ heading: fieldLabel(installation.codebook, language, key) })), ...(withBefore ? [{ heading: say('draft.before'), number: true }] : []), { heading: say('column.figure'), number: true }]}
      rows={figures.map(({ year, codes, change, was, ...figure }) => ({ cells: [
        String(year), ...variables.map((variable) => (codes[variable] === undefined ? '–' : codeLabel(installation, language, { variable, code: codes[variable] }))),
        ...(withBefore ? [was ? says(was) : '–'] : []),
        change === 'gone' ? <Chip tone="late">{say('draft.change.gone')}</Chip> : <>{says(figure)}{withBefore && change !== undefined && change !== 'same' && <> <Chip tone="soon">{say(`draft.change.${change}`)}</Chip></>}</>,
      ] }))} />
  )
}

function DeliveryPage({ call, view }: { readonly call: PageCall; readonly view: DeliveryView }) {
  const say = words(call.language)
  const { delivery } = view
  const item = call.installation.codebook.items.find(({ key }) => key === delivery.item)
  const title = say('delivery.title', { item: itemLabel(call, delivery.item), years: yearsOf(delivery), office: delivery.officeName })
  return (
    <AppPage call={call} title={title} back={{ href: '/deliveries' }}>
      <h1>{title}</h1>
      {item?.notCounted && <Notice tone="soon"><p>{say('delivery.not-counted', { text: item.notCounted[call.language] })}</p></Notice>}
      {item && <p class="quiet">{say('delivery.source', { source: item.kind === 'counts' && !item.series ? delivery.officeName : item.source, version: delivery.version })}</p>}
      <p class="no-print"><a href={`/delivered?item=${delivery.item}`}>{say('delivered.as-tables')}</a>{item?.marks.some(({ between }) => between) && call.actor?.officeKind === 'analysis-centre' && <> · <a href={`/deliveries/${delivery.id}/masked`}>{say('masked.title')}</a></>}</p>
      <Card title={say('delivery.figures')}>
        <FiguresTable call={call} item={delivery.item} figures={view.figures} />
        <MorePages language={call.language} list={view} href={(number) => `/deliveries/${delivery.id}?page=${number}`} />
      </Card>
      <WarningsCard call={call} warnings={view.warnings} mayAnswer={view.mayAnswer} at={(number) => `/deliveries/${delivery.id}?warnings=${number}`} />
      <Card title={say('delivery.revisions')}><Deliveries call={call} caption={say('delivery.revisions')} rows={view.revisions} /></Card>
    </AppPage>
  )
}

export const deliveryPage = page({
  at: '/deliveries/:delivery', asks: showDelivery, input: ({ params, query }) => ({ delivery: params['delivery'], page: query['page'], warnings: query['warnings'] }),
  view: (call, view) => <DeliveryPage call={call} view={view} />,
})
