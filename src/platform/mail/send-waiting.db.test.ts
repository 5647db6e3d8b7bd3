import { sql } from 'kysely'
import type { AddressInfo } from 'node:net'
import { simpleParser, type ParsedMail } from 'mailparser'
import { SMTPServer } from 'smtp-server'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { asMigrator, inTransaction } from '#platform/database/transaction'
import { instant } from '#vocabulary/instant'
import { testDatabase } from '../../../tests/support/database.ts'
import type { Message } from './message.ts'
import { mailSettingsOf, serverOf } from './mail-settings.ts'
import { dropMail, queueMail } from './outbox-rows.ts'
import { sendWaiting, type Composer, type Sender } from './send-waiting.ts'

const base = testDatabase()
const about = '00000000-0000-4000-8000-000000000001'
const plain: Message = { from: 'service', to: 'a.voorbeeld@office.example', subject: 'Something waits', text: 'Please look.' }
let now = new Date('2026-11-23T09:00:00Z')
let arrived: { mail: ParsedMail; raw: string; to: string[] }[] = []
let server: SMTPServer | undefined
let port = 0
const refuses = new Set<string>()

async function open(on = 0): Promise<void> {
  server = new SMTPServer({
    authOptional: true, disabledCommands: ['STARTTLS'], logger: false,
    onRcptTo: ({ address }, _session, done) => done(refuses.has(address) ? Object.assign(new Error('no such person'), { responseCode: 550 }) : null),
    onData(stream, session, done) {
      const parts: Buffer[] = []
      stream.on('data', (part: Buffer) => parts.push(part))
      stream.on('end', () => {
        const raw = Buffer.concat(parts).toString()
        void simpleParser(raw).then((mail) => { arrived.push({ mail, raw, to: session.envelope.rcptTo.map(({ address }) => address) }); done() })
      })
    },
  })
  server.on('error', () => undefined)
  await new Promise<void>((resolve) => server?.listen(on, '127.0.0.1', resolve))
  port = (server.server.address() as AddressInfo).port
}
const shut = (): Promise<void> => new Promise((resolve) => { if (server) server.close(() => resolve()); else resolve(); server = undefined })

const sender = (compose: Composer): Sender => ({
  db: base.db, clock: () => now, composers: { notice: compose },
  mail: { leaves: 'by-server', server: serverOf(`smtp://127.0.0.1:${port}`), sender: 'ariadne@office.example', neutral: 'post@house.example', neutralUrl: 'https://house.example' },
})
const sending = (message: Message) => sender(() => Promise.resolve(message))
const queue = (restsOn?: string): Promise<void> => asMigrator(base.db, (tx) => queueMail(tx, { kind: 'notice', about, restsOn, language: 'en', now: instant(now) }))
const states = async (): Promise<string[]> => (await asMigrator(base.db, (tx) => sql<{ state: string; fault: string | null }>`select state, fault from platform.mail order by queued_at, id`.execute(tx))).rows.map(({ state, fault }) => [state, fault].filter(Boolean).join(' ')).toSorted()
const later = (minutes: number): void => { now = new Date(now.getTime() + minutes * 60_000) }

beforeEach(async () => {
  arrived = []
  refuses.clear()
  await asMigrator(base.db, (tx) => sql`delete from platform.mail`.execute(tx))
  await open()
})
afterEach(() => shut())

describe('a mail in the outbox', () => {
  test('is delivered once, however many servers send at the same moment', async () => {
    for (let count = 0; count < 12; count += 1) await queue()
    const counts = await Promise.all([1, 2, 3, 4].map(() => sendWaiting(sending(plain))))
    await sendWaiting(sending(plain))
    expect(counts.reduce((sum, count) => sum + count, 0)).toBe(12)
    expect(arrived).toHaveLength(12)
    expect(new Set(arrived.map(({ mail }) => mail.messageId)).size).toBe(12)
    expect(new Set(await states())).toEqual(new Set(['sent']))
  })

  test('waits while the mail server is away, longer each time, and leaves when it is back', async () => {
    const address = port
    await shut()
    await queue()
    expect(await sendWaiting(sending(plain))).toBe(0)
    expect(await states()).toEqual(['waiting ESOCKET'])
    expect(await sendWaiting(sending(plain))).toBe(0)
    later(2)
    expect(await sendWaiting(sending(plain))).toBe(0)
    await open(address)
    later(1)
    expect(await sendWaiting(sending(plain))).toBe(0)
    later(5)
    expect(await sendWaiting(sending(plain))).toBe(1)
    expect(arrived.map(({ to }) => to)).toEqual([['a.voorbeeld@office.example']])
  })

  test('is given up after eight tries, and at once when the other server knows no such person', async () => {
    refuses.add('nobody@office.example')
    await queue()
    await sendWaiting(sending({ ...plain, to: 'nobody@office.example' }))
    expect(await states()).toEqual(['dead EENVELOPE 550'])
    await shut()
    await queue()
    for (let day = 0; day < 9; day += 1) { await sendWaiting(sending(plain)); later(24 * 60 + 1) }
    expect(await states()).toEqual(['dead EENVELOPE 550', 'dead ESOCKET'])
  })

  test('is not written when the act is undone, and is dropped when what it rests on falls', async () => {
    await expect(asMigrator(base.db, async (tx) => { await queueMail(tx, { kind: 'notice', about, language: 'en', now: instant(now) }); throw new Error('undone') })).rejects.toThrow('undone')
    await queue(about)
    expect(await asMigrator(base.db, (tx) => dropMail(tx, about, instant(now)))).toBe(1)
    expect(await sendWaiting(sending(plain))).toBe(0)
    expect(await states()).toEqual(['dropped'])
  })

  test('waits for an hour that is safe without losing tries, and is dropped after a week', async () => {
    await queue()
    await sendWaiting(sender(() => Promise.resolve('later')))
    expect(await states()).toEqual(['waiting'])
    later(8 * 24 * 60)
    await sendWaiting(sender(() => Promise.resolve('later')))
    expect(await states()).toEqual(['dropped'])
  })

  test('that nobody can put together is dropped, and no mail leaves without a server', async () => {
    await queue()
    expect(await sendWaiting({ ...sending(plain), mail: { leaves: 'nowhere' } })).toBe(0)
    expect(await states()).toEqual(['waiting'])
    await sendWaiting({ ...sending(plain), composers: {} })
    expect(await states()).toEqual(['dropped'])
  })
})

describe('a header', () => {
  const nasty = ['\r\nBcc: thief@evil.example', '\nBcc: thief@evil.example\n\nbody', '\u2028Bcc: thief@evil.example', '\u0085Bcc: x', '\u202Eesrever', '\u0000', '\uD800', ' <thief@evil.example>', ', thief@evil.example', '; thief@evil.example']

  test('cannot be begun by what stands in the subject', async () => {
    for (const tail of nasty) {
      await queue()
      await sendWaiting(sending({ ...plain, subject: `Something ${tail}` }))
    }
    expect(arrived).toHaveLength(nasty.length)
    for (const { mail, to } of arrived) {
      expect(to).toEqual(['a.voorbeeld@office.example'])
      expect([...mail.headers.keys()].toSorted()).toEqual(['auto-submitted', 'content-transfer-encoding', 'content-type', 'date', 'from', 'message-id', 'mime-version', 'subject', 'to'])
      expect(mail.bcc).toBeUndefined()
      expect(mail.subject).not.toMatch(/[\p{Cc}\u2028\u2029\u202E]/u)
    }
  })

  test('cannot be begun by what stands in an address: such a mail never leaves', async () => {
    for (const tail of nasty) {
      await queue()
      await sendWaiting(sending({ ...plain, to: `a.voorbeeld@office.example${tail}` }))
      await queue()
      await sendWaiting({ ...sending(plain), mail: { leaves: 'by-server', server: serverOf(`smtp://127.0.0.1:${port}`), sender: `ariadne@office.example${tail}`, neutral: null, neutralUrl: null } })
    }
    // What only space surrounds is the address itself.
    expect(arrived.every(({ to }) => to.length === 1 && to[0] === 'a.voorbeeld@office.example')).toBe(true)
    expect(arrived.some(({ raw }) => raw.includes('evil.example'))).toBe(false)
  })

  test('cannot be begun by the text, which arrives in any script as it was written', async () => {
    await queue()
    await sendWaiting(sending({ ...plain, text: 'Guten Tag\r\n.\r\nRCPT TO:<thief@evil.example>\r\n\u0000العربية ትግርኛ tiếng Việt' }))
    expect(arrived).toHaveLength(1)
    expect(arrived[0]?.to).toEqual(['a.voorbeeld@office.example'])
    expect(arrived[0]?.mail.text).toContain('.\nRCPT TO:<thief@evil.example>\nالعربية ትግርኛ tiếng Việt')
  })

  test('says nothing of this program when the mail is for the person', async () => {
    await queue()
    await sendWaiting(sending({ ...plain, from: 'neutral', subject: 'Your question', text: 'https://house.example/i' }))
    expect(arrived[0]?.raw).not.toMatch(/ariadne|nodemailer|traffick|trafic/i)
    expect(arrived[0]?.mail.from?.value[0]?.address).toBe('post@house.example')
  })
})

describe('who sees the outbox', () => {
  const actor = (officeKind: 'administration' | 'reception-centre') => ({ account: about, office: about, officeKind })
  test('is the administration, without what a mail is about, and nobody else', async () => {
    await queue()
    const read = (kind: 'administration' | 'reception-centre') => inTransaction(base.db, { actor: actor(kind) }, async (tx) => (await sql`select id, kind, state from platform.mail`.execute(tx)).rows.length)
    expect([await read('administration'), await read('reception-centre')]).toEqual([1, 0])
    await expect(inTransaction(base.db, { actor: actor('administration') }, (tx) => sql`select about from platform.mail`.execute(tx))).rejects.toThrow('permission denied')
  })
})

describe('the settings', () => {
  test('let nothing leave an evaluation, whatever is set, and nothing leave without a server', () => {
    const set = { ARIADNE_MAIL_URL: 'smtps://u:p%40ss@mail.example', ARIADNE_MAIL_FROM: 'a@b.example' }
    expect(mailSettingsOf({ ARIADNE_MODE: 'evaluation', ...set }, 'http://localhost').leaves).toBe('on-screen')
    expect(mailSettingsOf({ ARIADNE_MODE: 'production' }, 'https://x.example').leaves).toBe('nowhere')
    expect(mailSettingsOf({ ARIADNE_MODE: 'production', ...set }, 'https://x.example')).toMatchObject({ leaves: 'by-server', server: { host: 'mail.example', port: 465, secure: true, password: 'p@ss' } })
  })

  test('ask for encryption of every server but one on this machine', () => {
    expect([serverOf('smtp://mail.example').mustEncrypt, serverOf('smtp://127.0.0.1:25').mustEncrypt]).toEqual([true, false])
  })
})
