import { AppPage, Button, Card, Chip, DataTable, Details, FactList, Form, formatInstant, formatShortDay, Notice, Radios, Select, TextArea, TextField } from '#design'
import { form, page, type FormState, type PageCall } from '#platform/doors/page'
import {
  listEmergenciesRoute, listOwnEmergencies, openEmergencyRoute, reviewEmergencyRoute, showEmergency, type EmergencyList, type EmergencyView, type OwnEmergencies,
} from '../actions/emergency-acts.ts'
import { words } from './words.ts'

const moment = (at: string, { language, installation }: PageCall): string => formatInstant(at as Parameters<typeof formatInstant>[0], language, installation.zone)

function OpenPage({ call, own, form: state }: { readonly call: PageCall; readonly own: OwnEmergencies; readonly form: FormState }) {
  const say = words(call.language)
  return (
    <AppPage call={call} title={say('emergency.title')}>
      <h1>{say('emergency.title')}</h1>
      <p class="measure">{say('emergency.intro', { hours: own.hours, review: own.reviewWithinHours })} {say('emergency.most', { count: own.perPerson })}</p>
      {own.limit && !own.isBlocked && Object.keys(state.errors).length === 0 && <Notice tone="late">{limitIn(call, own.limit)} {say('emergency.try')}</Notice>}
      {own.isBlocked ? <Notice tone="late">{say('emergency.blocked')}</Notice> : (
        <Form call={call} form={state}>
          <TextField form={state} name="reference" label={say('guard.reference')} width="medium" />
          <TextArea form={state} name="reason" label={say('emergency.why')} rows={4} />
          <Button>{say('emergency.open', { hours: own.hours })}</Button>
        </Form>
      )}
      <Card title={say('emergency.own')}>
        <DataTable caption={say('emergency.own')} empty={say('emergency.none')} columns={[{ heading: say('guard.reference') }, { heading: say('emergency.until') }]}
          rows={own.open.map(({ id, reference, until }) => ({ cells: [<a class="strong" href={`/emergency/${id}`}>{reference}</a>, moment(until, call)] }))} />
      </Card>
    </AppPage>
  )
}

function limitIn({ language }: PageCall, { because, ...gaps }: NonNullable<OwnEmergencies['limit']>): string {
  return words(language)(because === 'person' ? 'refusal.emergency-limit-person' : 'refusal.emergency-limit-office', gaps)
}

function ShowPage({ call, shown: { reference, until, identity, contacts } }: { readonly call: PageCall; readonly shown: EmergencyView }) {
  const say = words(call.language)
  return (
    <AppPage call={call} title={`${say('emergency.title')} ${reference}`}>
      <h1>{reference}</h1>
      <Notice tone="soon">{say('emergency.ends', { when: moment(until, call) })}</Notice>
      <Card>
        <FactList facts={[
          [say('emergency.name'), [identity.givenNames, identity.familyNames].filter(Boolean).join(' ')],
          [say('emergency.born'), identity.birthDate ? formatShortDay(identity.birthDate, call.language) : '–'], [say('emergency.papers'), identity.identityPapers || '–'],
        ]} />
      </Card>
      <Card title={say('emergency.contact')}>
        {contacts.length === 0 ? <p class="quiet">{say('emergency.no-contact')}</p> : (
          <FactList facts={contacts.map(({ channel, value, isSafe, note }) => [
            <>{say(`channel.${channel}` as 'channel.call')}: <span class="strong">{value}</span>{note && <div class="quiet small">{note}</div>}</>,
            <Chip tone={isSafe ? 'good' : 'late'}>{say(isSafe ? 'emergency.safe' : 'emergency.unsafe')}</Chip>,
          ])} />
        )}
      </Card>
    </AppPage>
  )
}

function ReviewPage({ call, list, form: state }: { readonly call: PageCall; readonly list: EmergencyList; readonly form: FormState }) {
  const say = words(call.language)
  const waiting = list.emergencies.filter(({ reviewedAt }) => reviewedAt === null)
  return (
    <AppPage call={call} title={say('reviews.title')}>
      <h1>{say('reviews.title')}</h1>
      {list.late > 0 && <Notice tone="late">{say('reviews.late', { count: list.late })}</Notice>}
      <Card>
        <DataTable caption={say('reviews.title')} empty={say('reviews.none')}
          columns={[{ heading: say('guard.reference') }, { heading: say('reviews.who') }, { heading: say('guard.reason') }, { heading: say('reviews.opened') }, { heading: say('reviews.due') }, { heading: say('reviews.finding') }]}
          rows={list.emergencies.map(({ reference, who, office, reason, openedAt, dueAt, isLate, finding }) => ({ tone: isLate ? 'late' : undefined, cells: [
            <span class="strong">{reference}</span>, <>{who}<br /><span class="quiet small">{office}</span></>, reason, moment(openedAt, call), dueAt ? moment(dueAt, call) : '',
            finding ? <Chip tone={finding === 'justified' ? 'good' : 'late'}>{say(`finding.${finding}`)}</Chip> : isLate ? <Chip tone="late">{say('reviews.late')}</Chip> : '',
          ] }))} />
      </Card>
      {list.refused.length > 0 && (
        <Card title={say('refused.title')}>
          <p class="measure">{say('refused.intro')}</p>
          <DataTable caption={say('refused.title')} empty="" columns={[{ heading: say('guard.reference') }, { heading: say('reviews.who') }, { heading: say('refused.at') }, { heading: say('refused.because') }]}
            rows={list.refused.map(({ reference, who, office, because, at }) => ({ cells: [
              reference === null ? <span class="quiet">{say('refused.no-file')}</span> : <span class="strong">{reference}</span>, <>{who}<br /><span class="quiet small">{office}</span></>, moment(at, call), say(`refused.${because}`),
            ] }))} />
        </Card>
      )}
      {waiting.length > 0 && (
        <Details summary={say('reviews.review')} open={Object.keys(state.errors).length > 0}>
          {list.needsTwo && <p>{say('reviews.two')}</p>}
          <Form call={call} form={state}>
            <Select form={state} name="emergency" label={say('reviews.which')} empty="" choices={waiting.map(({ id, reference, who, openedAt }) => ({ value: id, label: `${reference}, ${who}, ${moment(openedAt, call)}` }))} />
            <Radios form={state} name="finding" label={say('reviews.finding')} choices={(['justified', 'not-justified'] as const).map((value) => ({ value, label: say(`finding.${value}`) }))} />
            <TextArea form={state} name="note" label={say('reviews.note')} rows={3} />
            <Button>{say('reviews.review')}</Button>
          </Form>
        </Details>
      )}
    </AppPage>
  )
}

export const emergencyForm = form({
  at: '/emergency', asks: listOwnEmergencies, input: () => ({}), view: (call, own, state) => <OpenPage call={call} own={own} form={state} />,
  does: openEmergencyRoute, leadsTo: (_, { emergency }) => `/emergency/${emergency}`, says: ({ language }) => words(language)('emergency.opened'),
  menu: { order: 80, label: (language) => words(language)('emergency.menu') },
})
export const emergencyPage = page({ at: '/emergency/:emergency', asks: showEmergency, view: (call, shown) => <ShowPage call={call} shown={shown} /> })
export const reviewForm = form({
  at: '/emergencies', asks: listEmergenciesRoute, input: () => ({}), view: (call, list, state) => <ReviewPage call={call} list={list} form={state} />,
  does: reviewEmergencyRoute, leadsTo: () => '/emergencies', says: ({ language }, { state }) => words(language)(state === 'asked' ? 'reviews.asked' : 'reviews.reviewed'),
  menu: { order: 4, label: (language) => words(language)('reviews.menu') },
})
