import { AppPage, Button, Form, Notice } from '#design'
import { form, type PageCall } from '#platform/doors/page'
import { withdrawHandOver, withdrawRelease } from '../actions/withdraw-acts.ts'
import { words } from './words.ts'

/** In place of the form by which something is proposed: that it is proposed, or has left. */
export function AlreadyProposed({ call, at, figure }: { readonly call: PageCall; readonly at: string; readonly figure: number | null }) {
  const say = words(call.language)
  return <Notice tone="soon"><p>{figure === null ? <>{say('propose.stands')} <a href={at}>{say('propose.see')}</a></> : <>{say('propose.left')} <a href={at}>{say('figure.number', { number: figure })}</a></>}</p></Notice>
}

/** Where a proposal stands that may leave: the way to take it back instead. */
export const takeBackLink = (call: PageCall, at: string) => <a class="no-print" href={`${at}/take-back`}>{words(call.language)('release.take-back')}</a>

const takeBackForm = (at: `/${string}`, does: typeof withdrawRelease) => form({
  at: `${at}/:proposal/take-back`, asks: null, does, sends: ({ params }) => ({ proposal: params['proposal'] }),
  view: (call, _, state) => {
    const say = words(call.language)
    return (
      <AppPage call={call} title={say('release.take-back-title')} narrow back={{ href: `${at}/${call.params['proposal'] ?? ''}` }}>
        <h1>{say('release.take-back-title')}</h1>
        <p class="measure">{say('release.take-back-about')}</p>
        <Form call={call} form={state}><Button>{say('release.take-back')}</Button></Form>
      </AppPage>
    )
  },
  leadsTo: (_, { proposal }) => `${at}/${proposal}`, says: ({ language }) => words(language)('release.taken-back'),
})

export const takeReleaseBackForm = takeBackForm('/releases', withdrawRelease)
export const takeHandOverBackForm = takeBackForm('/hand-overs/proposals', withdrawHandOver)
