import type { FastifyReply, FastifyRequest } from 'fastify'
import { admits } from '#platform/doors/route'
import type { Fields, MenuEntry, PageCall } from '#platform/doors/page'
import { dayIn } from '#vocabulary/instant'
import type { Site } from './site.ts'
import { cookieName, isSecure, startedCookie, tripCookie, type Visitor } from './visitor.ts'

/** One request of a browser on its way to a page. */
export type Exchange = { readonly request: FastifyRequest; readonly reply: FastifyReply; readonly visitor: Visitor; readonly call: PageCall }

const flashCookie = 'ariadne_flash'

/** What a page may know about the request that asks for it. The sentence left by the act before is taken, so it shows once. */
export function pageCallOf(site: Site, request: FastifyRequest, reply: FastifyReply, visitor: Visitor): PageCall {
  const flash = request.cookies[flashCookie]
  if (flash !== undefined && request.method === 'GET') reply.clearCookie(flashCookie, { path: '/' })
  const { installation } = site.door
  return {
    actor: visitor.actor,
    language: visitor.language,
    now: visitor.now,
    today: dayIn(installation.zone, visitor.now),
    installation,
    address: request.url,
    params: request.params as Readonly<Record<string, string>>,
    query: request.query as Fields,
    menu: menuOf(site, visitor, request.url),
    holds: { started: request.cookies[cookieName(site, startedCookie)] ?? null, trip: request.cookies[cookieName(site, tripCookie)] ?? null },
    ...(flash === undefined ? {} : { flash }),
  }
}

/** Leaves a sentence for the next page. It is our own sentence, never what somebody typed. */
export const leaveFlash = (site: Site, reply: FastifyReply, sentence: string): void =>
  void reply.setCookie(flashCookie, sentence, { path: '/', httpOnly: true, sameSite: 'lax', secure: isSecure(site), maxAge: 60 })

function menuOf(site: Site, { actor, language }: Visitor, address: string): readonly MenuEntry[] {
  const here = address.split('?')[0] ?? '/'
  const entries = site.modules.flatMap(({ pages, forms }) => [
    ...pages.map(({ at, menu, asks }) => ({ at, menu, guard: asks })),
    ...forms.map(({ at, menu, asks, does }) => ({ at, menu, guard: asks ?? does })),
  ])
  return entries
    .flatMap(({ at, menu, guard }) => (menu && actor && admits(guard, actor) && ((menu.only?.includes(actor.officeKind) ?? true) || (menu.leads && actor.lead)) ? [{ at, menu }] : []))
    .toSorted((a, b) => a.menu.order - b.menu.order)
    .map(({ at, menu }, _index, shown) => ({ href: at, label: menu.label(language), current: at === nearest(shown.map((entry) => entry.at), here) }))
}

/** The entry under which an address stands: the longest that it begins with, so that only one is marked. */
const nearest = (entries: readonly string[], here: string): string | undefined =>
  entries.filter((at) => here === at || here.startsWith(`${at}/`)).toSorted((a, b) => b.length - a.length)[0]
