import { AppPage, Button, Card, Chip, DataTable, Form, formatDay, formatInstant, formatShortDay, Notice, TextArea, Tiles } from '#design'
import { form, type FormState, type PageCall } from '#platform/doors/page'
import { destroy, proposeDestruction, showRetention, showRun, type RetentionView, type RunPage } from '../actions/run-acts.ts'
import { words } from './words.ts'

const stateName = (call: PageCall, outcome: string): string => call.installation.pack.procedure.states.find(({ key }) => key === outcome)?.label[call.language] ?? outcome

function Files({ call, caption, files }: { readonly call: PageCall; readonly caption: string; readonly files: RetentionView['over'] }) {
  const say = words(call.language)
  const day = (on: Parameters<typeof formatShortDay>[0]) => formatShortDay(on, call.language)
  return (
    <DataTable caption={caption} empty={say('none')}
      columns={[{ heading: say('file') }, { heading: say('ended-as') }, { heading: say('ended-on') }, { heading: say('over-on') }, { heading: say('held-for') }]}
      rows={files.slice(0, 200).map((file) => ({ cells: [
        <span class="strong">{file.reference}</span>, stateName(call, file.outcome), day(file.endedOn), day(file.overOn),
        file.held.map((reason) => <><Chip tone="soon">{say(`reason.${reason}`)}</Chip>{' '}</>),
      ] }))} />
  )
}

function Rules({ call, view }: { readonly call: PageCall; readonly view: RetentionView }) {
  const say = words(call.language)
  return (
    <Card title={say('rules')}>
      <DataTable caption={say('rules')} empty={say('none')} columns={[{ heading: say('rule') }, { heading: say('years') }, { heading: say('source') }]}
        rows={view.rules.map(({ label, years, law, isVerified }) => ({ cells: [label, say('years-count', { count: years }), isVerified ? law.join(', ') : <Chip>{say('unverified')}</Chip>] }))} />
    </Card>
  )
}

function Runs({ call, view }: { readonly call: PageCall; readonly view: RetentionView }) {
  const say = words(call.language)
  return (
    <Card title={say('runs')}>
      <DataTable caption={say('runs')} empty={say('none')} columns={[{ heading: say('number') }, { heading: say('made-on') }, { heading: say('files') }, { heading: say('state') }]}
        rows={view.runs.map((run) => ({ cells: [
          <a class="strong" href={`/retention/${run.id}`}>{run.number}</a>, formatShortDay(run.madeOn, call.language), String(run.files),
          <Chip tone={run.destroyedAt ? 'good' : 'soon'}>{say(run.destroyedAt ? 'approval.used' : 'state.open')}</Chip>,
        ] }))} />
    </Card>
  )
}

export const retentionForm = form({
  at: '/retention', asks: showRetention, input: () => ({}), does: proposeDestruction,
  menu: { order: 40, label: (language) => words(language)('menu'), only: ['data-protection'] },
  view: (call, view, state) => {
    const say = words(call.language)
    return (
      <AppPage call={call} title={say('title')}>
        <h1>{say('title')}</h1>
        <p class="measure">{say('intro')}</p>
        <Tiles tiles={[
          { label: say('ended'), count: view.ended }, { label: say('over'), count: view.over.length }, { label: say('held'), count: view.held.length },
          { label: say('soon'), count: view.soon.length }, { label: say('without-rule'), count: view.withoutRule },
        ]} />
        <Rules call={call} view={view} />
        <Card title={say('over')}>
          <Files call={call} caption={say('over')} files={view.over} />
          {view.over.length > 0 && (
            <Form call={call} form={state}>
              <TextArea form={state} name="reason" label={say('reason')} hint={say('reason-hint')} />
              <Button>{say('propose')}</Button>
            </Form>
          )}
        </Card>
        {view.held.length > 0 && <Card title={say('held')}><Files call={call} caption={say('held')} files={view.held} /></Card>}
        {view.soon.length > 0 && <Card title={say('soon')}><Files call={call} caption={say('soon')} files={view.soon} /></Card>}
        <Runs call={call} view={view} />
      </AppPage>
    )
  },
  leadsTo: (_, { run }) => `/retention/${run}`,
  says: ({ language }, { files }) => words(language)('proposed', { count: files }),
})

function Carrying({ call, view, state }: { readonly call: PageCall; readonly view: RunPage; readonly state: FormState }) {
  const say = words(call.language)
  if (view.run.destroyedAt !== null) {
    return (
      <>
        <p class="measure">{say('certificate.says', { count: view.run.destroyed, moment: formatInstant(view.run.destroyedAt, call.language, call.installation.zone) })}</p>
        <p class="quiet measure">{say('certificate.backups')}</p>
      </>
    )
  }
  if (view.approval === 'waiting') return <Notice tone="soon"><p>{say('run.waits')} <a href="/approvals">/approvals</a></p></Notice>
  return (
    <>
      <Notice tone="late"><p>{say('run.warning')}</p></Notice>
      <Form call={call} form={state}><Button kind="danger">{say('run.destroy', { count: view.files.length })}</Button></Form>
    </>
  )
}

export const runForm = form({
  at: '/retention/:run', asks: showRun, input: ({ params }) => ({ run: params['run'] }), does: destroy, sends: ({ params }) => ({ run: params['run'] }),
  view: (call, view, state) => {
    const say = words(call.language)
    const { run } = view
    const title = say(run.destroyedAt ? 'certificate.title' : 'run.title', { number: run.number })
    const day = (on: Parameters<typeof formatShortDay>[0]) => formatShortDay(on, call.language)
    return (
      <AppPage call={call} title={title} back={{ href: '/retention' }}>
        <h1>{title}</h1>
        <p class="page__lead"><Chip tone={run.destroyedAt ? 'good' : 'soon'}>{say(`approval.${view.approval}`)}</Chip> {say('made-on')} {formatDay(run.madeOn, call.language)}</p>
        <Carrying call={call} view={view} state={state} />
        <Card title={say('files')}>
          <DataTable caption={say('files')} empty={say('none')}
            columns={[{ heading: say('file') }, { heading: say('ended-as') }, { heading: say('ended-on') }, { heading: say('over-on') }, { heading: say('state') }]}
            rows={view.files.map((file) => ({ cells: [
              <span class="strong">{file.reference}</span>, stateName(call, file.outcome), day(file.endedOn), day(file.overOn),
              file.destroyedAt ? say('run.destroyed') : run.destroyedAt ? say('run.kept') : say('run.on-list'),
            ] }))} />
        </Card>
      </AppPage>
    )
  },
  leadsTo: (_, { run }) => `/retention/${run}`,
  says: ({ language }, { destroyed, kept }) => words(language)('run.done', { destroyed, kept }),
})
