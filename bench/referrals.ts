import { randomUUID } from 'node:crypto'
import { Agent, request } from 'node:http'
import { sql } from 'kysely'
import { createServer } from '#platform/http/server'
import { composeSite } from '../src/main/compose-site.tsx'
import { folderFor, load, median, ms, numberOption, openBenchHome, p95, printTable, silent } from './bench-home.ts'
import { generateFiles } from './generate-files.ts'
import { processorOf, processorOfDatabase, startAriadne, urlOf } from './processes.ts'
import { signIn } from './ten-pages.ts'

// Caseworkers of three centres accept waiting referrals as fast as the answers come; afterwards every one of them is looked for in the database.
const seconds = numberOption('seconds', 10)
const atOnce = numberOption('at-once', 16)
const home = await openBenchHome(folderFor(0))
const { rows: [before] } = await sql<{ files: number }>`select count(*)::int as files from cases.file where reference like 'GEN-%'`.execute(home.db)
await generateFiles(home.db, (before?.files ?? 0) + numberOption('referrals', 4_000), { waiting: true })

const centres = ['pag-asa', 'payoke', 'surya']
const inProcess = await createServer(composeSite(home.door, silent))
const waiting: { readonly id: string; readonly version: number; readonly cookie: string }[] = []
for (const centre of centres) {
  const cookie = await signIn(inProcess, `caseworker-${centre}`)
  const { rows } = await sql<{ id: string; version: number }>`
    select referral.id, version from referral.referral join accounts.office on office.id = to_office
    where office.key = ${centre} and state = 'waiting' and reference like 'GEN-%'`.execute(home.db)
  waiting.push(...rows.map(({ id, version }) => ({ id, version, cookie })))
}
await inProcess.close()
const ariadne = await startAriadne({ DATABASE_URL: urlOf(home.connection), ARIADNE_HOME: home.folder })
const agent = new Agent({ keepAlive: true, maxSockets: atOnce })

const accept = ({ id, version, cookie }: (typeof waiting)[number]): Promise<number> => {
  const body = new URLSearchParams({ version: String(version), note: '', place: 'none', once: randomUUID() }).toString()
  return new Promise((resolve) => {
    const sent = request({ agent, port: ariadne.port, host: '127.0.0.1', method: 'POST', path: `/arrivals/${id}/accept`, headers: { cookie, 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(body) } }, (answer) => {
      answer.resume().on('end', () => resolve(answer.statusCode ?? 0))
    })
    sent.on('error', () => resolve(0))
    sent.end(body)
  })
}

const took: number[] = []
const accepted: string[] = []
const other = new Map<number, number>()
const until = performance.now() + seconds * 1000
const usedBefore = [processorOf(ariadne), await processorOfDatabase(home.db)] as const
const began = performance.now()
await Promise.all(Array.from({ length: atOnce }, async () => {
  for (let next = waiting.pop(); next && performance.now() < until; next = waiting.pop()) {
    const at = performance.now()
    const status = await accept(next)
    took.push(performance.now() - at)
    if (status === 303) accepted.push(next.id)
    else other.set(status, (other.get(status) ?? 0) + 1)
  }
}))
const lasted = (performance.now() - began) / 1000
const used = [processorOf(ariadne) - usedBefore[0], (await processorOfDatabase(home.db)) - usedBefore[1]].map((sum) => (sum / took.length).toFixed(1))
const { rows: [kept] } = await sql<{ kept: number }>`
  select count(*)::int as kept from referral.referral
  where id = any (${accepted}::uuid[]) and state = 'accepted'
    and exists (select from referral.event where event.referral = referral.id and event.step = 'accept')
    and exists (select from protection.step where step.file = referral.file and step.step = 'accept-accompaniment')
    and exists (select from cases.timeline where timeline.file = referral.file and words = 'referral-accept')
    and exists (select from audit.line where line.file = referral.file and route = 'referral.accept' and outcome = 'done')`.execute(home.db)
console.log(`\n${new Date().toISOString()}, load ${load()}\n`)
printTable(['at once', 'seconds', 'accepted', 'a second', 'median ms', 'p95 ms', 'processor ms in Node', 'in the database', 'otherwise answered', 'said accepted and not whole in the database'], [[
  atOnce, lasted.toFixed(1), accepted.length, (accepted.length / lasted).toFixed(0), ms(median(took)), ms(p95(took)), ...used, [...other].map(([status, times]) => `${status}: ${times}`).join(', ') || 'none', accepted.length - (kept?.kept ?? 0),
]])
await ariadne.stop()
await home.close()
