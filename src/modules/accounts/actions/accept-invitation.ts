import { z } from 'zod'
import { route } from '#platform/doors/route'
import { refuse } from '#vocabulary/refusal'
import { acceptInvitationRow, findInvited } from '../store/invitation-rows.ts'
import { hashPassword } from '../store/password-rows.ts'
import { passwordLength, refuseWeakPassword } from './weak-password.ts'

const Code = z.string().min(1).max(100)

export const invitationOver = refuse('invitation-over', { status: 404 })

export const showInvitation = route({
  name: 'account.show-invitation',
  kind: 'ask',
  for: 'anyone',
  slowed: { tries: 40, minutes: 15 },
  about: 'Says who is invited by a code, while it is good.',
  asks: z.strictObject({ code: Code }),
  gives: z.strictObject({ login: z.string(), name: z.string() }),
  async answers(call, { code }) {
    return (await findInvited(call.tx, code, call.now)) ?? invitationOver
  },
})

export const acceptInvitation = route({
  name: 'account.accept-invitation',
  kind: 'act',
  for: 'anyone',
  slowed: { tries: 40, minutes: 15 },
  about: 'Sets the password of the person invited; the code is good once.',
  asks: z.strictObject({ code: Code, password: z.string().min(passwordLength.least).max(passwordLength.most), again: z.string().max(passwordLength.most).optional() }),
  gives: z.strictObject({ login: z.string() }),
  async answers(call, { code, password, again }) {
    const { tx, now } = call
    if (again !== undefined && again !== password) return refuse('passwords-differ', { field: 'again' })
    // Asked first, so that a guessed code does not make us work for a hash.
    const invited = await findInvited(tx, code, now)
    if (!invited) return invitationOver
    const weak = await refuseWeakPassword(password, invited.login, 'password')
    if (weak) return weak
    const login = await acceptInvitationRow(tx, code, await hashPassword(password), now)
    return login === null ? invitationOver : { login }
  },
})
