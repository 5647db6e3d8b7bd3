import { randomUUID } from 'node:crypto'
import { Agent, request } from 'node:http'
import { setTimeout as pause } from 'node:timers/promises'
import pg from 'pg'
import { clientSettings, type ServerSettings } from '#platform/database/connect'
import type { Prepared, Statement } from './ten-pages.ts'

/** What to send: so many users who act once a second, or so many requests a second whoever answers. */
export type Job = {
  readonly to: { readonly http: number } | { readonly sql: ServerSettings }
  readonly targets: readonly Omit<Prepared, 'html' | 'bytes'>[]
  readonly users?: number
  readonly rate?: number
  readonly seconds: number
}
export type Sample = { readonly page: string; readonly ms: number; readonly ok: boolean }

const agent = new Agent({ keepAlive: true, maxSockets: 400 })

function ask(port: number, { path, cookie, fields }: Job['targets'][number]): Promise<boolean> {
  const body = fields ? new URLSearchParams({ ...fields, once: randomUUID() }).toString() : ''
  return new Promise((resolve) => {
    const sent = request({ agent, port, host: '127.0.0.1', path, method: fields ? 'POST' : 'GET', headers: { cookie, ...(fields ? { 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(body) } : {}) } }, (answer) => {
      answer.on('data', () => {})
      answer.on('end', () => resolve(answer.statusCode === 200 || answer.statusCode === 303))
    })
    sent.on('error', () => resolve(false))
    sent.end(body)
  })
}

/** The same statements in the same order on one connection, without Ariadne: what the database alone takes. */
async function speak(pool: pg.Pool, statements: readonly Statement[]): Promise<boolean> {
  const once = randomUUID()
  const client = await pool.connect()
  try {
    for (const { text, values } of statements) await client.query(text, values.map((value) => revived(value, once)))
    return true
  } catch {
    await client.query('rollback').catch(() => {})
    return false
  } finally {
    client.release()
  }
}

function revived(value: unknown, once: string): unknown {
  if (value === 'ONCE') return once
  return typeof value === 'object' && value !== null && 'hex' in value ? Buffer.from(String(value.hex), 'hex') : value
}

/** Sends what the job says and answers with what each request took, the wait in line included. */
async function run({ to, targets, users, rate, seconds }: Job): Promise<readonly Sample[]> {
  const pool = 'sql' in to ? new pg.Pool({ ...clientSettings(to.sql), max: 20 }) : null
  const samples: Sample[] = []
  const one = async (number: number): Promise<void> => {
    const target = targets[number % targets.length]
    if (!target) return
    const began = performance.now()
    const ok = 'http' in to ? await ask(to.http, target) : pool !== null && (await speak(pool, target.statements))
    samples.push({ page: target.page, ms: performance.now() - began, ok })
  }
  // The connections and the plans of the first moment are no one's daily wait.
  await Promise.all(Array.from({ length: 4 }, async (_, line) => { for (let number = 0; number < 60; number += 1) await one(line * 31 + number) }))
  samples.splice(0)
  const start = performance.now()
  const until = start + seconds * 1000
  if (users !== undefined) await Promise.all(Array.from({ length: users }, (_, user) => actOnceASecond(user, users, { start, until, one })))
  else await atRate(rate ?? 10, { start, until, one })
  await pool?.end()
  return samples
}

type Span = { readonly start: number; readonly until: number; readonly one: (number: number) => Promise<void> }

async function actOnceASecond(user: number, users: number, { start, until, one }: Span): Promise<void> {
  for (let turn = 0; ; turn += 1) {
    const due = start + turn * 1000 + (user * 1000) / users
    if (due >= until) return
    await pause(Math.max(0, due - performance.now()))
    await one(turn * 7 + user * 11)
  }
}

async function atRate(rate: number, { start, until, one }: Span): Promise<void> {
  const running = new Set<Promise<void>>()
  for (let number = 0; ; number += 1) {
    const due = start + (number * 1000) / rate
    if (due >= until) break
    const early = due - performance.now()
    if (early > 1) await pause(early)
    const act = one(number).finally(() => running.delete(act))
    running.add(act)
  }
  await Promise.all(running)
}

process.once('message', (job: Job) => {
  void run(job).then((samples) => { process.send?.(samples, () => process.exit(0)) })
})
