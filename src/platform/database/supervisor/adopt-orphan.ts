import { readlinkSync } from 'node:fs'
import pg from 'pg'
import { clientSettings, type ServerSettings } from '../connect.ts'
import { isAlive, servesFolder } from './process-facts.ts'
import { type Postmaster, readPostmasterFile, stopPostmaster } from './postmaster.ts'

type Search = { readonly data: string; readonly postgres: string; readonly settingsAt: (socket: string) => ServerSettings; readonly patience?: number }

/**
 * Looks for the PostgreSQL that a killed Ariadne left behind. One that is ours and answers is returned to be used further;
 * one that is not or does not is stopped.
 */
export async function adoptOrphan({ data, postgres, settingsAt, patience = 15_000 }: Search): Promise<Postmaster | undefined> {
  const left = readPostmasterFile(data)
  if (left && isAlive(left.pid) && servesFolder(left.pid, data)) {
    if (left.isReady && runsProgram(left.pid, postgres) && (await answers(settingsAt(left.socket)))) return left
    await stopPostmaster(left.pid, data, patience)
  }
  return undefined
}

/** After an update the orphan is still the old program, and is stopped in favour of the new one. */
function runsProgram(pid: number, postgres: string): boolean {
  try {
    return readlinkSync(`/proc/${pid}/exe`) === postgres
  } catch {
    return process.platform !== 'linux'
  }
}

async function answers(settings: ServerSettings): Promise<boolean> {
  const client = new pg.Client({ ...clientSettings(settings), connectionTimeoutMillis: 3_000, query_timeout: 3_000 })
  client.on('error', () => {})
  try {
    await client.connect()
    await client.query('select 1')
    return true
  } catch {
    return false
  } finally {
    await Promise.race([client.end().catch(() => {}), new Promise((resolve) => { setTimeout(resolve, 500) })])
  }
}
