import { ButtonLink, Notice } from '#design'
import { passage, type PageCall } from '#platform/doors/page'
import { beginWithProvider, openProviderSession } from '../actions/open-provider-session.ts'
import { failedBefore } from './failed-before.ts'
import { carrying, localPath } from './local-path.ts'
import { words } from './words.ts'

const troubles = ['provider-away', 'provider-failed', 'provider-unknown', 'provider-taken', 'use-passkey'] as const
type Trouble = (typeof troubles)[number]
const isTrouble = (word: unknown): word is Trouble => (troubles as readonly unknown[]).includes(word)

/** The way in by the ministry's own sign-in, on the sign-in page; nothing where none is set up. */
export function ProviderPart({ call }: { readonly call: PageCall }) {
  const say = words(call.language)
  const { provider } = call.installation.signIn
  const { trouble } = call.query
  if (!provider) return null
  const shown: Trouble | null = isTrouble(trouble) ? trouble : provider.isAway ? 'provider-away' : null
  return (
    <>
      {shown && <Notice tone="late"><p role="alert">{say(`refusal.${shown}`)}</p></Notice>}
      <p><ButtonLink href={carrying('/sign-in/provider', call.query)} kind="secondary">{say('sign-in.by-provider', { name: provider.name })}</ButtonLink></p>
    </>
  )
}

const toSignIn = (_call: PageCall, { refused }: { readonly refused: string }): string => `/sign-in?trouble=${encodeURIComponent(isTrouble(refused) ? refused : 'provider-failed')}`

export const providerPassage = passage({
  at: '/sign-in/provider',
  does: beginWithProvider,
  sends: (call) => ({ next: localPath(call.query) }),
  leadsTo: (_call, { address }) => address,
  otherwise: toSignIn,
})

export const invitationByProviderPassage = passage({
  at: '/invitation/:code/provider',
  does: beginWithProvider,
  sends: ({ params }) => ({ invitation: params['code'] }),
  leadsTo: (_call, { address }) => address,
  otherwise: toSignIn,
})

export const providerReturnPassage = passage({
  at: '/sign-in/provider/back',
  does: openProviderSession,
  sends: (call) => ({ trip: call.holds?.trip ?? '', query: call.address.slice(call.address.indexOf('?')).replace(/^[^?].*$/, '') }),
  leadsTo: (_call, done) => ('started' in done ? carrying(done.needs === 'code' ? '/sign-in/code' : '/sign-in/enrol', { next: done.next }) : localPath({ next: done.next })),
  says: failedBefore,
  otherwise: toSignIn,
})
