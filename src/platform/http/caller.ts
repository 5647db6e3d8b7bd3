import type { FastifyRequest } from 'fastify'
import { instant } from '#vocabulary/instant'
import type { Site } from './site.ts'
import { addressOf, visitorOf, type Visitor } from './visitor.ts'

/** Whoever calls the interface: a person with a session, or a program with a key of its own, and for how many seconds that is too fast. */
export type Caller = Visitor & { readonly wait: number }

/** A key is read here and nowhere else, so that it opens no page. */
export async function callerOf(site: Site, request: FastifyRequest): Promise<Caller> {
  const [, key] = /^Bearer (ariadne-key-[\w-]{43})$/.exec(request.headers.authorization ?? '') ?? []
  const visitor = await visitorOf(site, request)
  if (!key || visitor.actor || !site.machineOf) return { ...visitor, wait: 0 }
  const machine = await site.machineOf(key, { now: instant(site.door.clock()), address: addressOf(request) })
  return machine ? { ...visitor, actor: machine.actor, wait: machine.wait } : { ...visitor, wait: 0 }
}
