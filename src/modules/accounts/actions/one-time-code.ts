import { randomBytes } from 'node:crypto'
import { generateSecret, generateURI, verifySync } from 'otplib'
import { toString as qrCode } from 'qrcode'
import type { Call } from '#platform/doors/call'
import { refuse, type Refusal } from '#vocabulary/refusal'
import { readRecoveryCode, recoveryCodeCount, recoveryCodeFrom } from '../domain/recovery-code.ts'
import {
  type Holder, openSecret, proposeSecondFactor, replaceRecoveryCodes, type SecondFactorRow, secondFactorFor, takeRecoveryCode, takeStep,
} from '../store/second-factor-rows.ts'
import { beginTry, forgiveTry } from '../store/try-rows.ts'
import { mustWait } from './must-wait.ts'

/** A telephone's clock may be one step ahead of ours, or behind. */
const tolerance = 30

/** Makes a secret that waits to be confirmed; false where a confirmed one stands. */
export const proposeSecret = ({ tx }: Call, holder: Holder): Promise<boolean> => proposeSecondFactor(tx, holder, generateSecret())

/** What a telephone must be told, as text and as a picture. */
export type Secret = { readonly secret: string; readonly uri: string; readonly picture: string }

export async function showSecret({ tx, installation }: Call, known: SecondFactorRow): Promise<Secret | null> {
  const secret = await openSecret(tx, known)
  if (secret === undefined) return null
  const uri = generateURI({ issuer: `Ariadne ${new URL(installation.publicUrl).hostname}`, label: known.login, secret })
  return { secret, uri, picture: await qrCode(uri, { type: 'svg', errorCorrectionLevel: 'M', margin: 2 }) }
}

/** By what somebody proved to hold the second factor. */
export type Proof = 'code' | 'recovery'

/**
 * Takes a code of the telephone or a recovery code, each once. Wrong ones count like wrong passwords of the same login,
 * which also makes codes that come at the same moment stand in line.
 */
export async function takeCode(call: Call, holder: Holder, known: SecondFactorRow, typed: string): Promise<Proof | Refusal> {
  const { tx, now } = call
  const begun = await beginTry(call, known.login)
  if (begun.until !== null) return mustWait({ until: begun.until, now, field: 'code' })
  const proof = await proofIn(call, holder, known, typed)
  if (proof === null) return refuse('wrong-code', { field: 'code', keeps: true })
  await forgiveTry(tx, known.login, begun)
  return proof
}

async function proofIn({ tx, now }: Call, holder: Holder, known: SecondFactorRow, typed: string): Promise<Proof | null> {
  const recovery = readRecoveryCode(typed)
  if (recovery !== null) return known.confirmedAt !== null && (await takeRecoveryCode(tx, holder, recovery)) ? 'recovery' : null
  const token = typed.replaceAll(/\s/g, '')
  const secret = /^\d{6}$/.test(token) ? await openSecret(tx, known) : undefined
  if (secret === undefined) return null
  const result = verifySync({ secret, token, epoch: Math.floor(Date.parse(now) / 1000), epochTolerance: tolerance })
  // The helper answers for counters as well, which have no time step.
  return result.valid && 'timeStep' in result && (await takeStep(tx, holder, result.timeStep)) ? 'code' : null
}

/** Ten new recovery codes in place of all earlier ones; the answer is the only place where they can be read. */
export async function renewCodes({ tx }: Call, holder: Holder): Promise<readonly string[]> {
  const codes: string[] = []
  while (codes.length < recoveryCodeCount) {
    const code = recoveryCodeFrom(randomBytes(64))
    if (code !== undefined && !codes.includes(code)) codes.push(code)
  }
  await replaceRecoveryCodes(tx, holder, codes)
  return codes
}

/** The person signed in, in this session. */
export const ownHolder = ({ actor, now }: Call): Holder => ({ started: null, session: actor?.session, now })

export const ownFactor = (call: Call): Promise<SecondFactorRow | undefined> => secondFactorFor(call.tx, ownHolder(call))
