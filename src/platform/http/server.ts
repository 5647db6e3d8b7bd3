import cookie from '@fastify/cookie'
import formBody from '@fastify/formbody'
import helmet from '@fastify/helmet'
import rateLimit from '@fastify/rate-limit'
import serveStatic from '@fastify/static'
import Fastify, { LogController, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify'
import { parse } from 'node:querystring'
import { collided, DatabaseAway, sqlState } from '#platform/database/database-trouble'
import { DocumentFault } from '#platform/documents/render-pdf'
import { languages } from '#vocabulary/language'
import type { Refusal } from '#vocabulary/refusal'
import { sentenceOf, wordRefusalsIn } from '#platform/doors/sentence'
import { openApiDoors } from './api-doors.ts'
import { openHealthDoors } from './health-doors.ts'
import { openPageDoors, sendTrouble } from './page-doors.ts'
import { namesTwoHosts, refuseBeforeReading } from './refuse-before-reading.ts'
import type { Site } from './site.ts'
import { openUploads } from './sent-file.ts'
import { keepLanguage, originOf, visitorOf } from './visitor.ts'

const megabytes = 4
/** How long a request may take to arrive, its headers and all of it: whoever sends a byte now and then holds no connection. */
const arrives = { headersMs: 20_000, wholeMs: 120_000 }

/** The web server: headers, cookies and limits in front; pages and JSON behind; no stack trace ever leaves. */
export async function createServer(site: Site): Promise<FastifyInstance> {
  for (const { book, routes } of site.modules) for (const { name } of routes) wordRefusalsIn(name, book)
  const server: FastifyInstance = Fastify({ loggerInstance: site.log, logController: new LogController({ disableRequestLogging: true }), bodyLimit: megabytes * 1024 * 1024, trustProxy: 'loopback', routerOptions: { maxParamLength: 16_384 }, requestTimeout: arrives.wholeMs, http: { headersTimeout: arrives.headersMs }, clientErrorHandler: refuseBeforeReading, rewriteUrl: ({ url = '/' }) => (isReadable(url) ? url : '/unreadable') })
  const secure = site.door.installation.publicUrl.startsWith('https:')
  await server.register(helmet, {
    contentSecurityPolicy: {
      useDefaults: false,
      directives: {
        defaultSrc: ["'none'"], scriptSrc: ["'self'"], styleSrc: ["'self'"], imgSrc: ["'self'"], fontSrc: ["'self'"],
        connectSrc: ["'self'"], formAction: ["'self'"], frameAncestors: ["'none'"], baseUri: ["'none'"], manifestSrc: ["'self'"],
        ...(secure ? { upgradeInsecureRequests: [] } : {}),
      },
    },
    strictTransportSecurity: secure ? { maxAge: 31_536_000 } : false,
    referrerPolicy: { policy: 'same-origin' },
  })
  await server.register(cookie)
  // Held by each server for itself: it keeps a program that runs wild from the others. What guesses is counted in the database (`slowed` on a route).
  if (site.requestsPerMinute !== undefined) {
    await server.register(rateLimit, {
      max: site.requestsPerMinute, timeWindow: '1 minute', keyGenerator: (request) => originOf(request).address, allowList: (request) => !request.url.startsWith('/api/'),
    })
  }
  await server.register(formBody, { parser: (text) => ({ ...parse(text, undefined, undefined, { maxKeys: 5_000 }) }) })
  await openUploads(server)
  await server.register(serveStatic, { root: site.assets.folder, prefix: '/assets/', immutable: true, maxAge: '365d', index: false })
  server.addHook('onRequest', (request, reply, next) => {
    if (namesTwoHosts(request)) void tellTrouble(site, request, reply, { status: 400, refusal: { refused: 'input-wrong' } })
    else if (isFromElsewhere(request)) void tellTrouble(site, request, reply, { status: 403, refusal: { refused: 'from-elsewhere' } })
    else next()
  })
  // Whatever does not say that it may be kept is kept by nobody: pages, redirections, papers and troubles alike.
  server.addHook('onSend', (_request, reply, payload, next) => {
    if (!reply.hasHeader('cache-control')) reply.header('cache-control', 'no-store')
    next(null, payload)
  })
  server.setErrorHandler((error, request, reply) => handleFault(site, error, request, reply))
  server.setNotFoundHandler((request, reply) => tellTrouble(site, request, reply, { status: 404, refusal: { refused: 'not-found', status: 404 } }))
  openHealthDoors(server, site)
  server.get('/', async (request, reply) => {
    const { actor } = await visitorOf(site, request)
    return reply.redirect(site.homeOf(actor), 303)
  })
  openLanguageDoor(server, site)
  openApiDoors(server, site)
  openPageDoors(server, site)
  return server
}

/** An address that does not decode names nothing; the router would answer it in words that are not ours. */
function isReadable(url: string): boolean {
  try {
    return decodeURI(url) !== ''
  } catch {
    return false
  }
}

/** A browser says where a request comes from; anything that changes something must come from our own pages. */
function isFromElsewhere({ method, headers }: FastifyRequest): boolean {
  if (method === 'GET' || method === 'HEAD') return false
  if (headers['sec-fetch-site'] !== undefined) return !['same-origin', 'none'].includes(String(headers['sec-fetch-site']))
  return headers.origin !== undefined && hostOf(headers.origin) !== headers.host
}

const hostOf = (origin: string): string | null => (URL.canParse(origin) ? new URL(origin).host : null)

function openLanguageDoor(server: FastifyInstance, site: Site): void {
  for (const language of languages) {
    server.get<{ Querystring: { back?: string } }>(`/language/${language}`, (request, reply) => {
      const { back = '/' } = request.query
      keepLanguage(site, reply, language)
      return reply.redirect(isLocal(back) ? back : '/', 303)
    })
  }
}

/** Whether an address stays on this site: one slash, no second, no backslash, nothing that a browser leaves out or a header cannot hold. */
export const isLocal = (address: unknown): address is string => typeof address === 'string' && address.length <= 2_000 && /^\/(?![/\\])[!-[\]-~]*$/.test(address)

async function handleFault(site: Site, error: unknown, request: FastifyRequest, reply: FastifyReply): Promise<FastifyReply> {
  if (error instanceof DatabaseAway) return tellTrouble(site, request, reply, { status: 503, refusal: { refused: 'database-away' } })
  if (error instanceof DocumentFault && error.why !== 'fault') return tellTrouble(site, request, reply, error.why === 'missing' ? { status: 404, refusal: { refused: 'no-paper' } } : { status: 503, refusal: { refused: 'paper-late' } })
  if (collided(error)) return tellTrouble(site, request, reply, { status: 503, refusal: { refused: 'collided' } })
  const status = typeof error === 'object' && error !== null && 'statusCode' in error ? Number(error.statusCode) : 500
  if (status === 413) return tellTrouble(site, request, reply, { status, refusal: { refused: 'too-big', with: { most: megabytes } } })
  if (status === 429) return tellTrouble(site, request, reply, { status, refusal: { refused: 'slow-down', with: { count: 1 } } })
  if (status >= 400 && status < 500) return tellTrouble(site, request, reply, { status, refusal: { refused: 'input-wrong' } })
  const number = request.id
  // Only the kind of error and our own frames: a message may repeat what somebody typed.
  site.log.error({ number, route: request.routeOptions.url, error: error instanceof Error ? { name: error.name, code: sqlState(error), stack: error.stack?.split('\n').filter((frame) => frame.trim().startsWith('at ')).slice(0, 12) } : typeof error }, 'fault')
  return tellTrouble(site, request, reply, { status: 500, refusal: { refused: 'fault', with: { number } } })
}

type Trouble = { readonly status: number; readonly refusal: Refusal }

async function tellTrouble(site: Site, request: FastifyRequest, reply: FastifyReply, trouble: Trouble): Promise<FastifyReply> {
  if (!request.url.startsWith('/api/')) return sendTrouble(site, request, reply, trouble)
  const message = sentenceOf(trouble.refusal, 'platform.trouble', 'en')
  return reply.status(trouble.status).send({ refused: trouble.refusal.refused, message, errors: { '': message } })
}
