import { Chip, Notice } from '#design'
import type { PageCall } from '#platform/doors/page'
import type { SecondPerson } from '../actions/four-eyes.ts'
import { words } from './words.ts'

type Props = {
  readonly call: Pick<PageCall, 'language'>
  readonly view: SecondPerson
  /** What is said of it once a colleague has said yes, or nobody had to be asked; and once it is done. */
  readonly may: string
  readonly done: string
  /** Where the same is proposed anew. */
  readonly anew: { readonly at: string; readonly label: string }
}

/** How far a proposal is with the second person: the question has a page of its own, and a no has its reason. */
export function SecondPersonSaid({ call, view: { approval, asked }, may, done, anew }: Props) {
  const say = words(call.language)
  const isOver = approval === 'refused' || approval === 'withdrawn' || approval === 'expired'
  const page = asked && <a href={`/approvals/${asked.approval}`}>{say('said.page')}</a>
  return (
    <>
      <p class="page__lead"><Chip tone={approval === 'used' ? 'good' : isOver ? 'late' : 'soon'}>{approval === 'used' ? done : approval === 'approved' || approval === 'not-needed' ? may : say(`said.${approval}`)}</Chip> {approval !== 'waiting' && page}</p>
      {approval === 'waiting' && <Notice tone="soon"><p>{say('said.asks')} {page}</p></Notice>}
      {isOver && (
        <Notice tone="late">
          <p>{approval === 'refused' ? say('said.refused-by', { name: asked?.by ?? '–', reason: asked?.reason ?? '–' }) : say('said.not-answered')}</p>
          <p><a href={anew.at}>{anew.label}</a></p>
        </Notice>
      )}
    </>
  )
}
