import { z } from 'zod'
import type { Call } from '#platform/doors/call'
import { AccountId } from '#vocabulary/ids'
import { OfficeKind } from '#vocabulary/office-kind'
import { refuse, type Refusal } from '#vocabulary/refusal'
import { type ByProvider, cameByProvider, startCameByProvider } from '../store/provider-rows.ts'
import { type Needs, startSignIn, factorsOf } from '../store/second-factor-rows.ts'
import { endSession, openSession, type OpenedSession, type Way } from '../store/session-rows.ts'
import { proposeSecret } from './one-time-code.ts'

export const OpenedSessionView = z.strictObject({
  account: AccountId, name: z.string(), office: z.string(), officeKind: OfficeKind, token: z.string(), endsAt: z.string(),
  /** Tries with this login that failed since the person was last here. */
  failed: z.number().int(),
  /** What this browser keeps from now on, so that wrong tries of strangers do not keep its person waiting; it opens nothing. */
  browser: z.string().nullable(),
})

/** The first step was right; this token, with what is missing, opens the session. */
export const StartedSignIn = z.strictObject({ started: z.string(), needs: z.enum(['code', 'enrolment']) })

export const SignedIn = z.union([OpenedSessionView, StartedSignIn])

export const viewOfOpened = ({ token, actor, failed, browser }: OpenedSession): z.infer<typeof OpenedSessionView> => ({
  account: actor.account, name: actor.name, office: actor.officeName, officeKind: actor.officeKind, token, endsAt: actor.sessionEndsAt, failed, browser,
})

/** Whoever signs in over a session that still runs leaves it. */
export async function leaveOwnSession({ tx, actor, now }: Call): Promise<void> {
  if (actor) await endSession(tx, { session: actor.session, account: actor.account, now })
}

type Entering = {
  readonly login: string
  readonly way: Way
  /** Where somebody came through the provider of identities, also when a code of ours was asked for after it. */
  readonly provider?: ByProvider | undefined
}

/** Opens the session, at last; the sentence for whoever has no account, or a closed one, is that of a wrong password. */
export async function enter(call: Call, entering: Entering): Promise<z.infer<typeof OpenedSessionView> | Refusal> {
  const opened = await openSession(call, entering)
  if (!opened) return wrongSignIn
  if (entering.provider) await cameByProvider(call.tx, opened.actor.session, entering.provider)
  await leaveOwnSession(call)
  call.letsIn(opened.actor)
  return viewOfOpened(opened)
}

/** One sentence for a login that nobody has and for a wrong password: it does not tell who works here. */
export const wrongSignIn = refuse('wrong-sign-in', { field: 'password', keeps: true })

/** Opens the session when nothing is missing, else notes that the first step was right and says what is missing. */
export async function enterOrAskForCode(call: Call, entering: Entering & { readonly strong?: boolean }): Promise<z.infer<typeof SignedIn> | Refusal> {
  const { tx, now, installation } = call
  const { login, way, strong = false } = entering
  const factors = await factorsOf(tx, login)
  if (!factors) return wrongSignIn
  const needs: Needs | null = strong ? null : factors.hasCode ? 'code' : installation.signIn.secondFactorFor.includes(factors.officeKind) ? 'enrolment' : null
  if (needs === null) return enter(call, entering)
  // Whoever has a passkey sets up a telephone from inside: with the password alone, a thief of it would set up the own.
  if (needs === 'enrolment' && factors.hasPasskey) return refuse('use-passkey', { keeps: true })
  const started = await startSignIn(tx, { login, needs, way, now })
  if (entering.provider) await startCameByProvider(tx, started, entering.provider)
  if (needs === 'enrolment') await proposeSecret(call, { started, now })
  return { started, needs }
}
