import { z } from 'zod'
import { route } from '#platform/doors/route'
import { isRefusal, refuse } from '#vocabulary/refusal'
import { enter, OpenedSessionView } from './opened-session.ts'
import { Answered, askForPasskey, Question, readPasskey } from './passkey-ceremony.ts'

export const beginPasskeySignIn = route({
  name: 'session.begin-passkey',
  kind: 'act',
  for: 'anyone',
  secret: true,
  about: 'Asks the device of whoever comes for a passkey; the answer goes to session.open-with-passkey within five minutes.',
  asks: z.strictObject({}),
  gives: Question,
  answers: (call) => askForPasskey(call, 'sign-in'),
})

export const openSessionWithPasskey = route({
  name: 'session.open-with-passkey',
  kind: 'act',
  for: 'anyone',
  secret: true,
  slowed: { tries: 40, minutes: 15 },
  about: 'Signs in with a passkey, which names its person; the device has checked who holds it, so no other factor is asked.',
  asks: z.strictObject(Answered),
  gives: OpenedSessionView,
  async answers(call, said) {
    if (said.answer === '') return refuse('passkey-needs-script')
    const known = await readPasskey(call, 'sign-in', said)
    return isRefusal(known) ? known : enter(call, { login: known.login, way: 'passkey' })
  },
})
