import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { afterAll, describe, expect, test } from 'vitest'
import { sealJournal } from '#platform/backup/journal'
import { layPoint } from '#platform/backup/restore-point'
import { newBackupKey } from '#platform/backup/sealed-stream'
import { writeBase } from '#platform/backup/write-base'
import { startEmbeddedPostgres } from '#platform/database/supervisor/embedded-postgres'
import { journalSpool } from '#platform/database/supervisor/hand-out-journal'
import { rootOf } from '#platform/database/supervisor/running-database'
import { aFolder, ask, removeHome } from '../support/database-home.ts'

const folder = aFolder()
const [home, again] = [aFolder(), aFolder()]
const key = newBackupKey()
const log = () => undefined
afterAll(() => { for (const one of [home, again]) removeHome(one); rmSync(folder, { recursive: true, force: true }) })

describe('the journal of the embedded database', () => {
  test('leads from a base to any moment after it: what was written until then is there, what came later is not', async () => {
    const journal = join(folder, 'journal')
    const own = await startEmbeddedPostgres({ home, log, handsOutJournal: true })
    const said = async (text: string) => { await ask(own.connection, `insert into told (what) values ('${text}')`) }
    let moment: Date
    try {
      await ask(own.connection, 'create table told (what text)')
      await said('before the base')
      mkdirSync(join(home, 'keys'))
      await writeBase({ from: own.connection, home, data: join(rootOf(home), 'database'), file: join(folder, 'one.base'), recipient: key.publicText, now: new Date() })
      await said('after the base')
      await pause(50)
      const [clock] = await ask<{ now: string }>(own.connection, 'select clock_timestamp()::text as now')
      moment = new Date(clock?.now ?? '')
      moment = new Date(moment.getTime() + 1)
      await pause(50)
      await said('by mistake')
      await ask(own.connection, 'select pg_switch_wal()')
      for (let tries = 0; tries < 100 && !readdirSync(journalSpool(rootOf(home))).some((name) => /^[0-9A-F]{24}$/.test(name)); tries += 1) await pause(100)
      await pause(500)
    } finally {
      await own.stop()
    }
    expect(await sealJournal({ spool: journalSpool(rootOf(home)), folder: journal, recipient: key.publicText })).toBeGreaterThan(0)
    expect(readdirSync(journalSpool(rootOf(home))).filter((name) => !name.endsWith('.part'))).toEqual([])
    for (const name of readdirSync(journal)) expect(readFileSync(join(journal, name)).includes('after the base')).toBe(false)

    rmSync(again, { recursive: true })
    const laid = await layPoint({ base: join(folder, 'one.base'), privateKey: key.privateText, journal, until: moment, home: again })
    const back = await startEmbeddedPostgres({ home: again, log })
    try {
      laid.forget()
      expect(await ask(back.connection, 'select what from told order by what')).toEqual([{ what: 'after the base' }, { what: 'before the base' }])
      await ask(back.connection, "insert into told (what) values ('goes on')")
    } finally {
      await back.stop()
    }
  }, 120_000)

  test('is not laid over a home that is in use', async () => {
    await expect(layPoint({ base: join(folder, 'one.base'), privateKey: key.privateText, journal: join(folder, 'journal'), until: new Date(), home })).rejects.toThrow('is not empty')
  })
})
