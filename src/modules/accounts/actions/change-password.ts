import { z } from 'zod'
import { route } from '#platform/doors/route'
import { notFound, refuse } from '#vocabulary/refusal'
import { waysToConfirm } from '../store/confirmation-rows.ts'
import { changePasswordRow, hashPassword, isPasswordOf } from '../store/password-rows.ts'
import { beginTry, forgiveTry } from '../store/try-rows.ts'
import { mustWait } from './must-wait.ts'
import { renewSession } from './renew-session.ts'
import { passwordLength, refuseWeakPassword } from './weak-password.ts'

export const showPassword = route({
  name: 'account.show-password',
  kind: 'ask',
  for: 'signed-in',
  about: 'Says with which login one signs in, and whether there is a password of one’s own that can be changed.',
  asks: z.strictObject({}),
  gives: z.strictObject({ login: z.string(), has: z.boolean() }),
  async answers({ tx }) {
    const known = await waysToConfirm(tx)
    return known ? { login: known.login, has: known.hasPassword } : notFound
  },
})

export const changePassword = route({
  name: 'account.change-password',
  kind: 'act',
  for: 'signed-in',
  secret: true,
  renewsSession: true,
  slowed: { tries: 40, minutes: 15 },
  about: 'Changes one’s own password, for the old one; wrong ones count like those at sign-in. Every other session ends, and this one has a new token.',
  asks: z.strictObject({ old: z.string().min(1).max(passwordLength.most), password: z.string().min(passwordLength.least).max(passwordLength.most), again: z.string().max(passwordLength.most).optional() }),
  gives: z.strictObject({ token: z.string() }),
  async answers(call, { old, password, again }) {
    const { tx, now } = call
    const known = await waysToConfirm(tx)
    if (!known?.hasPassword) return refuse('no-password')
    if (again !== undefined && again !== password) return refuse('passwords-differ', { field: 'again' })
    const weak = await refuseWeakPassword(password, known.login, 'password')
    if (weak) return weak
    const begun = await beginTry(call, known.login)
    if (begun.until !== null) return mustWait({ until: begun.until, now, field: 'old' })
    if (!(await isPasswordOf(tx, known.login, old))) return refuse('wrong-password', { field: 'old', keeps: true })
    await forgiveTry(tx, known.login, begun)
    if (old === password) return refuse('password-same', { field: 'password' })
    await changePasswordRow(tx, await hashPassword(password), now)
    const token = await renewSession(call)
    return token === null ? notFound : { token }
  },
})
