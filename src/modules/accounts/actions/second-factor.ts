import { z } from 'zod'
import { route } from '#platform/doors/route'
import { AccountId } from '#vocabulary/ids'
import { Instant } from '#vocabulary/instant'
import { writes } from '#vocabulary/place'
import { isRefusal, notFound, refuse } from '#vocabulary/refusal'
import { findAccount } from '../store/account-rows.ts'
import { removeSecondFactor } from '../store/second-factor-rows.ts'
import { endSessionsOf } from '../store/session-rows.ts'
import { beginReset } from './reset-sign-in.ts'
import { renewSession } from './renew-session.ts'
import { ownFactor, ownHolder, proposeSecret, renewCodes, showSecret, takeCode } from './one-time-code.ts'

const Code = z.strictObject({ code: z.string().trim().min(1).max(40) })
const Codes = z.strictObject({ codes: z.array(z.string()) })
/** The way in has changed: whoever sat in another session is out, and this one goes on under a new token. */
const Renewed = z.strictObject({ codes: z.array(z.string()), token: z.string() })

export const showSecondFactor = route({
  name: 'account.show-second-factor',
  kind: 'ask',
  for: 'signed-in',
  about: 'Says whether one signs in with a second factor, and shows a secret that waits to be confirmed.',
  asks: z.strictObject({}),
  gives: z.strictObject({
    since: Instant.nullable(), codesLeft: z.number().int(), required: z.boolean(), secret: z.string().nullable(), picture: z.string().nullable(),
  }),
  async answers(call) {
    const known = await ownFactor(call)
    if (!known) return notFound
    const shown = known.confirmedAt === null ? await showSecret(call, known) : null
    return {
      since: known.confirmedAt, codesLeft: known.codesLeft, required: call.installation.signIn.secondFactorFor.includes(call.actor.officeKind),
      secret: shown?.secret ?? null, picture: shown?.picture ?? null,
    }
  },
})

export const proposeOwnSecondFactor = route({
  name: 'account.propose-second-factor',
  kind: 'act',
  for: 'signed-in',
  grave: true,
  about: 'Makes a secret for one’s telephone; it counts once a code of it is confirmed.',
  asks: z.strictObject({}),
  gives: z.strictObject({}),
  async answers(call) {
    const known = await ownFactor(call)
    if (!known) return notFound
    return (await proposeSecret(call, ownHolder(call))) ? {} : refuse('factor-stands')
  },
})

export const confirmSecondFactor = route({
  name: 'account.confirm-second-factor',
  kind: 'act',
  for: 'signed-in',
  secret: true,
  renewsSession: true,
  slowed: { tries: 40, minutes: 15 },
  about: 'Confirms the secret with its first code and answers ten recovery codes, once. Every other session ends, and this one has a new token.',
  asks: Code,
  gives: Renewed,
  async answers(call, { code }) {
    const known = await ownFactor(call)
    if (!known?.sealed) return refuse('factor-missing')
    if (known.confirmedAt !== null) return refuse('factor-stands')
    const proof = await takeCode(call, ownHolder(call), known, code)
    if (isRefusal(proof)) return proof
    const token = await renewSession(call)
    return token === null ? notFound : { token, codes: [...(await renewCodes(call, ownHolder(call)))] }
  },
})

export const renewRecoveryCodes = route({
  name: 'account.renew-recovery-codes',
  kind: 'act',
  for: 'signed-in',
  secret: true,
  slowed: { tries: 40, minutes: 15 },
  about: 'Makes ten new recovery codes, for a code; the earlier ones open nothing any more.',
  asks: Code,
  gives: Codes,
  async answers(call, { code }) {
    const known = await ownFactor(call)
    if (!known || known.confirmedAt === null) return refuse('factor-missing')
    const proof = await takeCode(call, ownHolder(call), known, code)
    return isRefusal(proof) ? proof : { codes: [...(await renewCodes(call, ownHolder(call)))] }
  },
})

export const removeOwnSecondFactor = route({
  name: 'account.remove-second-factor',
  kind: 'act',
  for: 'signed-in',
  secret: true,
  renewsSession: true,
  slowed: { tries: 40, minutes: 15 },
  about: 'Takes the second factor away, for a code. Every other session ends and this one has a new token; where a second factor is required this one ends too, and the next sign-in begins with a new one.',
  asks: Code,
  gives: z.strictObject({ required: z.boolean(), token: z.string().nullable() }),
  async answers(call, { code }) {
    const { tx, actor, now, installation } = call
    const known = await ownFactor(call)
    if (!known || known.confirmedAt === null) return refuse('factor-missing')
    const proof = await takeCode(call, ownHolder(call), known, code)
    if (isRefusal(proof)) return proof
    await removeSecondFactor(tx, actor.account)
    const required = installation.signIn.secondFactorFor.includes(actor.officeKind)
    if (!required) return { required, token: await renewSession(call) }
    await endSessionsOf(tx, actor.account, now)
    call.emit('sign-in.changed', { account: actor.account })
    return { required, token: null }
  },
})

export const resetSecondFactor = route({
  name: 'account.reset-second-factor',
  kind: 'act',
  for: writes('accounts', 'charge'),
  grave: 'each',
  about: 'Takes the second factor of somebody away who lost the telephone and the recovery codes, and ends every session of that person.',
  asks: z.strictObject({ account: AccountId }),
  gives: z.strictObject({ account: AccountId }),
  async answers(call, { account }) {
    const { tx, actor, language, now } = call
    // Who has a code removes the own one; who has none needs a colleague, so that one stolen session is not enough.
    if (account === actor.account) return refuse('own-factor')
    if (!(await findAccount(tx, account, language))) return notFound
    const missing = await beginReset(call, account)
    if (missing) return missing
    if (!(await removeSecondFactor(tx, account))) return refuse('no-factor')
    await endSessionsOf(tx, account, now)
    return { account }
  },
})
