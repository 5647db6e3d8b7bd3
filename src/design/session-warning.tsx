import type { PageCall } from '#platform/doors/page'
import { formatInstant } from './format.ts'
import { words } from './sentences.ts'

/**
 * What asks two minutes before a session ends whether somebody is still there. Without script it never opens, and the foot of the page says until when.
 * How long is left is said in seconds, so that a clock on somebody's desk that is wrong does not matter.
 */
export function SessionWarning({ call }: { readonly call: PageCall }) {
  if (!call.actor) return null
  const say = words(call.language)
  const seconds = Math.max(0, Math.round((Date.parse(call.actor.sessionEndsAt) - Date.parse(call.now)) / 1000))
  return (
    <dialog class="session-warning no-print" aria-labelledby="session-title" data-session-seconds={seconds} data-over={say('session-over')} data-last={say('session-last')}>
      <h2 id="session-title">{say('session-title')}</h2>
      <p data-session-text="" role="status">{say('session-ends')}</p>
      <p class="buttons">
        <button type="button" class="ari-button" data-session-stay="">{say('session-stay')}</button>{' '}
        <button type="button" class="ari-button ari-button--secondary" data-session-close="">{say('session-close')}</button>
      </p>
    </dialog>
  )
}

/** Until when the session runs, for who has no script. */
export function SessionUntil({ call }: { readonly call: PageCall }) {
  if (!call.actor) return null
  return <p class="foot__until quiet small no-print">{words(call.language)('session-until', { moment: formatInstant(call.actor.sessionEndsAt, call.language, call.installation.zone) })}</p>
}
