import { z } from 'zod'
import type { Actor } from '#platform/doors/actor'
import type { Call } from '#platform/doors/call'
import { isConfirmed } from '#platform/doors/confirmation'
import { route } from '#platform/doors/route'
import { isRefusal, notFound, refuse, type Refusal } from '#vocabulary/refusal'
import { confirmSessionRow, waysToConfirm, type WaysToConfirm } from '../store/confirmation-rows.ts'
import { isPasswordOf } from '../store/password-rows.ts'
import { beginTry, forgiveTry } from '../store/try-rows.ts'
import { mustWait } from './must-wait.ts'
import { ownFactor, ownHolder, takeCode } from './one-time-code.ts'
import { Answered, askForPasskey, passkeyRefused, Question, readPasskey } from './passkey-ceremony.ts'

const Confirmed = z.strictObject({ token: z.string() })
const slowed = { tries: 40, minutes: 15 } as const

type Ways = { readonly passkey: boolean; readonly code: boolean; readonly password: boolean; readonly demonstration: boolean }

/** A password alone is enough only for whoever has nothing stronger; an invented person has nothing to show at all. */
async function waysOf(call: Call<Actor>): Promise<(Ways & { readonly known: WaysToConfirm }) | undefined> {
  const known = await waysToConfirm(call.tx)
  if (!known) return undefined
  const code = ((await ownFactor(call))?.confirmedAt ?? null) !== null
  return { known, passkey: known.hasPasskey, code, password: known.hasPassword && !code && !known.hasPasskey, demonstration: known.demonstration && call.installation.mode === 'evaluation' }
}

async function confirmed({ tx, actor, now }: Call<Actor>): Promise<z.infer<typeof Confirmed> | Refusal> {
  const token = await confirmSessionRow(tx, actor, now)
  return token === null ? notFound : { token }
}

export const showConfirming = route({
  name: 'session.show-confirming',
  kind: 'ask',
  for: 'signed-in',
  about: 'Says in which ways one can confirm that it is oneself, before a grave act, and whether that was done in the last five minutes.',
  asks: z.strictObject({}),
  gives: z.strictObject({ passkey: z.boolean(), code: z.boolean(), password: z.boolean(), demonstration: z.boolean(), confirmed: z.boolean() }),
  async answers(call) {
    const ways = await waysOf(call)
    if (!ways) return notFound
    const { known: _, ...open } = ways
    return { ...open, confirmed: isConfirmed(call.actor, call.now) }
  },
})

export const confirmWithPassword = route({
  name: 'session.confirm-password',
  kind: 'act',
  for: 'signed-in',
  secret: true,
  slowed,
  about: 'Confirms with the password that it is oneself; wrong ones count like those at sign-in. The session gets a new token.',
  asks: z.strictObject({ password: z.string().min(1).max(200) }),
  gives: Confirmed,
  async answers(call, { password }) {
    const { tx, now } = call
    const ways = await waysOf(call)
    if (!ways?.password) return notFound
    const { login } = ways.known
    const begun = await beginTry(call, login)
    if (begun.until !== null) return mustWait({ until: begun.until, now, field: 'password' })
    if (!(await isPasswordOf(tx, login, password))) return refuse('wrong-password', { field: 'password', keeps: true })
    await forgiveTry(tx, login, begun)
    return confirmed(call)
  },
})

export const confirmWithCode = route({
  name: 'session.confirm-code',
  kind: 'act',
  for: 'signed-in',
  secret: true,
  slowed,
  about: 'Confirms with a one-time code or a recovery code that it is oneself. The session gets a new token.',
  asks: z.strictObject({ code: z.string().trim().min(1).max(40) }),
  gives: Confirmed,
  async answers(call, { code }) {
    const known = await ownFactor(call)
    if (!known || known.confirmedAt === null) return notFound
    const proof = await takeCode(call, ownHolder(call), known, code)
    return isRefusal(proof) ? proof : confirmed(call)
  },
})

export const confirmAsInvented = route({
  name: 'session.confirm-demo',
  kind: 'act',
  for: 'signed-in',
  secret: true,
  about: 'Confirms with one click; exists for the invented people of the evaluation edition only.',
  asks: z.strictObject({}),
  gives: Confirmed,
  async answers(call) {
    return (await waysOf(call))?.demonstration ? confirmed(call) : notFound
  },
})

export const beginConfirming = route({
  name: 'session.begin-confirming',
  kind: 'act',
  for: 'signed-in',
  secret: true,
  about: 'Asks the device for a passkey of one’s own; the answer goes to session.confirm-passkey within five minutes.',
  asks: z.strictObject({}),
  gives: Question,
  answers: (call) => askForPasskey(call, 'confirm'),
})

export const confirmWithPasskey = route({
  name: 'session.confirm-passkey',
  kind: 'act',
  for: 'signed-in',
  secret: true,
  slowed,
  about: 'Confirms with a passkey that it is oneself. The session gets a new token.',
  asks: z.strictObject(Answered),
  gives: Confirmed,
  async answers(call, said) {
    if (said.answer === '') return refuse('passkey-needs-script')
    const known = await readPasskey(call, 'confirm', said)
    if (isRefusal(known)) return known
    return known.account === call.actor.account ? confirmed(call) : passkeyRefused
  },
})
