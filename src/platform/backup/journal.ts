import { createReadStream, createWriteStream, existsSync, mkdirSync, readdirSync, renameSync, rmSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { FastifyBaseLogger } from 'fastify'
import { sealTo } from './sealed-stream.ts'

const everySeconds = 20
/** Names as PostgreSQL gives them to the pieces of its journal, and to what tells of a new line of time. */
const isPiece = (name: string): boolean => /^[0-9A-F]{24}(\.[0-9A-F]{8}\.backup)?$|^[0-9A-F]{8}\.history$/.test(name)

type Journal = { readonly spool: string; readonly folder: string; readonly recipient: string }

/** Seals what the database has handed out of its journal into the folder, and only then lets it go; answers how many pieces. */
export async function sealJournal({ spool, folder, recipient }: Journal): Promise<number> {
  if (!existsSync(spool)) return 0
  mkdirSync(folder, { recursive: true, mode: 0o700 })
  const pieces = readdirSync(spool).filter(isPiece).toSorted()
  for (const name of pieces) {
    const target = join(folder, `${name}.sealed`)
    const part = `${target}.part`
    await pipeline(createReadStream(join(spool, name)), sealTo(recipient), createWriteStream(part, { mode: 0o600 }))
    const handle = await open(part, 'r+')
    await handle.sync()
    await handle.close()
    renameSync(part, target)
    rmSync(join(spool, name))
  }
  return pieces.length
}

/** Seals the journal while Ariadne runs. What cannot be sealed stays where it is and is said once until it can be. */
export function keepJournal(journal: Journal, log: FastifyBaseLogger): { readonly stop: () => Promise<void> } {
  let running: Promise<void> = Promise.resolve()
  let isTroubled = false
  const go = () => {
    running = running.then(() => sealJournal(journal)).then(() => { isTroubled = false }, (error: unknown) => {
      if (!isTroubled) log.error({ error: error instanceof Error ? error.name : String(error) }, 'the journal could not be sealed into ARIADNE_JOURNAL; it waits beside the database')
      isTroubled = true
    })
  }
  const timer = setInterval(go, everySeconds * 1_000)
  go()
  return {
    stop: () => {
      clearInterval(timer)
      go()
      return running
    },
  }
}
