import { randomUUID } from 'node:crypto'
import { createServer } from '#platform/http/server'
import { composeSite } from '../src/main/compose-site.tsx'
import { folderFor, load, ms, numberOption, openBenchHome, printTable, silent } from './bench-home.ts'
import { generateFiles } from './generate-files.ts'
import { prepare, tenPages, type Prepared } from './ten-pages.ts'

// What each page costs Ariadne's own process in processor time, which is the same on a busy machine as on a quiet one.
const files = numberOption('files', 10_000)
const turns = numberOption('turns', 30)
const home = await openBenchHome(folderFor(files))
await generateFiles(home.db, files)
const prepared = await prepare(home, await tenPages(home))
const server = await createServer(composeSite(home.door, silent))

const ask = ({ path, cookie, fields }: Prepared) => server.inject(fields
  ? { method: 'POST', url: path, headers: { cookie, 'content-type': 'application/x-www-form-urlencoded' }, payload: new URLSearchParams({ ...fields, once: randomUUID() }).toString() }
  : { method: 'GET', url: path, headers: { cookie } })

const rows: (string | number)[][] = []
for (const page of new Set(prepared.map((one) => one.page))) {
  const targets = prepared.filter((one) => one.page === page)
  for (const target of targets) await ask(target)
  const before = process.cpuUsage()
  for (let turn = 0; turn < turns; turn += 1) await Promise.all(targets.slice(0, 4).map(ask))
  const { user, system } = process.cpuUsage(before)
  rows.push([page, targets[0]?.statements.length ?? 0, ms((user + system) / 1000 / turns / Math.min(4, targets.length))])
}
console.log(`\n${files} files, ${new Date().toISOString()}, load ${load()}\n`)
printTable(['page', 'statements', 'processor ms for one'], rows)
await server.close()
await home.close()
