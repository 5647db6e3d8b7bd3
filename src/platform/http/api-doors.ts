import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { confirmFirst } from '#platform/doors/confirmation'
import type { Fields } from '#platform/doors/page'
import { perform, refuseStranger } from '#platform/doors/perform'
import type { Route } from '#platform/doors/route'
import { errorsOf, sentenceOf, statusOf } from '#platform/doors/sentence'
import type { Refusal } from '#vocabulary/refusal'
import type { Language } from '#vocabulary/language'
import { callerOf } from './caller.ts'
import { openApiOf } from './open-api.ts'
import { minding } from './page-doors.ts'
import type { Site } from './site.ts'

/** Every route as JSON: `POST /api/v1/<name>`, and `GET` with a query for what only asks; the same door as the pages. */
export function openApiDoors(server: FastifyInstance, site: Site): void {
  const routes = site.modules.flatMap((module) => module.routes)
  for (const route of routes) {
    const at = `/api/v1/${route.name}`
    server.post(at, (request, reply) => answer(site, route, { request, reply, input: request.body ?? {} }))
    if (route.kind === 'ask') server.get(at, (request, reply) => answer(site, route, { request, reply, input: request.query, address: request.query as Fields }))
  }
  const document = openApiOf(routes, site.door.installation.publicUrl)
  server.get('/api/v1/openapi.json', (_request, reply) => reply.send(document))
}

type Exchange = { readonly request: FastifyRequest; readonly reply: FastifyReply; readonly input: unknown; readonly address?: Fields }

async function answer(site: Site, route: Route, { request, reply, input, address }: Exchange): Promise<FastifyReply> {
  const visitor = await callerOf(site, request)
  reply.header('cache-control', 'no-store')
  if (visitor.actor === null && route.for !== 'anyone') {
    if (visitor.token !== null) await refuseStranger(site.door, route)
    return reply.status(401).send(tell({ refused: 'sign-in-first' }, route, visitor.language))
  }
  if (visitor.wait > 0) {
    return reply.status(429).header('retry-after', String(visitor.wait)).send(tell({ refused: 'machine-too-fast', status: 429, with: { count: visitor.wait } }, route, visitor.language))
  }
  // A key that is none is refused by the door: whoever sends one relies on it.
  const once = request.headers['idempotency-key']?.toString()
  const outcome = await perform(site.door, route, { actor: visitor.actor, language: visitor.language, from: visitor.from, input, once, ...(address ? { address } : {}) })
  if (!outcome.answered) return reply.status(statusOf(outcome.refusal)).send(tell(outcome.refusal, route, visitor.language))
  minding(site, route, outcome.value, reply)
  return reply.send(outcome.value ?? {})
}

const tell = (refusal: Refusal, route: Route, language: Language) => ({
  refused: refusal.refused,
  message: sentenceOf(refusal, route.name, language),
  errors: errorsOf(refusal, route.name, language),
  ...(refusal.refused === confirmFirst ? { confirm: '/api/v1/session.show-confirming' } : {}),
})
