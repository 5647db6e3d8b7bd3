import { z } from 'zod'
import { route } from '#platform/doors/route'
import { AccountId, PasskeyId } from '#vocabulary/ids'
import { Instant } from '#vocabulary/instant'
import { isRefusal, notFound, refuse } from '#vocabulary/refusal'
import { writes } from '#vocabulary/place'
import { findAccount } from '../store/account-rows.ts'
import { waysToConfirm } from '../store/confirmation-rows.ts'
import { deletePasskey, insertPasskey, listOwnPasskeys, removePasskeysOf } from '../store/passkey-rows.ts'
import { endSessionsOf } from '../store/session-rows.ts'
import { beginReset } from './reset-sign-in.ts'
import { renewSession } from './renew-session.ts'
import { Answered, askToRegister, Question, readRegistration } from './passkey-ceremony.ts'

const most = 10

export const listPasskeys = route({
  name: 'account.list-passkeys',
  kind: 'ask',
  for: 'signed-in',
  about: 'Lists one’s own passkeys: the devices that sign in without a password.',
  asks: z.strictObject({}),
  gives: z.strictObject({
    passkeys: z.array(z.strictObject({ id: PasskeyId, name: z.string(), addedAt: Instant, lastUsedAt: Instant.nullable(), copiedAt: Instant.nullable(), backedUp: z.boolean() })),
  }),
  async answers({ tx }) {
    return { passkeys: (await listOwnPasskeys(tx)).map(({ id, name, addedAt, lastUsedAt, copiedAt, backedUp }) => ({ id, name, addedAt, lastUsedAt, copiedAt, backedUp })) }
  },
})

export const beginPasskey = route({
  name: 'account.begin-passkey',
  kind: 'act',
  for: 'signed-in',
  secret: true,
  grave: true,
  about: 'Asks a device of one’s own to make a passkey; the answer goes to account.add-passkey within five minutes.',
  asks: z.strictObject({}),
  gives: Question,
  async answers(call) {
    const ways = await waysToConfirm(call.tx)
    return ways ? askToRegister(call, ways.login) : notFound
  },
})

export const addPasskey = route({
  name: 'account.add-passkey',
  kind: 'act',
  for: 'signed-in',
  grave: true,
  secret: true,
  renewsSession: true,
  about: 'Keeps the passkey that a device has made, under a name; sessions on other devices end and this one has a new token.',
  asks: z.strictObject({ name: z.string().trim().min(1).max(60), ...Answered }),
  gives: z.strictObject({ passkey: PasskeyId, token: z.string() }),
  async answers(call, { name, ceremony, answer }) {
    const { tx, actor, now } = call
    if (answer === '') return refuse('passkey-needs-script')
    const made = await readRegistration(call, { ceremony, answer })
    if (isRefusal(made)) return made
    if ((await listOwnPasskeys(tx)).length >= most) return refuse('passkeys-enough', { with: { most } })
    const passkey = await insertPasskey(tx, { ...made, account: actor.account, name, now })
    if (!passkey) return refuse('passkey-known')
    const token = await renewSession(call)
    return token === null ? notFound : { passkey, token }
  },
})

export const removePasskey = route({
  name: 'account.remove-passkey',
  kind: 'act',
  for: 'signed-in',
  grave: true,
  secret: true,
  renewsSession: true,
  about: 'Takes a passkey of one’s own away; sessions on other devices end and this one has a new token.',
  asks: z.strictObject({ passkey: PasskeyId }),
  gives: z.strictObject({ passkey: PasskeyId, token: z.string() }),
  async answers(call, { passkey }) {
    if (!(await deletePasskey(call.tx, passkey))) return notFound
    const token = await renewSession(call)
    return token === null ? notFound : { passkey, token }
  },
})

export const resetPasskeys = route({
  name: 'account.reset-passkeys',
  kind: 'act',
  for: writes('accounts', 'charge'),
  grave: 'each',
  about: 'Takes every passkey of somebody away who lost the devices, and ends every session of that person.',
  asks: z.strictObject({ account: AccountId }),
  gives: z.strictObject({ account: AccountId }),
  async answers(call, { account }) {
    const { tx, actor, language, now } = call
    if (account === actor.account) return refuse('own-factor')
    if (!(await findAccount(tx, account, language))) return notFound
    const missing = await beginReset(call, account)
    if (missing) return missing
    if ((await removePasskeysOf(tx, account)) === 0) return refuse('no-passkey')
    await endSessionsOf(tx, account, now)
    return { account }
  },
})
