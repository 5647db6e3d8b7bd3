import { FileHeader, FileTabs } from '#cases'
import { AppPage, Button, ButtonLink, DateField, dayFrom, Form, formatDay, Notice, Radios } from '#design'
import { form, type FormState, type PageCall } from '#platform/doors/page'
import { beginStay, endStay, showFileStay, showStay, type StayChoice, type StayView } from '../actions/stay-acts.ts'
import { words } from './words.ts'

function BeginPage({ call, choice, state }: { readonly call: PageCall; readonly choice: StayChoice; readonly state: FormState }) {
  const say = words(call.language)
  const { header, stay, choices } = choice
  return (
    <AppPage call={call} title={say('stay.begin')} narrow>
      <FileHeader call={call} header={header} />
      <FileTabs call={call} file={header.id} current="place" />
      <h2>{say('stay.begin')}</h2>
      {stay !== null ? (
        <>
          <Notice tone="good"><p>{say('stay.here', { day: formatDay(stay.from, call.language) })} {say(`group.${stay.group}`)}</p></Notice>
          <ButtonLink href={`/stays/${stay.id}/end`}>{say('stay.end')}</ButtonLink>
        </>
      ) : choices.length === 0 ? <Notice tone="soon"><p>{say('stay.no-places')} <a href="/places">{say('menu.places')}</a></p></Notice> : (
        <Form call={call} form={state}>
          <Radios form={state} name="group" label={say('stay.group')} choices={choices.map(({ group, free }) => ({ value: group, label: say(`group.${group}`), hint: say('stay.free', { count: free }) }))} />
          <DateField form={state} name="from" label={say('stay.from')} language={call.language} value={call.today} />
          <Button>{say('stay.begin')}</Button>
        </Form>
      )}
    </AppPage>
  )
}

export const beginStayForm = form({
  at: '/files/:file/stay', asks: showFileStay, input: ({ params }) => ({ file: params['file'] }),
  view: (call, choice, state) => <BeginPage call={call} choice={choice} state={state} />,
  does: beginStay,
  sends: ({ params }, fields) => ({ file: params['file'], group: fields['group'], ...(dayFrom(fields, 'from') ? { from: dayFrom(fields, 'from') } : {}) }),
  leadsTo: (_, { file }) => `/files/${file}`, says: ({ language }) => words(language)('stay.begun'),
})

function EndPage({ call, stay, state }: { readonly call: PageCall; readonly stay: StayView; readonly state: FormState }) {
  const say = words(call.language)
  const title = say('stay.end-of', { reference: stay.reference })
  return (
    <AppPage call={call} title={title} narrow back={{ href: '/places' }}>
      <h1>{title}</h1>
      <p class="page__lead">{say(`group.${stay.group}`)} · {formatDay(stay.from, call.language)}</p>
      <Form call={call} form={state}>
        <DateField form={state} name="until" label={say('stay.until')} language={call.language} value={call.today} />
        <Button>{say('stay.end')}</Button>
      </Form>
    </AppPage>
  )
}

export const endStayForm = form({
  at: '/stays/:stay/end', asks: showStay, input: ({ params }) => ({ stay: params['stay'] }),
  view: (call, stay, state) => <EndPage call={call} stay={stay} state={state} />,
  does: endStay,
  sends: ({ params }, fields) => ({ stay: params['stay'], ...(dayFrom(fields, 'until') ? { until: dayFrom(fields, 'until') } : {}) }),
  leadsTo: () => '/places', says: ({ language }) => words(language)('stay.ended'),
})
