import { z } from 'zod'
import { route } from '#platform/doors/route'
import { isRefusal, refuse } from '#vocabulary/refusal'
import { finishSignIn, secondFactorFor } from '../store/second-factor-rows.ts'
import { renewCodes, showSecret, takeCode } from './one-time-code.ts'
import { enter, OpenedSessionView } from './opened-session.ts'

/** The token that the first step answered. */
const Started = z.string().max(100)
/** Six digits of the telephone, or a recovery code as it was printed. */
const Code = z.string().trim().min(1).max(40)

// Not one of the sentences of a wrong code: nothing that is typed here can help any more.
const over = refuse('sign-in-over', { status: 404 })

export const showStartedSignIn = route({
  name: 'session.show-started',
  kind: 'ask',
  for: 'anyone',
  about: 'Says what a sign-in whose first step was right still needs, and shows who must enrol the secret to enrol.',
  asks: z.strictObject({ started: Started }),
  gives: z.strictObject({ needs: z.enum(['code', 'enrolment']), name: z.string(), secret: z.string().nullable(), picture: z.string().nullable() }),
  async answers(call, { started }) {
    const known = await secondFactorFor(call.tx, { started, now: call.now })
    if (!known?.needs) return over
    // Once confirmed, a secret is never shown again.
    const shown = known.needs === 'enrolment' && known.confirmedAt === null ? await showSecret(call, known) : null
    return { needs: known.needs, name: known.name, secret: shown?.secret ?? null, picture: shown?.picture ?? null }
  },
})

export const openSessionWithCode = route({
  name: 'session.open-with-code',
  kind: 'act',
  for: 'anyone',
  secret: true,
  slowed: { tries: 40, minutes: 15 },
  about: 'Finishes a sign-in with a code of the telephone or a recovery code; each is good once.',
  asks: z.strictObject({ started: Started, code: Code }),
  gives: OpenedSessionView,
  async answers(call, { started, code }) {
    const holder = { started, now: call.now }
    const known = await secondFactorFor(call.tx, holder)
    if (known?.needs !== 'code') return over
    const proof = await takeCode(call, holder, known, code)
    if (isRefusal(proof)) return proof
    const finished = await finishSignIn(call.tx, holder)
    return finished ? enter(call, { login: known.login, way: proof, ...finished }) : over
  },
})

export const openSessionByEnrolling = route({
  name: 'session.open-by-enrolling',
  kind: 'act',
  for: 'anyone',
  secret: true,
  slowed: { tries: 40, minutes: 15 },
  about: 'Confirms a new second factor with its first code, opens the session and answers ten recovery codes, once.',
  asks: z.strictObject({ started: Started, code: Code }),
  gives: OpenedSessionView.extend({ codes: z.array(z.string()) }),
  async answers(call, { started, code }) {
    const holder = { started, now: call.now }
    const known = await secondFactorFor(call.tx, holder)
    if (known?.needs !== 'enrolment' || known.confirmedAt !== null) return over
    const proof = await takeCode(call, holder, known, code)
    if (isRefusal(proof)) return proof
    const codes = await renewCodes(call, holder)
    const finished = await finishSignIn(call.tx, holder)
    if (!finished) return over
    const entered = await enter(call, { login: known.login, way: 'code', ...finished })
    return isRefusal(entered) ? entered : { ...entered, codes: [...codes] }
  },
})
