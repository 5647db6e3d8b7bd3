import { existsSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { load, option, printTable } from './bench-home.ts'
import { startAriadne } from './processes.ts'

// From the command to the first page: on a folder that does not exist yet, the same again, and on a home full of files.
const empty = join(tmpdir(), `ariadne-bench-start-${process.pid}`)
const full = option('full', join(tmpdir(), 'ariadne-bench-10000'))

async function start(what: string, folder: string): Promise<readonly string[]> {
  const began = performance.now()
  const ariadne = await startAriadne({ ARIADNE_HOME: folder, DATABASE_URL: '' })
  const ready = performance.now() - began
  const answer = await fetch(`http://127.0.0.1:${ariadne.port}/sign-in`)
  await answer.text()
  const page = performance.now() - began
  const stopping = performance.now()
  await ariadne.stop()
  return [what, (ready / 1000).toFixed(1), (page / 1000).toFixed(1), String(answer.status), ((performance.now() - stopping) / 1000).toFixed(1), load()]
}

const rows = [await start('an empty home', empty), await start('the same home again', empty)]
if (existsSync(full)) rows.push(await start(`a full home (${full})`, full))
console.log(`\n${new Date().toISOString()}\n`)
printTable(['start on', 'ready after s', 'first page after s', 'status', 'stopped after s', 'load'], rows)
rmSync(empty, { recursive: true, force: true })
