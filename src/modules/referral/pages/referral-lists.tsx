import { AppPage, Card, Chip, DataTable, formatInstant, languageName, MorePages, type Tone } from '#design'
import { page, type PageCall } from '#platform/doors/page'
import { listOwnReferrals, listWaitingReferrals, type ReferralList } from '../actions/list-referrals.ts'
import type { ReferralLine } from '../actions/referral-views.ts'
import { AnswerBy } from './answer-by.tsx'
import { words } from './words.ts'

const tones: Readonly<Record<ReferralLine['state'], Tone>> = { waiting: 'calm', 'more-asked': 'soon', accepted: 'good', declined: 'late', withdrawn: 'plain' }

export const StateChip = ({ call, state }: { readonly call: PageCall; readonly state: ReferralLine['state'] }) => <Chip tone={tones[state]}>{words(call.language)(`state.${state}`)}</Chip>

function Who({ call, line }: { readonly call: PageCall; readonly line: ReferralLine }) {
  const say = words(call.language)
  return <>{say(line.isChild ? 'who.child' : 'who.adult')}{line.language && <>, {languageName(line.language, call.language)}</>} {line.isUrgent && <Chip tone="late">{say('urgent')}</Chip>}</>
}

type Lists = { readonly call: PageCall; readonly list: ReferralList; readonly title: string; readonly empty: string; readonly other: 'from' | 'to'; readonly base: '/arrivals' | '/referrals'; readonly addressOf: (line: ReferralLine) => string }

function ReferralTable({ call, list, title, empty, other, base, addressOf }: Lists) {
  const say = words(call.language)
  return (
    <AppPage call={call} title={title}>
      <h1>{title}</h1>
      <Card>
        <DataTable caption={title} empty={empty}
          columns={[{ heading: say('column.reference') }, { heading: say('column.who') }, { heading: say(`column.${other}`) }, { heading: say('column.sent') }, { heading: say('column.answer') }, { heading: say('column.status') }]}
          rows={list.referrals.map((line) => ({
            tone: (line.isUrgent && line.state === 'waiting') || (line.answer !== null && line.answer.endsOn < call.today) ? 'late' : line.answer?.isOurs && other === 'to' ? 'soon' : undefined,
            cells: [
              <a class="strong" href={addressOf(line)}>{line.reference}</a>, <Who call={call} line={line} />, line[other],
              formatInstant(line.sentAt, call.language, call.installation.zone), <AnswerBy call={call} line={line} />, <StateChip call={call} state={line.state} />,
            ],
          }))} />
        <MorePages language={call.language} list={list} href={(number) => `${base}?page=${number}`} />
      </Card>
    </AppPage>
  )
}

export const arrivalsPage = page({
  at: '/arrivals', asks: listWaitingReferrals,
  view: (call, list) => <ReferralTable call={call} list={list} title={words(call.language)('arrivals.title')} empty={words(call.language)('arrivals.none')} other="from" base="/arrivals" addressOf={({ id }) => `/arrivals/${id}`} />,
  menu: { order: 5, label: (language) => words(language)('menu.arrivals') },
})

export const ownReferralsPage = page({
  at: '/referrals', asks: listOwnReferrals,
  view: (call, list) => <ReferralTable call={call} list={list} title={words(call.language)('own.title')} empty={words(call.language)('own.none')} other="to" base="/referrals" addressOf={({ id }) => `/referrals/${id}`} />,
  menu: { order: 15, only: ['first-line', 'guardian'], label: (language) => words(language)('menu.own') },
})
