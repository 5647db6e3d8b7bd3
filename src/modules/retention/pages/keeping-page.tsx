import { FileHeader, FileTabs } from '#cases'
import { AppPage, Button, Card, Chip, DataTable, DateField, dayFrom, Form, formatDay, formatShortDay, Notice, Radios } from '#design'
import { form, type PageCall } from '#platform/doors/page'
import { holdFile, liftFileHold, showKeeping, type KeepingView } from '../actions/hold-acts.ts'
import { holdReasons } from '../domain/retention-rule.ts'
import { words } from './words.ts'

function Until({ call, view }: { readonly call: PageCall; readonly view: KeepingView }) {
  const say = words(call.language)
  const { endedOn, overOn, years } = view
  if (endedOn === null) return <p>{say('keeping.open')}</p>
  if (overOn === null || years === null) return <p>{say('keeping.no-rule')}</p>
  return (
    <p>
      {say('keeping.until', { count: years, ended: formatDay(endedOn, call.language), over: formatDay(overOn, call.language) })}{' '}
      {!view.isVerified && <Chip>{say('unverified')}</Chip>}
    </p>
  )
}

function Holds({ call, view }: { readonly call: PageCall; readonly view: KeepingView }) {
  const say = words(call.language)
  const day = (on: Parameters<typeof formatShortDay>[0]) => formatShortDay(on, call.language)
  return (
    <DataTable caption={say('holds')} empty={say('holds.none')} columns={[{ heading: say('hold.why') }, { heading: say('hold.office') }, { heading: say('hold.since') }, { heading: say('state') }]}
      rows={view.holds.map((hold) => ({ cells: [
        say(`reason.${hold.reason}`), hold.office, day(hold.since),
        hold.liftedOn ? say('hold.lifted', { day: day(hold.liftedOn) }) : (
          <>
            {hold.until ? day(hold.until) : say('hold.no-end')}{' '}
            {hold.isOwn && <form method="post" action={`/holds/${hold.id}/lift`}><button class="ari-button ari-button--secondary" type="submit">{say('hold.lift')}</button></form>}
          </>
        ),
      ] }))} />
  )
}

export const keepingForm = form({
  at: '/files/:file/keeping', asks: showKeeping, input: ({ params }) => ({ file: params['file'] }), does: holdFile,
  sends: ({ params }, fields) => ({ file: params['file'], reason: fields['reason'], ...(dayFrom(fields, 'until') ? { until: dayFrom(fields, 'until') } : {}) }),
  view: (call, view, state) => {
    const say = words(call.language)
    return (
      <AppPage call={call} title={say('keeping.title')} narrow>
        <FileHeader call={call} header={view.header} />
        <FileTabs call={call} file={view.header.id} current="keeping" />
        <h2>{say('keeping.title')}</h2>
        <Until call={call} view={view} />
        <Card title={say('holds')}><Holds call={call} view={view} /></Card>
        <Card title={say('hold.set')}>
          <Form call={call} form={state}>
            <Radios form={state} name="reason" label={say('hold.why')} choices={holdReasons.map((reason) => ({ value: reason, label: say(`reason.${reason}`) }))} />
            <DateField form={state} name="until" label={say('hold.until')} language={call.language} />
            <Button>{say('hold.set')}</Button>
          </Form>
        </Card>
      </AppPage>
    )
  },
  leadsTo: (_, { file }) => `/files/${file}/keeping`, says: ({ language }) => words(language)('hold.done'),
})

export const liftForm = form({
  at: '/holds/:hold/lift', asks: null, does: liftFileHold, sends: ({ params }) => ({ hold: params['hold'] }),
  view: (call, _, state) => (
    <AppPage call={call} title={words(call.language)('hold.lift')} narrow>
      <h1>{words(call.language)('hold.lift')}</h1>
      <Notice>{words(call.language)('holds')}</Notice>
      <Form call={call} form={state}><Button>{words(call.language)('hold.lift')}</Button></Form>
    </AppPage>
  ),
  leadsTo: (_, { file }) => `/files/${file}/keeping`, says: ({ language }) => words(language)('hold.lifted-done'),
})
