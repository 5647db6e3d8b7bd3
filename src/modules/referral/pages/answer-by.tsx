import { ClockChip, formatShortDay, LawNote } from '#design'
import type { PageCall } from '#platform/doors/page'
import { daysBetween } from '#vocabulary/day'
import type { ReferralLine, StatusView } from '../actions/referral-views.ts'
import { words } from './words.ts'

/** Until when a referral is to be answered, and by which side. */
export function AnswerBy({ call, line }: { readonly call: PageCall; readonly line: Pick<ReferralLine, 'answer'> }) {
  const say = words(call.language)
  if (line.answer === null) return <span class="quiet">{say('answer.none')}</span>
  const { endsOn, isOurs } = line.answer
  const left = daysBetween(call.today, endsOn)
  return (
    <>
      {formatShortDay(endsOn, call.language)} <ClockChip language={call.language} level={left < 0 ? 'late' : left === 0 ? 'due' : left <= 1 ? 'warning' : 'quiet'} days={Math.abs(left)} />
      <br /><span class="quiet small">{say(isOurs ? 'answer.ours' : 'answer.theirs')}</span>
    </>
  )
}

/** The same on the page of one referral, with what stands behind the day: a rule of ours and none of the law. */
export function AnswerFact({ call, view }: { readonly call: PageCall; readonly view: Pick<StatusView, 'answer' | 'answerLaw'> }) {
  if (view.answer === null) return null
  return <p><span class="strong">{words(call.language)('answer.by')}</span> <AnswerBy call={call} line={view} /> · <span class="small"><LawNote language={call.language} law={view.answerLaw} /></span></p>
}
