import { SecondPersonSaid } from '#accounts'
import { AppPage, Button, ButtonLink, Card, Chip, DataTable, FactList, Form, formatDay, formatShortDay, Notice, TextArea, TextField } from '#design'
import { form, page, type FormState, type PageCall } from '#platform/doors/page'
import { checkRecords, listRecords, proposeRecords, releaseRecords, showRecords, type RecordCheck } from '../actions/record-acts.ts'
import { stoppedRefusals } from '../actions/gate-refusal.ts'
import type { FactDimension } from '../domain/fact-dimensions.ts'
import { nameOfDimension, titleOf } from './code-names.ts'
import { Stopped, withQuery, Working } from './work.tsx'
import { words } from './words.ts'

const namesOf = (call: PageCall, facts: readonly string[]): string => new Intl.ListFormat(call.language, { type: 'conjunction' }).format(facts.map((each) => nameOfDimension(call, each as FactDimension)))

function CheckPage({ call, view, state }: { readonly call: PageCall; readonly view: RecordCheck; readonly state: FormState }) {
  const say = words(call.language)
  const at = `/tables/${view.table}/records`
  return (
    <AppPage call={call} title={say('records.title')} back={{ href: '/tables/kept' }} againAt={view.why === 'gate-works' ? at : undefined}>
      <h1>{say('records.title')}</h1>
      <p class="page__lead">{titleOf(call, view.wish)} · {say('counted-on', { day: formatDay(view.countedOn, call.language) })}</p>
      <p class="measure">{say('records.intro', { least: view.least })}</p>
      {view.why === 'gate-works' ? <Working call={call} work={view.work} name="gate" says={say('gate.working')} againAt={at} stop={{ at: `/tables/${view.table}/stop`, fields: [['how', 'suppress']] }} /> : view.why !== null && stoppedRefusals.includes(view.why) ? <Stopped call={call} work={view.work} anewAt={withQuery(at, 'again')} /> : view.why === null ? <Notice tone="good"><p>{say('records.possible')}</p></Notice> : <Notice tone="late"><p>{say(`refusal.${view.why}` as 'refusal.too-few-alike', { smallest: view.smallest ?? 0, least: view.least, figures: view.beside.join(', '), threshold: view.threshold })} {view.withoutField.length > 0 && namesOf(call, view.withoutField)}</p></Notice>}
      <Card title={say('records.alike')}>
        <FactList facts={[[say('records.fields'), <>{view.fields.map((field) => <><code>{field}</code> </>)}</>], [say('persons'), String(view.persons)], [say('records.combinations'), String(view.combinations)], [say('records.smallest'), view.smallest === null ? say('not-known') : String(view.smallest)]]} />
        {view.coarser.length > 0 && <DataTable caption={say('records.coarser')} showCaption empty={say('none')} columns={[{ heading: say('records.without') }, { heading: say('records.smallest'), number: true }]} rows={view.coarser.map(({ without, smallest }) => ({ cells: [nameOfDimension(call, without as FactDimension), smallest === null ? say('not-known') : String(smallest)] }))} />}
      </Card>
      {view.why === null && (
        <Card title={say('records.propose')}>
          <Form call={call} form={state}>
            <TextField form={state} name="recipient" label={say('records.recipient')} />
            <TextArea form={state} name="ground" label={say('records.ground')} hint={say('records.ground-hint')} rows={3} />
            <Button>{say('propose.send')}</Button>
          </Form>
        </Card>
      )}
    </AppPage>
  )
}

export const recordsForm = form({
  at: '/tables/:table/records', asks: checkRecords, input: ({ params, query }) => ({ table: params['table'], ...(query['again'] === 'yes' ? { again: 'yes' } : {}) }),
  does: proposeRecords, sends: ({ params }, fields) => ({ table: params['table'], recipient: fields['recipient'], ground: fields['ground'] }),
  view: (call, view, state) => <CheckPage call={call} view={view} state={state} />,
  leadsTo: (_, { record }) => `/records/${record}`, says: ({ language }) => words(language)('propose.done'),
})

export const recordForm = form({
  at: '/records/:record', asks: showRecords, input: ({ params }) => ({ record: params['record'] }),
  does: releaseRecords, sends: ({ params }) => ({ record: params['record'] }),
  view: (call, view, state) => {
    const say = words(call.language)
    return (
      <AppPage call={call} title={say('records.title')} back={{ href: '/records', label: say('records.register') }}>
        <h1>{say('records.title')}</h1>
        <SecondPersonSaid call={call} view={view} may={say('approval.approved')} done={say('records.disclosed')} anew={{ at: `/tables/${view.keptTable}/records`, label: say('release.propose-anew') }} />
        <FactList facts={[[say('records.recipient'), view.recipient], [say('records.ground'), view.ground], [say('table'), titleOf(call, view.wish)], ...(view.number === null || view.handedOn === null ? [] : [[say('records.number'), `${view.number}, ${formatDay(view.handedOn, call.language)}`] as const])]} />
        {(view.approval === 'approved' || view.approval === 'not-needed') && <Notice tone="late"><p>{say('records.for-good')}</p><Form call={call} form={state}><Button kind="danger">{say('records.disclose')}</Button></Form></Notice>}
        {view.number !== null && <p class="buttons"><ButtonLink kind="secondary" href={`/records/${view.id}/htcds.csv`}>{say('records.download')}</ButtonLink> <ButtonLink kind="secondary" href={`/records/${view.id}/dictionary.csv`}>{say('records.dictionary')}</ButtonLink></p>}
        <Card title={say('records.alike')}>
          <DataTable caption={say('records.alike')} empty={say('none')} columns={[...view.fields.map((heading) => ({ heading })), { heading: say('persons'), number: true }]} rows={view.lines.map(({ values, persons }) => ({ cells: [...values.map((value) => (value === '' ? <span class="quiet">{say('records.no-value')}</span> : <code>{value}</code>)), String(persons)] }))} />
        </Card>
      </AppPage>
    )
  },
  leadsTo: (_, { record }) => `/records/${record}`, says: ({ language }, { number }) => words(language)('records.done', { number }),
})

export const recordsPage = page({
  at: '/records', asks: listRecords, input: () => ({}),
  view: (call, { records }) => {
    const say = words(call.language)
    return (
      <AppPage call={call} title={say('records.register')} back={{ href: '/hand-overs', label: say('handover.title') }}>
        <h1>{say('records.register')}</h1>
        <p class="measure">{say('records.register-about')}</p>
        <DataTable caption={say('records.register')} empty={say('records.none')} columns={[{ heading: say('records.recipient') }, { heading: say('records.ground') }, { heading: say('table') }, { heading: say('persons'), number: true }, { heading: say('state') }]}
          rows={records.map(({ id, recipient, ground, wish, persons, number, handedOn, stands }) => ({ cells: [
            <a class="strong" href={`/records/${id}`}>{recipient}</a>, ground, titleOf(call, wish), String(persons), number !== null && handedOn !== null ? <Chip tone="good">{say('records.disclosed-on', { number, day: formatShortDay(handedOn, call.language) })}</Chip> : <Chip>{say(stands ? 'kept.proposed' : 'approval.over')}</Chip>,
          ] }))} />
      </AppPage>
    )
  },
})
