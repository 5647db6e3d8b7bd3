import type { FastifyReply, FastifyRequest } from 'fastify'
import { admits } from '#platform/doors/route'
import type { Fields, MenuEntry, PageCall } from '#platform/doors/page'
import { vaultOf } from '#platform/vault/vault'
import { dayIn } from '#vocabulary/instant'
import type { Site } from './site.ts'
import { heldSecret, dropSecret, keepSecret, startedCookie, tripCookie, type Visitor } from './visitor.ts'

/** One request of a browser on its way to a page. */
export type Exchange = { readonly request: FastifyRequest; readonly reply: FastifyReply; readonly visitor: Visitor; readonly call: PageCall }

const flashCookie = 'ariadne_flash'
const secondsLeft = 60

/** What a page may know about the request that asks for it. The sentence left by the act before is taken, so it shows once. */
export function pageCallOf(site: Site, request: FastifyRequest, reply: FastifyReply, visitor: Visitor): PageCall {
  const left = heldSecret(site, request, flashCookie)
  if (left !== null && request.method === 'GET') dropSecret(site, reply, flashCookie)
  const flash = left === null ? undefined : openFlash(site, left, visitor)
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
    holds: { started: heldSecret(site, request, startedCookie), trip: heldSecret(site, request, tripCookie) },
    ...(flash === undefined ? {} : { flash }),
  }
}

/** Leaves a sentence for the next page. It is our own sentence, never what somebody typed, and sealed: whoever plants a cookie puts no words of theirs on our page, and what it says is read in the page alone. */
export function leaveFlash(site: Site, reply: FastifyReply, sentence: string): void {
  const until = site.door.clock().getTime() + secondsLeft * 1000
  keepSecret(site, reply, { name: flashCookie, secret: vaultOf(site.door.db).own.seal(flashCookie, { sentence, until }).toString('base64url'), seconds: secondsLeft })
}

/** The sentence that was left; none where it is over, or was not ours. */
function openFlash(site: Site, left: string, { now }: Visitor): string | undefined {
  try {
    const { sentence, until } = vaultOf(site.door.db).own.open<{ readonly sentence: string; readonly until: number }>(flashCookie, Buffer.from(left, 'base64url'))
    return Date.parse(now) <= until ? sentence : undefined
  } catch {
    return undefined
  }
}

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
