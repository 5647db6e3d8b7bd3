import { generateAuthenticationOptions, generateRegistrationOptions, verifyAuthenticationResponse, verifyRegistrationResponse } from '@simplewebauthn/server'
import { z } from 'zod'
import type { Actor } from '#platform/doors/actor'
import type { Call, Installation } from '#platform/doors/call'
import type { AccountId } from '#vocabulary/ids'
import { refuse, type Refusal } from '#vocabulary/refusal'
import {
  beginCeremonyRow, listOwnPasskeys, markPasskeyCopied, passkeyOf, takeCeremony, usePasskey, type CeremonyPurpose, type KnownPasskey,
} from '../store/passkey-rows.ts'

/** A question to a device: what the browser hands on to it, and the secret that goes with the answer. */
export const Question = z.strictObject({ ceremony: z.string(), options: z.looseObject({ challenge: z.string() }) })

/** The answer as the page sends it: the secret of the question, and what the device said, as JSON text. */
export const Answered = { ceremony: z.string().max(100).default(''), answer: z.string().max(20_000).default('') }

const Base64Url = z.string().regex(/^[\w-]*$/).max(12_000)
const shape = { id: Base64Url, rawId: Base64Url, type: z.literal('public-key'), clientExtensionResults: z.looseObject({}).default({}) }
const Registration = z.object({ ...shape, response: z.object({ clientDataJSON: Base64Url, attestationObject: Base64Url, transports: z.array(z.string().max(20)).max(10).default([]) }) })
const Assertion = z.object({ ...shape, response: z.object({ clientDataJSON: Base64Url, authenticatorData: Base64Url, signature: Base64Url, userHandle: Base64Url.optional() }) })

/** Where keys belong: they answer for this host alone, and only to pages of this very address. */
const place = ({ publicUrl }: Installation) => ({ origin: new URL(publicUrl).origin, host: new URL(publicUrl).hostname })

/** What a device keeps beside its key: the account's number and no name of ours. */
const handleOf = (account: AccountId): Uint8Array<ArrayBuffer> => Uint8Array.from(Buffer.from(account.replaceAll('-', ''), 'hex'))

export const passkeyRefused = refuse('accounts:passkey-refused', { keeps: true })

/** Asks a device to make a key that finds its person by itself and unlocks with finger, face or number. */
export async function askToRegister(call: Call<Actor>, login: string): Promise<z.infer<typeof Question>> {
  const { tx, actor, installation, now } = call
  const known = await listOwnPasskeys(tx)
  const options = await generateRegistrationOptions({
    rpName: 'Ariadne', rpID: place(installation).host, userName: login, userDisplayName: login, userID: handleOf(actor.account), attestationType: 'none',
    excludeCredentials: known.map(({ credentialId, transports }) => ({ id: credentialId, transports: [...transports] })),
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
  const ceremony = await beginCeremonyRow(tx, { purpose: 'register', challenge: options.challenge, session: actor.session, now })
  return { ceremony, options: { ...options } }
}

export type Registered = { readonly credentialId: string; readonly publicKey: Uint8Array; readonly counter: number; readonly transports: readonly string[]; readonly backedUp: boolean }
type Said = { readonly ceremony: string; readonly answer: string }

/** The key that a device has made, when everything about its answer is right. */
export async function readRegistration(call: Call<Actor>, { ceremony, answer }: Said): Promise<Registered | Refusal> {
  const { tx, actor, installation, now } = call
  const challenge = await takeCeremony(tx, { ceremony, purpose: 'register', session: actor.session, now })
  const read = Registration.safeParse(jsonOf(answer))
  if (challenge === null || !read.success) return passkeyRefused
  const { origin, host } = place(installation)
  const verified = await verifyRegistrationResponse({
    response: read.data, expectedChallenge: challenge, expectedOrigin: origin, expectedRPID: host, requireUserVerification: true,
  }).catch(() => null)
  if (!verified?.verified) return passkeyRefused
  const { credential, credentialBackedUp } = verified.registrationInfo
  return { credentialId: credential.id, publicKey: credential.publicKey, counter: credential.counter, transports: read.data.response.transports, backedUp: credentialBackedUp }
}

/** Asks for a key: any that the device has for us, so that nobody types a login, and nobody learns from us who has one. */
export async function askForPasskey({ tx, actor, installation, now }: Call, purpose: Exclude<CeremonyPurpose, 'register'>): Promise<z.infer<typeof Question>> {
  const options = await generateAuthenticationOptions({ rpID: place(installation).host, userVerification: 'required' })
  const session = purpose === 'confirm' ? (actor?.session ?? null) : null
  const ceremony = await beginCeremonyRow(tx, { purpose, challenge: options.challenge, session, now })
  return { ceremony, options: { ...options } }
}

/**
 * Whose key has answered. A counter that does not grow means that a copy may be about: the key is closed for good, and the refusal keeps that.
 */
export async function readPasskey(call: Call, purpose: Exclude<CeremonyPurpose, 'register'>, { ceremony, answer }: Said): Promise<KnownPasskey | Refusal> {
  const { tx, actor, installation, now } = call
  const challenge = await takeCeremony(tx, { ceremony, purpose, session: purpose === 'confirm' ? (actor?.session ?? null) : null, now })
  const read = Assertion.safeParse(jsonOf(answer))
  if (challenge === null || !read.success) return passkeyRefused
  const { userHandle, ...response } = read.data.response
  const known = await passkeyOf(tx, read.data.id)
  if (!known || userHandle !== Buffer.from(handleOf(known.account)).toString('base64url')) return passkeyRefused
  const { origin, host } = place(installation)
  const verified = await verifyAuthenticationResponse({
    response: { ...read.data, response: { ...response, userHandle } }, expectedChallenge: challenge, expectedOrigin: origin, expectedRPID: host, requireUserVerification: true,
    // The counter is ours to judge: it says more than that an answer is wrong.
    credential: { id: read.data.id, publicKey: Uint8Array.from(known.publicKey), counter: 0 },
  }).catch(() => null)
  if (!verified?.verified) return passkeyRefused
  if (known.copiedAt === null && (await usePasskey(tx, known.id, verified.authenticationInfo.newCounter, now))) return known
  await markPasskeyCopied(tx, known.id, now)
  return refuse('accounts:passkey-copied', { keeps: true })
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
