import { createHash, timingSafeEqual } from 'node:crypto'
import type { FastifyInstance, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import { actsByOutcome } from '#platform/audit/act-count'
import { poolOf } from '#platform/database/connect'
import { inTransaction } from '#platform/database/transaction'
import { LoopDelay } from './loop-delay.ts'
import { RequestTimes } from './request-times.ts'
import type { Site } from './site.ts'

/** A seal that is further behind is called late: a sealer runs every few seconds. */
const lateAfterSeconds = 60

/** `/healthz`: the process lives. `/readyz`: the database answers, how far the seal is behind, and whether files can be searched for viruses. `/metrics`: figures without a personal word. */
export function openHealthDoors(server: FastifyInstance, site: Site): void {
  const times = new RequestTimes()
  const delay = new LoopDelay()
  server.addHook('onClose', (_server, done) => {
    delay.stop()
    done()
  })
  server.addHook('onResponse', (request, reply, done) => {
    times.note(`method="${request.method}",route="${request.routeOptions.url ?? 'none'}",status="${reply.statusCode}"`, reply.elapsedTime / 1_000)
    done()
  })
  server.get('/healthz', (_request, reply) => reply.send({ ok: true }))
  server.get('/readyz', async (_request, reply) => {
    const [lag, viruses] = await Promise.all([sealLag(site).catch(() => undefined), virusSearchOf(site)])
    reply.header('cache-control', 'no-store')
    if (!lag) return reply.status(503).send({ ready: false, database: 'away' })
    return reply.send({ ready: true, database: 'answers', seal: lag.seconds > lateAfterSeconds ? 'late' : 'in-time', unsealedSeconds: lag.seconds, virusSearch: viruses })
  })
  server.get('/metrics', async (request, reply) => {
    if (!mayRead(request, site.door.installation.metricsToken)) return reply.status(404).send()
    return reply.type('text/plain; version=0.0.4').header('cache-control', 'no-store').send(await figures(site, times, delay))
  })
}

/** Where the search is away everything goes on but files, none of which is taken unsearched. */
async function virusSearchOf({ door: { installation: { virusSearch } } }: Site): Promise<'none' | 'answers' | 'away'> {
  return virusSearch === undefined ? 'none' : (await virusSearch.answers()) ? 'answers' : 'away'
}

async function sealLag({ door: { db } }: Site): Promise<{ readonly lines: number; readonly seconds: number }> {
  const { rows: [lag] } = await inTransaction(db, { actor: null }, (tx) => sql<{ lines: number; seconds: number }>`select lines, seconds from audit.seal_lag()`.execute(tx))
  return lag ?? { lines: 0, seconds: 0 }
}

/** With a token set, whoever shows it; without one, only this machine. */
function mayRead({ headers, ip }: FastifyRequest, token: string | undefined): boolean {
  if (token === undefined) return ['127.0.0.1', '::1', '::ffff:127.0.0.1'].includes(ip)
  const digest = (text: string) => createHash('sha256').update(text).digest()
  return timingSafeEqual(digest(headers.authorization ?? ''), digest(`Bearer ${token}`))
}

async function figures(site: Site, times: RequestTimes, delay: LoopDelay): Promise<string> {
  const lag = await sealLag(site).catch(() => undefined)
  const counts = await site.counts?.().catch(() => undefined)
  const viruses = await virusSearchOf(site)
  const { total, idle, waiting } = poolOf(site.door.db)
  return [
    ...figure('ariadne_acts_total', 'counter', 'Lines of the record of acts written by this process, by outcome.', actsByOutcome().map(([outcome, count]) => [`{outcome="${outcome}"}`, count])),
    ...figure('ariadne_database_connections', 'gauge', 'Connections of the pool, and requests that wait for one.', [['{state="busy"}', total - idle], ['{state="idle"}', idle], ['{state="awaited"}', waiting]]),
    ...figure('ariadne_held_up_seconds', 'gauge', 'The longest in which the process answered nobody, in this minute and the one before.', [['', delay.longest().toFixed(3)]]),
    ...figure('ariadne_database_up', 'gauge', 'Whether the database answers.', [['', lag ? 1 : 0]]),
    ...(lag ? figure('ariadne_seal_waiting_lines', 'gauge', 'Lines of the record that no signed head covers yet, ten thousand at most.', [['', lag.lines]]) : []),
    ...(lag ? figure('ariadne_seal_lag_seconds', 'gauge', 'Age of the oldest of these lines.', [['', lag.seconds]]) : []),
    ...(viruses === 'none' ? [] : figure('ariadne_virus_search_up', 'gauge', 'Whether the search for viruses answers; while it does not, no file is taken.', [['', viruses === 'answers' ? 1 : 0]])),
    ...Object.entries(counts ?? {}).flatMap(([name, { count, about }]) => figure(`ariadne_${name}`, 'gauge', about, [['', count]])),
    '# HELP ariadne_request_seconds How long requests took.', '# TYPE ariadne_request_seconds histogram', ...times.lines('ariadne_request_seconds'), '',
  ].join('\n')
}

const figure = (name: string, type: 'counter' | 'gauge', about: string, values: readonly (readonly [string, number | string])[]): readonly string[] =>
  [`# HELP ${name} ${about}`, `# TYPE ${name} ${type}`, ...values.map(([labels, value]) => `${name}${labels} ${value}`)]
