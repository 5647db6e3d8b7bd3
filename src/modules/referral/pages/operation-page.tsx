import { AppPage, Button, ButtonLink, Card, Chip, DataTable, Form, formatDay, languageName, TextArea } from '#design'
import { form, type FormState, type PageCall } from '#platform/doors/page'
import { addPersons, showOperation } from '../actions/operation-acts.ts'
import type { OperationView, PersonLine } from '../actions/operation-views.ts'
import { PersonRows, rowsFrom } from './person-rows.tsx'
import { words } from './words.ts'

type Props = { readonly call: PageCall; readonly view: OperationView; readonly state: FormState }

function OperationPage({ call, view, state }: Props) {
  const say = words(call.language)
  const toEdit = view.rows.filter((row) => row.state === 'faulty' || (row.state === 'good' && String(row.number) === call.query['edit']))
  const good = view.rows.filter((row) => row.state === 'good' && !toEdit.includes(row))
  const referred = view.rows.filter((row) => row.state === 'referred')
  return (
    <AppPage call={call} title={view.name} back={{ href: '/operations' }}>
      <h1>{view.name}</h1>
      <p class="page__lead">{[view.place, view.district, formatDay(view.on, call.language)].filter(Boolean).join(' · ')}</p>
      <p>
        <Chip tone="good">{say('operation.good', { count: view.good })}</Chip>{' '}
        {view.faulty > 0 && <><Chip tone="late">{say('operation.faulty', { count: view.faulty })}</Chip>{' '}</>}
        {view.referred > 0 && <Chip tone="calm">{say('operation.referred', { count: view.referred })}</Chip>}
      </p>
      {view.good + view.faulty > 0 && <p class="quiet measure">{say('operation.goes-on', { day: formatDay(view.expiresOn, call.language) })}</p>}
      {view.good > 0 && <p><ButtonLink href={`/operations/${view.id}/spread`}>{say('operation.spread')}</ButtonLink></p>}
      <Form call={call} form={state}>
        <input type="hidden" name="version" value={view.version} />
        <Card title={say('operation.paste')}>
          <TextArea form={state} name="pasted" label={say('operation.paste')} hint={say('operation.paste-hint', { columns: say('operation.paste-example') })} rows={6} />
        </Card>
        <Card title={say(toEdit.length > 0 ? 'operation.to-correct' : 'operation.new-rows')} {...(view.faulty > 0 ? { tone: 'late' as const } : {})}>
          {toEdit.length > 0 && <p class="quiet">{say('operation.to-correct-hint')}</p>}
          <PersonRows call={call} state={state} lines={toEdit} />
        </Card>
        <Button>{say('operation.save')}</Button>
      </Form>
      <Card title={say('operation.good-rows')}><GoodRows call={call} rows={good} at={`/operations/${view.id}`} /></Card>
      {referred.length > 0 && <Card title={say('operation.done')}><ReferredRows call={call} rows={referred} /></Card>}
    </AppPage>
  )
}

function GoodRows({ call, rows, at }: { readonly call: PageCall; readonly rows: readonly PersonLine[]; readonly at: string }) {
  const say = words(call.language)
  return (
    <DataTable caption={say('operation.good-rows')} empty={say('operation.no-rows')}
      columns={[{ heading: say('operation.row-number'), number: true }, { heading: say('spread.who') }, { heading: say('grid.age') }, { heading: say('grid.languages') }, { heading: say('operation.edit') }]}
      rows={rows.map(({ number, name, isChild, languages }) => ({
        cells: [
          number, <span class="strong">{name}</span>, say(isChild ? 'operation.is-child' : 'who.adult'), languages.map((each) => languageName(each, call.language)).join(', '),
          <a href={`${at}?edit=${number}`} aria-label={`${say('operation.edit')}: ${say('operation.row', { row: number })}`}>{say('operation.edit')}</a>,
        ],
      }))} />
  )
}

function ReferredRows({ call, rows }: { readonly call: PageCall; readonly rows: readonly PersonLine[] }) {
  const say = words(call.language)
  return (
    <DataTable caption={say('operation.done')} empty={say('operation.no-rows')}
      columns={[{ heading: say('operation.row-number'), number: true }, { heading: say('column.reference') }, { heading: say('spread.centre') }]}
      rows={rows.map(({ number, reference, centre }) => ({ cells: [number, <span class="strong">{reference}</span>, centre ?? ''] }))} />
  )
}

export const operationPage = form({
  at: '/operations/:operation', asks: showOperation, input: ({ params }) => ({ operation: params['operation'] }),
  view: (call, view, state) => <OperationPage call={call} view={view} state={state} />,
  does: addPersons,
  sends: ({ params }, fields) => ({ operation: params['operation'], version: fields['version'], pasted: fields['pasted'], rows: rowsFrom(fields) }),
  leadsTo: ({ params }) => `/operations/${params['operation'] ?? ''}`,
  says: ({ language }, { good, faulty }) => words(language)('operation.saved', { count: good, faulty }),
})
