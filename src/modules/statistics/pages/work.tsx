import type { ComponentChildren } from 'preact'
import { AtWork, Button, ButtonLink, Notice } from '#design'
import type { PageCall } from '#platform/doors/page'
import type { Work } from '../actions/gate-work.ts'
import { words } from './words.ts'

type Reader = Pick<PageCall, 'language'>

/** How far work is, in a sentence. */
function progressSaid({ language }: Reader, progress: Work['progress']): string {
  const say = words(language)
  if (progress === null) return say('work.waits')
  return progress.doing === 'hiding' ? say('work.hiding', { cost: Math.round(progress.cost), bound: Math.floor(progress.bound) }) : say(`work.${progress.doing}`, progress)
}

const hundredths = (progress: Work['progress']): number | null => (progress === null || progress.doing === 'hiding' || progress.of === 0 ? null : Math.round((100 * progress.done) / progress.of))

/** What calls work off: a form of its own, with what it takes to name the work. */
export type StopAt = { readonly at: string; readonly fields?: readonly (readonly [name: string, value: string])[] }

type Props = { readonly call: Reader; readonly work: Work; /** Which it is, of those that a page may show at once. */ readonly name: string; readonly says: string; readonly againAt: string; readonly stop?: StopAt | undefined }

/** What the thread of the gate is at, how far it is, and the ways to look again and to call it off; nothing where it does not work. */
export function Working({ call, work, name, says, againAt, stop }: Props) {
  if (work.at !== 'working') return null
  const say = words(call.language)
  return (
    <AtWork work={name} says={`${says} ${progressSaid(call, work.progress)}`} done={hundredths(work.progress)} label={say('work.done')} againAt={againAt}>
      <ButtonLink kind="secondary" href={againAt}>{say('gate.look-again')}</ButtonLink>
      {stop && <form method="post" action={stop.at}>{stop.fields?.map(([field, value]) => <input type="hidden" name={field} value={value} />)}<Button kind="secondary">{say('gate.stop')}</Button></form>}
    </AtWork>
  )
}

/** Why there is no answer, and where the work begins anew. */
export function Stopped({ call, work: { at, why }, anewAt, children }: { readonly call: Reader; readonly work: Work; readonly anewAt: string; readonly children?: ComponentChildren }) {
  if (at !== 'stopped') return null
  const say = words(call.language)
  const refusal = { busy: 'refusal.gate-busy', late: 'refusal.gate-late', fault: 'refusal.gate-lost', cancelled: 'refusal.gate-stopped' } as const
  return <Notice tone="soon"><p role="status">{children} {say(refusal[why ?? 'cancelled'])} <a href={anewAt}>{say('work.anew')}</a></p></Notice>
}

/** An address with what is asked of it beside. */
export const withQuery = (address: string, name: string): string => `${address}${address.includes('?') ? '&' : '?'}${name}=yes`
