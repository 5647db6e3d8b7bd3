import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { composersOf, sendAndForget } from '../../src/main/mail.ts'
import { packFolder } from '../../src/main/country-pack.ts'
import { Belgium, refusalOf } from '../support/belgium.ts'
import { testDatabase } from '../support/database.ts'
import { Visitors } from '../support/visitors.ts'

const base = testDatabase()
let be: Belgium
const [centre, inspector] = ['caseworker-pag-asa', 'labour-inspector']
const monday = '2026-11-23T09:00:00Z'
const rule = { confirmedHow: 'with-interpreter', weekdays: [1], from: '09:00', until: '12:00', answeredBy: 'herself', maySay: 'nothing' }
const send = () => sendAndForget({ db: base.db, clock: () => be.moment, mail: be.door.installation.mail, composers: composersOf(be.door.installation) })
const way = (file: string, more: object = rule) => be.does(centre, 'person.set-safe-contact', { file, channel: 'mail', value: 'linh@specimen.example', isSafe: 'yes', ...more })
type Shown = { sender: string; recipient: string; subject: string; body: string }
const shown = async (): Promise<Shown[]> => (await be.does<{ shown: Shown[] }>('administrator', 'mail.list', {})).shown
const states = async () => (await be.rows<{ state: string }>(sql`select state from platform.mail order by queued_at, id`)).map(({ state }) => state)

beforeAll(async () => {
  be = await Belgium.open(base.db)
  be.moment = new Date(monday)
})

describe('the rights sheet by mail, from the file', () => {
  test('goes by no way that she did not call safe, and says what would make it possible', async () => {
    const { file } = await be.accompanied()
    const ask = async () => refusalOf(await be.ask(centre, 'contact.send-rights', { file, language: 'nl' }))
    expect(await ask()).toBe('cases:contact-unknown')
    await way(file, {})
    expect(await ask()).toBe('cases:contact-unconfirmed')
    await way(file, { isSafe: 'no' })
    expect(await ask()).toBe('cases:contact-not-safe')
    expect(await be.count('platform.mail')).toBe(0)
    for (const login of ['immigration-officer', inspector, 'caseworker-payoke']) expect(refusalOf(await be.ask(login, 'contact.send-rights', { file, language: 'nl' }))).toBe('not-found')
  })

  test('leaves within her hours, in her language, without a word that betrays, and stands in the ledger', async () => {
    const { file } = await be.accompanied()
    await way(file)
    be.moment = new Date('2026-11-23T14:00:00Z')
    await be.does(centre, 'contact.send-rights', { file, language: 'fr' })
    expect(await send()).toBe(0)
    be.moment = new Date('2026-11-30T09:00:00Z')
    await be.does(centre, 'contact.send-rights', { file, language: 'fr' })
    expect(await send()).toBe(2)
    expect(await states()).toEqual(['sent', 'sent'])
    const [mail] = await shown()
    expect(mail).toMatchObject({ sender: 'post@example.org', recipient: 'linh@specimen.example', subject: 'Information' })
    expect(mail?.body).toContain('/i/fr')
    const never = Object.values(JSON.parse(readFileSync(join(packFolder('be'), 'documents', 'never-on-a-discreet-paper.json'), 'utf8')) as Record<string, string[]>).flat()
    const said = `${mail?.sender} ${mail?.subject} ${mail?.body}`.toLowerCase()
    expect([...never, 'ariadne', 'rights', 'droits'].filter((word) => said.includes(word.toLowerCase()))).toEqual([])
    const { disclosures } = await be.does<{ disclosures: { about: string; recipient: string }[] }>(centre, 'consent.list', { file })
    expect(disclosures.filter(({ about }) => about === 'rights-sheet')).toHaveLength(2)
    be.moment = new Date(monday)
  })

  test('is not sent any more when she says that the way is not safe while it waits', async () => {
    const { file } = await be.accompanied()
    await way(file)
    await be.does(centre, 'contact.send-rights', { file, language: 'fr' })
    await way(file, { isSafe: 'no' })
    expect(await send()).toBe(0)
    expect((await states()).toSorted()[0]).toBe('dropped')
  })
})

test('nobody is flooded in our name: five mails an hour to one address, whoever sends them', async () => {
  const report = await be.fullReport(inspector)
  const refusal = async (login: string, address: string) => refusalOf(await be.ask(login, 'report.send-rights', { report, language: 'de', address, confirmedHow: 'in-person' }))
  for (let count = 0; count < 5; count += 1) expect(await refusal(inspector, 'Flood@specimen.example')).toBe('answered')
  expect(await refusal(inspector, 'flood@specimen.example')).toBe('rights-too-many')
  expect(await refusal(inspector, 'other@specimen.example')).toBe('answered')
  be.moment = new Date(be.moment.getTime() + 3_700_000)
  expect(await refusal(inspector, 'flood@specimen.example')).toBe('answered')
  be.moment = new Date(monday)
  await send()
})

describe('the rights sheet by mail, from the report', () => {
  test('goes to the address that she said is safe, which is then forgotten, and stands in her record', async () => {
    const report = await be.fullReport(inspector)
    const asked = { report, language: 'de', address: 'mai@specimen.example' }
    expect(refusalOf(await be.ask(inspector, 'report.send-rights', asked))).toBe('rights-unconfirmed')
    expect(refusalOf(await be.ask(inspector, 'report.send-rights', { ...asked, address: 'a@b.example\nBcc: x@y.example', confirmedHow: 'in-person' }))).toBe('rights-address')
    expect(refusalOf(await be.ask('police-officer', 'report.send-rights', { ...asked, confirmedHow: 'in-person' }))).toBe('not-found')
    await be.does(inspector, 'report.send-rights', { ...asked, confirmedHow: 'in-person' })
    const [before] = await be.rows<{ address: Buffer }>(sql`select address from referral.rights_sending where report = ${report}`)
    expect(before?.address).not.toBeNull()
    expect(String(before?.address)).not.toContain('specimen')
    expect(await send()).toBe(1)
    expect((await shown()).map(({ recipient }) => recipient)).toContain('mai@specimen.example')
    expect(await be.rows(sql`select address from referral.rights_sending where report = ${report}`)).toEqual([{ address: null }])
    await be.does(inspector, 'report.send', { report, centre: await be.office(centre) })
    const { text } = await be.does<{ text: { shared: { what: string }[] } }>(inspector, 'report.show-record', { report, language: 'en' })
    expect(text.shared.map(({ what }) => what)).toContain('information about your rights')
  })
})

test('the short address shows the sheet without a title that betrays, and the pages of the ledger and of sending open', async () => {
  const visitors = await Visitors.open(be)
  const { file, report } = await be.accompanied()
  await way(file)
  for (const url of ['/i', '/i/nl', '/i/fr?audience=child']) {
    const page = await visitors.as(null, { url })
    expect(page.statusCode).toBe(200)
    expect(/<title>([^<]*)</.exec(page.body)?.[1]).toMatch(/^Informati(on|e)$/)
    expect(page.body).not.toMatch(/href="\/rights\?/)
  }
  for (const [login, url] of [[centre, `/files/${file}/consents`], [centre, `/files/${file}/rights`], [centre, `/files/${file}/person`], [centre, '/calls'], [centre, '/shared'], [inspector, `/reports/${report}/rights`], [inspector, '/account/notices'], ['administrator', '/mail']] as const) {
    const page = await visitors.as(login, { url })
    expect([url, page.statusCode]).toEqual([url, 200])
    expect(page.body.replace(/<[^>]+>/g, ' ')).not.toMatch(/\{\{|undefined|\b(?:consent|disclosure|rights|mail|calls|notices|field)\.[a-z]/)
  }
  const pdf = await visitors.as(centre, { url: `/files/${file}/record/nl` })
  expect([pdf.statusCode, pdf.headers['content-type']]).toEqual([200, 'application/pdf'])
})
