import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Actor } from '#platform/doors/actor'
import { instant, type Instant } from '#vocabulary/instant'
import { Language, languages } from '#vocabulary/language'
import type { Site } from './site.ts'

export const sessionCookie = 'ariadne_session'
export const languageCookie = 'ariadne_language'

/** Who is at the door, in which language and when. */
export type Visitor = { readonly actor: Actor | null; readonly language: Language; readonly now: Instant; readonly token: string | null }

/** Reads who asks from the session cookie, or from a bearer token for callers without cookies. */
export async function visitorOf(site: Site, request: FastifyRequest): Promise<Visitor> {
  const now = instant(site.door.clock())
  const token = request.cookies[sessionCookie] ?? bearerOf(request)
  const actor = token ? await site.actorOf(token, now) : null
  return { actor, language: languageOf(request, actor), now, token }
}

const bearerOf = (request: FastifyRequest): string | null =>
  /^Bearer ([\w-]{20,200})$/.exec(request.headers.authorization ?? '')?.[1] ?? null

function languageOf(request: FastifyRequest, actor: Actor | null): Language {
  const chosen = Language.safeParse(request.cookies[languageCookie])
  if (chosen.success) return chosen.data
  if (actor) return actor.language
  const accepted = (request.headers['accept-language'] ?? '').split(',').map((part) => part.trim().slice(0, 2).toLowerCase())
  return accepted.find((code): code is Language => (languages as readonly string[]).includes(code)) ?? 'en'
}

/** Sets the session cookie: unreadable for scripts, sent only to us, and only over TLS where the installation has it. */
export function keepSession(site: Site, reply: FastifyReply, token: string): void {
  reply.setCookie(sessionCookie, token, { path: '/', httpOnly: true, sameSite: 'lax', secure: site.door.installation.publicUrl.startsWith('https:') })
}

export const dropSession = (reply: FastifyReply): void => void reply.clearCookie(sessionCookie, { path: '/' })
