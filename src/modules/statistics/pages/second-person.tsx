import { Chip, Notice } from '#design'
import type { SecondPerson } from '#accounts'
import type { PageCall } from '#platform/doors/page'
import { words } from './words.ts'

type Props = { readonly call: PageCall; readonly view: SecondPerson; /** Where the same is proposed anew. */ readonly anewAt: string; /** What is said in place of "released". */ readonly done?: string }

/** Refused, taken back, or not answered in time: what was proposed does not leave as it stands here. */
export const isOver = ({ approval }: SecondPerson): boolean => ['refused', 'withdrawn', 'expired'].includes(approval)

/** How far a proposal is with the second person: the question has a page of its own, and a no has its reason. */
export function SecondPersonSaid({ call, view, anewAt, done }: Props) {
  const say = words(call.language)
  const { approval, asked } = view
  const page = asked && <a href={`/approvals/${asked.approval}`}>{say('approval.page')}</a>
  return (
    <>
      <p class="page__lead"><Chip tone={approval === 'used' ? 'good' : isOver(view) ? 'late' : 'soon'}>{approval === 'used' && done ? done : say(`approval.${approval}`)}</Chip> {approval !== 'waiting' && page}</p>
      {approval === 'waiting' && <Notice tone="soon"><p>{say('release.waits')} {page}</p></Notice>}
      {isOver(view) && (
        <Notice tone="late">
          <p>{approval === 'refused' ? say('release.refused-by', { name: asked?.by ?? '–', reason: asked?.reason ?? '–' }) : say('release.not-answered')}</p>
          <p><a href={anewAt}>{say('release.propose-anew')}</a></p>
        </Notice>
      )}
    </>
  )
}

/** In place of the form by which something is proposed: that it is proposed, or has left. */
export function AlreadyProposed({ call, at, figure }: { readonly call: PageCall; readonly at: string; readonly figure: number | null }) {
  const say = words(call.language)
  return <Notice tone="soon"><p>{figure === null ? <>{say('propose.stands')} <a href={at}>{say('propose.see')}</a></> : <>{say('propose.left')} <a href={at}>{say('figure.number', { number: figure })}</a></>}</p></Notice>
}
