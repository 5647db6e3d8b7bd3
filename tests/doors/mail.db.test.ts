import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { sendWaiting } from '#platform/mail/send-waiting'
import { composersOf, queueDigests } from '../../src/main/mail.ts'
import { Belgium, refusalOf } from '../support/belgium.ts'
import { testDatabase } from '../support/database.ts'

const base = testDatabase()
let be: Belgium
const at = (moment: string) => { be.moment = new Date(moment) }
const digests = () => queueDigests({ db: base.db, clock: () => be.moment })
const send = () => sendWaiting({ db: base.db, clock: () => be.moment, mail: be.door.installation.mail, composers: composersOf(be.door.installation) })
type Shown = { recipient: string; subject: string; body: string }
const shown = async (): Promise<Shown[]> => (await be.does<{ shown: Shown[] }>('administrator', 'mail.list', {})).shown

beforeAll(async () => { be = await Belgium.open(base.db) })

describe('a notice to a colleague', () => {
  test('comes at most once an hour, says that something waits and nothing else', async () => {
    await be.does('caseworker-pag-asa', 'account.set-notices', { address: 'case@centre.example', notices: ['referrals'] })
    expect(await digests()).toBe(0)
    await be.handedOn({ familyName: 'Fictief', givenName: 'Mai' })
    expect(await Promise.all([digests(), digests(), digests()]).then((counts) => counts.reduce((sum, count) => sum + count, 0))).toBe(1)
    at('2026-11-23T09:30:00Z')
    await be.handedOn()
    expect(await digests()).toBe(0)
    at('2026-11-23T10:01:00Z')
    expect(await digests()).toBe(1)
    at('2026-11-23T11:02:00Z')
    expect(await digests()).toBe(0)
    expect(await send()).toBe(2)
    for (const { recipient, subject, body } of await shown()) {
      expect(recipient).toBe('case@centre.example')
      expect(`${subject} ${body}`).not.toMatch(/Fictief|Mai|BE-\d|traffick|mensenhandel|traite/i)
      expect(body).toContain('http://localhost:3000')
    }
  })

  test('is not sent to who wants none, nor to who no longer works here', async () => {
    at('2026-11-24T09:00:00Z')
    await be.does('caseworker-payoke', 'account.set-notices', { address: 'payoke@centre.example', notices: ['clocks'] })
    await be.handedOn()
    expect(await digests()).toBe(1)
    await be.rows(sql`update accounts.account set active = false where login = 'caseworker-pag-asa'`)
    expect(await send()).toBe(0)
    await be.rows(sql`update accounts.account set active = true where login = 'caseworker-pag-asa'`)
  })

  test('goes to one plain address or to none', async () => {
    for (const address of ['a@b', 'a@b.example, thief@evil.example', 'a@b.example\nBcc: x@y.example', 'ä@b.example']) {
      const outcome = await be.ask('guardian', 'account.set-notices', { address, notices: [] })
      expect(outcome.answered).toBe(false)
    }
    expect(refusalOf(await be.ask('guardian', 'account.set-notices', { address: 'nobody', notices: [] }))).toBe('mail-address')
    await be.does('guardian', 'account.set-notices', { address: '', notices: [] })
    expect(await be.does('guardian', 'account.show-notices', {})).toMatchObject({ address: '', clocks: false, leaves: 'on-screen' })
  })
})

describe('an emergency access', () => {
  test('is told to data protection at once, without a word of whom', async () => {
    at('2026-11-25T09:00:00Z')
    await be.does('data-protection-officer', 'account.set-notices', { address: 'dpo@watch.example', notices: [] })
    const { file } = await be.accompanied({ familyName: 'Fictief' })
    const [row] = await be.rows<{ reference: string }>(sql`select reference from cases.file where id = ${file}`)
    await be.does('caseworker-payoke', 'emergency.open', { reference: row?.reference, reason: 'She stands at our door tonight and fears for her life.' })
    await send()
    const mail = (await shown()).find(({ recipient }) => recipient === 'dpo@watch.example')
    expect(mail).toBeDefined()
    expect(`${mail?.subject} ${mail?.body}`).not.toMatch(/Fictief|BE-\d|door tonight/)
  })
})
