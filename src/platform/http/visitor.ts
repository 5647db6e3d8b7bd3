import { createHash } from 'node:crypto'
import { isIP } from 'node:net'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Actor } from '#platform/doors/actor'
import type { Origin } from '#platform/doors/call'
import { instant, type Instant } from '#vocabulary/instant'
import { Language, languages } from '#vocabulary/language'
import { deviceOf } from './device.ts'
import type { Site } from './site.ts'

const sessionCookie = 'ariadne_session'
/** Holds the token of a sign-in whose first step was right. */
export const startedCookie = 'ariadne_started'
/** Holds the secret of a trip to the provider of identities. */
export const tripCookie = 'ariadne_trip'
/** Holds by what this browser is known to the people who signed in with it; it stays when they sign out, and opens nothing. */
export const browserCookie = 'ariadne_browser'
const languageCookie = 'ariadne_language'

/** Who is at the door, in which language and when. */
export type Visitor = { readonly actor: Actor | null; readonly language: Language; readonly now: Instant; readonly token: string | null; readonly from: Origin }

/** Reads who asks from the session cookie, or from a bearer token for callers without cookies. */
export async function visitorOf(site: Site, request: FastifyRequest): Promise<Visitor> {
  const now = instant(site.door.clock())
  const token = heldSecret(site, request, sessionCookie) ?? bearerOf(request)
  const known = heldSecret(site, request, browserCookie)
  const from = { ...originOf(request), ...(known !== null && /^[\w-]{43}$/.test(known) ? { browser: known } : {}) }
  const actor = token ? await site.actorOf(token, now, from.device) : null
  const language = languageOf(site, request, actor)
  return { actor: actor && (await inLanguage(site, actor, language)), language, now, token, from }
}

/** The page names the office as it names everything else. */
async function inLanguage(site: Site, actor: Actor, language: Language): Promise<Actor> {
  if (language === actor.language) return actor
  return { ...actor, officeName: (await site.officeNameIn(actor.office, language)) ?? actor.officeName }
}

/** The address from which a request comes; what a header claims and is none, and a connection that is gone already, is nobody's address. */
export function addressOf({ ip }: FastifyRequest): string {
  const address = String(ip).split('%')[0] ?? ''
  return isIP(address) === 0 ? '::' : address
}

/** From where a request comes. A provider gives a whole network to one household, so of a long address only that part counts; to one customer it may give many of those. */
export function originOf(request: FastifyRequest): Origin {
  const { address, network } = countedParts(addressOf(request))
  return { device: deviceOf(request.headers['user-agent']), address: hashOf(address), ...(network === undefined ? {} : { network: hashOf(network) }) }
}

const hashOf = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 22)

/** The part of an address by which it is counted, and the wider one that one customer may hold: of a long one the first 64 bits and the first 48. */
export function countedParts(ip: string): { readonly address: string; readonly network?: string } {
  if (!ip.includes(':')) return { address: ip }
  const groups = groupsOf(ip)
  if (groups.slice(0, 6).join(':') === '0:0:0:0:0:ffff') return { address: groups.slice(6).flatMap((group) => [Number.parseInt(group, 16) >> 8, Number.parseInt(group, 16) & 255]).join('.') }
  return { address: groups.slice(0, 4).join(':'), network: groups.slice(0, 3).join(':') }
}

/** The eight groups of a long address in their one way of writing, however it came. */
function groupsOf(ip: string): readonly string[] {
  const hex = ip.replace(/(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/, (_all, ...parts) => [0, 2].map((at) => ((Number(parts[at]) << 8) | Number(parts[at + 1])).toString(16)).join(':'))
  const [head = [], tail = []] = hex.split('::').map((side) => (side === '' ? [] : side.split(':')))
  return [...head, ...Array.from({ length: 8 - head.length - tail.length }, () => '0'), ...tail].map((group) => Number.parseInt(group, 16).toString(16))
}

/** Whether browsers reach this installation over TLS alone. */
const isSecure = (site: Site): boolean => site.door.installation.publicUrl.startsWith('https:')

/** Over TLS the name itself makes the browser promise: set by this host alone, for this host alone. */
const cookieName = (site: Site, name: string): string => (isSecure(site) ? `__Host-${name}` : name)

const bearerOf = (request: FastifyRequest): string | null =>
  /^Bearer ([\w-]{20,200})$/.exec(request.headers.authorization ?? '')?.[1] ?? null

function languageOf(site: Site, request: FastifyRequest, actor: Actor | null): Language {
  const chosen = Language.safeParse(heldSecret(site, request, languageCookie))
  if (chosen.success) return chosen.data
  if (actor) return actor.language
  const accepted = (request.headers['accept-language'] ?? '').split(',').map((part) => part.trim().slice(0, 2).toLowerCase())
  return accepted.find((code): code is Language => (languages as readonly string[]).includes(code)) ?? 'en'
}

/** Sets the session cookie: unreadable for scripts, sent only to us, and only over TLS where the installation has it. */
export const keepSession = (site: Site, reply: FastifyReply, token: string): void => keepSecret(site, reply, { name: sessionCookie, secret: token })

/** The language in which this browser reads from now on, whoever sits at it. */
export const keepLanguage = (site: Site, reply: FastifyReply, language: Language): void => keepSecret(site, reply, { name: languageCookie, secret: language, seconds: 365 * 86_400 })

export const dropSession = (site: Site, reply: FastifyReply): void => dropSecret(site, reply, sessionCookie)

type Kept = { readonly name: string; readonly secret: string; readonly seconds?: number }

/** The one way in which something is left with a browser, such as the token of a session, that of a sign-in that waits for its code, or the language that was chosen. */
export function keepSecret(site: Site, reply: FastifyReply, { name, secret, seconds }: Kept): void {
  reply.setCookie(cookieName(site, name), secret, { path: '/', httpOnly: true, sameSite: 'lax', secure: isSecure(site), ...(seconds === undefined ? {} : { maxAge: seconds }) })
}

export const dropSecret = (site: Site, reply: FastifyReply, name: string): void =>
  void reply.clearCookie(cookieName(site, name), { path: '/', httpOnly: true, sameSite: 'lax', secure: isSecure(site) })

/** What this browser was given under a name; over TLS only under the name that no other host can set. */
export const heldSecret = (site: Site, { cookies }: FastifyRequest, name: string): string | null => cookies[cookieName(site, name)] ?? null
