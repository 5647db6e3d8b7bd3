import { AppPage, Button, ButtonLink, Card, DataTable, DateField, dayFrom, Form, formatShortDay, MorePages, Select, TextField } from '#design'
import { form, page, type FormState, type PageCall } from '#platform/doors/page'
import { chooseOperation, listOwnOperations, openOperation, type OperationChoices, type OperationList } from '../actions/operation-acts.ts'
import { words } from './words.ts'

function OperationsPage({ call, list }: { readonly call: PageCall; readonly list: OperationList }) {
  const say = words(call.language)
  return (
    <AppPage call={call} title={say('operations.title')}>
      <h1>{say('operations.title')}</h1>
      <p class="page__lead">{say('operations.about')}</p>
      <p><ButtonLink href="/operations/new">{say('operation.open')}</ButtonLink></p>
      <Card>
        <DataTable caption={say('operations.title')} empty={say('operations.none')}
          columns={[{ heading: say('operation.name') }, { heading: say('operation.place') }, { heading: say('operation.on') }, { heading: say('operation.persons'), number: true }, { heading: say('operation.referred-count'), number: true }]}
          rows={list.operations.map(({ id, name, place, on, persons, referred }) => ({
            cells: [<a class="strong" href={`/operations/${id}`}>{name}</a>, place, formatShortDay(on, call.language), persons, referred],
          }))} />
        <MorePages language={call.language} list={list} href={(number) => `/operations?page=${number}`} />
      </Card>
    </AppPage>
  )
}

export const operationsPage = page({
  at: '/operations', asks: listOwnOperations,
  view: (call, list) => <OperationsPage call={call} list={list} />,
  menu: { order: 18, label: (language) => words(language)('menu.operations') },
})

function OpenPage({ call, choices, state }: { readonly call: PageCall; readonly choices: OperationChoices; readonly state: FormState }) {
  const say = words(call.language)
  return (
    <AppPage call={call} title={say('operation.open')} narrow back={{ href: '/operations' }}>
      <h1>{say('operation.open')}</h1>
      <Form call={call} form={state}>
        <TextField form={state} name="name" label={say('operation.name')} hint={say('operation.name-hint')} />
        <TextField form={state} name="place" label={say('operation.place')} optional={call.language} />
        <Select form={state} name="district" label={say('operation.district')} choices={choices.districts} empty="" />
        <Select form={state} name="sector" label={say('operation.sector')} choices={choices.sectors} empty="" optional={call.language} />
        <DateField form={state} name="on" label={say('operation.on')} language={call.language} value={call.today} />
        <Button>{say('operation.open')}</Button>
      </Form>
    </AppPage>
  )
}

export const openOperationForm = form({
  at: '/operations/new', asks: chooseOperation, input: () => ({}),
  view: (call, choices, state) => <OpenPage call={call} choices={choices} state={state} />,
  does: openOperation,
  sends: (_, fields) => ({ name: fields['name'], place: fields['place'], district: fields['district'], sector: fields['sector'], ...(dayFrom(fields, 'on') ? { on: dayFrom(fields, 'on') } : {}) }),
  leadsTo: (_, { operation }) => `/operations/${operation}`, says: ({ language }) => words(language)('operation.opened'),
})
