import { addDays, day, daysBetween, laterOf, type Day } from '#vocabulary/day'
import type { Story } from '../stories/read-stories.ts'

/** The day on which the stories were written: past ones keep their distance from it. */
const writtenOn = day('2026-11-23')
/** A story under an earlier law stays where it is: only there does that law apply. */
const presentLawSince = day('2018-01-01')

/** How many days a story moves so that it ends where the demonstration wants it: at rest so long before today, or past. */
export function shiftOf(story: Story, today: Day, extraRest: number): number {
  const last = story.steps.reduce((latest, { on }) => laterOf(latest, on), story.opened)
  if (story.rests !== undefined) return daysBetween(last, addDays(today, -story.rests))
  if (story.opened < presentLawSince) return 0
  const endsOpen = story.steps.findLast(({ then }) => then !== undefined)?.then
  const isOpen = endsOpen === undefined || !/^(ended|unlimited|returned|on-other|redirected|assistance-closed|follow-up-closed)/.test(endsOpen)
  return isOpen ? daysBetween(last, addDays(today, -extraRest)) : Math.min(daysBetween(writtenOn, today), daysBetween(last, today))
}

/** The same story so many days later, with every day that is said in it. */
export function shiftStory(story: Story, days: number): Story {
  const move = (on: Day) => addDays(on, days)
  const moveSaid = (said: string | string[]) => (typeof said === 'string' && /^\d{4}-\d{2}-\d{2}$/.test(said) ? move(day(said)) : said)
  return {
    ...story,
    opened: move(story.opened),
    steps: story.steps.map((step) => ({
      ...step, on: move(step.on),
      ...(step.says ? { says: Object.fromEntries(Object.entries(step.says).map(([name, said]) => [name, moveSaid(said)])) } : {}),
    })),
  }
}
