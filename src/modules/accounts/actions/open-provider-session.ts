import { z } from 'zod'
import type { Call } from '#platform/doors/call'
import { route } from '#platform/doors/route'
import { isRefusal, refuse, type Refusal } from '#vocabulary/refusal'
import { findInvited } from '../store/invitation-rows.ts'
import { acceptInvitationBySubject, beginTrip, bindSubject, loginOfSubject, sidHash, stillInAtProvider, takeTrip } from '../store/provider-rows.ts'
import { newSecret } from '../store/secret.ts'
import type { Recognised } from './identity-provider.ts'
import { invitationOver } from './accept-invitation.ts'
import { enterOrAskForCode, OpenedSessionView, StartedSignIn } from './opened-session.ts'

const away = refuse('provider-away')
// A trip that came back is over, so what it had to say is kept: the same address opened again says nothing more.
const failed = refuse('provider-failed', { keeps: true })

export const beginWithProvider = route({
  name: 'session.begin-with-provider',
  kind: 'act',
  for: 'anyone',
  secret: true,
  slowed: { tries: 60, minutes: 15 },
  about: 'Answers where to sign in at the provider of identities, and the secret with which this browser comes back.',
  asks: z.strictObject({
    next: z.string().max(2000).default('/'),
    /** The code of an invitation that is to be accepted in this way. */
    invitation: z.string().max(100).optional(),
  }),
  gives: z.strictObject({ address: z.string(), trip: z.string() }),
  async prepares({ signIn }) {
    const trip = newSecret()
    const address = await signIn.provider?.authorizationAddress(trip)
    return address ? { trip, address } : null
  },
  async answers(call, { next, invitation = null }, prepared) {
    const { tx, now } = call
    if (!prepared) return away
    if (invitation !== null && !(await findInvited(tx, invitation, now))) return invitationOver
    await beginTrip(tx, { trip: prepared.trip, invitation, next, now })
    return prepared
  },
})

const Next = { next: z.string() }

export const openProviderSession = route({
  name: 'session.open-with-provider',
  kind: 'act',
  for: 'anyone',
  secret: true,
  slowed: { tries: 60, minutes: 15 },
  about: 'Signs in with what the provider of identities sent back with the browser; a person whom no account is bound to does not get in.',
  asks: z.strictObject({ trip: z.string().max(100), query: z.string().max(8000) }),
  gives: z.union([OpenedSessionView.extend(Next), StartedSignIn.extend(Next)]),
  prepares: async ({ signIn }, { trip, query }) => (await signIn.provider?.recognise(trip, query)) ?? null,
  async answers(call, { trip }, recognised) {
    const taken = await takeTrip(call.tx, trip, call.now)
    if (!taken || !recognised || !(await stillInAtProvider(call.tx, recognised, call.now))) return failed
    const login = await loginBehind(call, recognised, taken.invitationHash)
    if (isRefusal(login)) return login
    const entered = await enterOrAskForCode(call, { login, way: 'provider', strong: recognised.strong, provider: { sid: sidHash(recognised.issuer, recognised.sid) } })
    return isRefusal(entered) ? entered : { ...entered, next: taken.next }
  },
})

/** Never by a mail address: only by a binding that an invitation made, or by the claim that the installation says holds the login. */
async function loginBehind({ tx, now }: Call, recognised: Recognised, invitationHash: Buffer | null): Promise<string | Refusal> {
  if (invitationHash !== null) return (await acceptInvitationBySubject(tx, invitationHash, recognised, now)) ?? refuse('provider-taken', { keeps: true })
  const bound = await loginOfSubject(tx, recognised)
  if (bound !== null) return bound
  const named = recognised.login === null ? null : await bindSubject(tx, recognised.login, recognised, now)
  return named ?? refuse('provider-unknown', { keeps: true })
}

export const showProviderExit = route({
  name: 'session.show-provider-exit',
  kind: 'ask',
  for: 'anyone',
  about: 'Says where to sign out at the provider of identities too, and whether people are known in this browser, for a device that others use.',
  asks: z.strictObject({}),
  gives: z.strictObject({ address: z.string().nullable(), name: z.string().nullable(), known: z.boolean() }),
  prepares: async ({ signIn }) => (await signIn.provider?.endSessionAddress()) ?? null,
  answers: ({ installation, from }, _input, address) => Promise.resolve({ address, name: installation.signIn.provider?.name ?? null, known: from?.browser !== undefined }),
})
