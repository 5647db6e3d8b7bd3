import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { AttachmentFolder } from '#platform/attachments/attachment-folder'
import { confirmedForStory } from '#platform/doors/confirmation'
import { perform } from '#platform/doors/perform'
import { asMigrator } from '#platform/database/transaction'
import { destroyKeyOf } from '#platform/vault/sealed-columns'
import type { FileId } from '#vocabulary/ids'
import { goRound } from '../../src/main/rounds.ts'
import { Belgium, refusalOf, routes } from '../support/belgium.ts'
import { testDatabase } from '../support/database.ts'
import { saidInDump } from '../support/dump.ts'
import { dotsOf, exifOfTelephone, jpegPart, picture, withParts } from '../support/picture-parts.ts'
import { Visitors } from '../support/visitors.ts'

const base = testDatabase()
const home = mkdtempSync(join(tmpdir(), 'ariadne-papers-'))
const marker = 'Merkteken-Duizendblad'
const pdf = Buffer.from(`%PDF-1.7\n${marker}\n${'0'.repeat(2_500_000)}\n%%EOF\n`)
const [centre, immigration] = ['caseworker-pag-asa', 'immigration-officer']
let be: Belgium
let web: Visitors
let file: FileId

beforeAll(async () => {
  be = await Belgium.open(base.db)
  Object.assign(be, { door: { ...be.door, installation: { ...be.door.installation, attachments: new AttachmentFolder(home) } } })
  web = await Visitors.open(be)
  file = await be.inReflection()
}, 120_000)
afterAll(() => rmSync(home, { recursive: true, force: true }))

const add = (login: string, to: Partial<Record<'file' | 'compartment' | 'name' | 'content', string>> = {}) =>
  be.ask(login, 'attachment.add', { file, compartment: 'identity', name: `${marker}.pdf`, content: pdf.toString('base64'), ...to })
async function added(login: string, to: Parameters<typeof add>[1] = {}): Promise<string> {
  const outcome = await add(login, to)
  if (!outcome.answered) throw new Error(JSON.stringify(outcome.refusal))
  return String(outcome.value['attachment'])
}
const fetched = (login: string, attachment: string, of: string = file) => be.ask(login, 'attachment.download', { file: of, attachment })
const namesFor = async (login: string) => (await be.does<{ papers: { name: string }[] }>(login, 'attachment.list', { file })).papers.map(({ name }) => name)
const folder = () => join(home, 'attachments', readdirSync(join(home, 'attachments'))[0] ?? '')
const onDisk = () => readdirSync(folder())

type Part = { readonly name: string; readonly filename?: string; readonly value: string | Buffer }
/** A form as a browser sends it. */
function sent(parts: readonly Part[]) {
  const boundary = 'x-specimen-boundary'
  const bodies = parts.flatMap(({ name, filename, value }) => [Buffer.from(`--${boundary}\r\nContent-Disposition: form-data; name="${name}"${filename === undefined ? '' : `; filename="${filename}"\r\nContent-Type: application/pdf`}\r\n\r\n`), Buffer.from(value), Buffer.from('\r\n')])
  return { payload: Buffer.concat([...bodies, Buffer.from(`--${boundary}--\r\n`)]), headers: { 'content-type': `multipart/form-data; boundary=${boundary}`, 'sec-fetch-site': 'same-origin' } }
}
const upload = (login: string | null, parts: readonly Part[], headers: object = {}) => {
  const { payload, headers: own } = sent(parts)
  return web.as(login, { method: 'POST', url: `/files/${file}/papers`, payload, cookies: { ariadne_language: 'en' }, headers: { ...own, ...headers } })
}
const wholeForm = (once: string = crypto.randomUUID(), filename = 'Paspoort.pdf', value: string | Buffer = pdf): readonly Part[] => [{ name: 'once', value: once }, { name: 'compartment', value: 'identity' }, { name: 'content', filename, value }]

describe('a paper', () => {
  test('comes back as it was added, only as a file to save, under its own name, and no byte of it lies in clear', async () => {
    const attachment = await added(centre, { name: 'Paspoort «é».pdf' })
    const answer = await web.as(centre, { url: `/files/${file}/papers/${attachment}` })
    expect(answer.rawPayload.equals(pdf)).toBe(true)
    expect(answer.headers).toMatchObject({ 'content-type': 'application/pdf', 'x-content-type-options': 'nosniff', 'cache-control': 'no-store' })
    expect(answer.headers['content-disposition']).toBe(`attachment; filename="Paspoort----.pdf"; filename*=UTF-8''Paspoort%20%C2%AB%C3%A9%C2%BB.pdf`)
    await added(centre)
    expect(await saidInDump(base.db, [marker])).toEqual([])
    for (const name of onDisk()) expect(readFileSync(join(folder(), name)).includes(marker), name).toBe(false)
    expect(onDisk()).toHaveLength(2)
  })

  test('that says who she is is read by all who act in the file; one of an office by that office', async () => {
    await added(centre, { compartment: 'own-notes', name: 'own-centre.pdf' })
    await added(immigration, { name: 'annex.pdf' })
    expect(await namesFor(centre)).toEqual(expect.arrayContaining(['own-centre.pdf', 'annex.pdf']))
    expect(await namesFor(immigration)).toContain('annex.pdf')
    expect(await namesFor(immigration)).not.toContain('own-centre.pdf')
  })

  test('is taken away by whoever added it, and by nobody else', async () => {
    const attachment = await added(immigration, { name: 'passing.pdf' })
    expect(refusalOf(await be.ask(centre, 'attachment.remove', { file, attachment }))).toBe('not-found')
    await be.does(immigration, 'attachment.remove', { file, attachment })
    expect(refusalOf(await fetched(immigration, attachment))).toBe('not-found')
    const lines = await be.rows<{ outcome: string }>(sql`select outcome from audit.line where route = 'attachment.remove' and file = ${file} order by number`)
    expect(lines.map(({ outcome }) => outcome)).toEqual(['denied', 'done'])
  })

  test.each([
    ['paper-type', { content: Buffer.from('4d5a9000', 'hex').toString('base64') }], ['paper-type', { name: 'x.pdf', content: Buffer.from('PK\u0003\u0004').toString('base64') }], ['paper-lies', { name: 'passport.png' }],
    ['paper-missing', { content: '' }], ['paper-pixels', { name: 'x.png', content: Buffer.from('89504e470d0a1a0a0000000d494844520000ffff0000ffff08020000000000000000', 'hex').toString('base64') }], ['paper-type', { content: 'not base64!' }], ['paper-too-big', { content: Buffer.alloc(20 * 1024 * 1024 + 1, 'a').toString('base64') }],
    ['paper-name', { name: '../../keys/master.pdf' }], ['paper-name', { name: 'a\r\nSet-Cookie: x.pdf' }], ['paper-name', { name: '\u202Efdp.exe.pdf' }], ['paper-name', { name: `${'a'.repeat(10_000)}.pdf` }],
  ])('is refused with %s for what it is', async (refused, to) => {
    const before = onDisk().length
    expect(refusalOf(await add(centre, to))).toBe(refused)
    expect(onDisk()).toHaveLength(before)
  })

  test('that would unpack to much more is kept as it is and never unpacked', async () => {
    const bomb = Buffer.concat([Buffer.from('%PDF-1.7\n1 0 obj<</Filter[/FlateDecode/FlateDecode]/Length 9999999999>>stream\n'), Buffer.alloc(1000, 0x78), Buffer.from('\n%%EOF')])
    const attachment = await added(centre, { content: bomb.toString('base64'), name: 'bomb.pdf' })
    expect(await fetched(centre, attachment)).toMatchObject({ value: { content: bomb.toString('base64') } })
  })
})

describe('a photograph', () => {
  const photograph = (name: Parameters<typeof picture>[0]) => Buffer.concat([withParts(picture(name), jpegPart(0xe1, Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), exifOfTelephone()])), jpegPart(0xfe, 'Schuilhuis')), Buffer.from('ftyp a film')])

  test.each(['baseline.jpg', 'progressive.jpg'] as const)('%s is kept without where it was taken, and the screen says what was taken out', async (name) => {
    const whole = photograph(name)
    const answer = await upload(centre, wholeForm(undefined, name, whole))
    expect(answer.statusCode).toBe(303)
    const page = (await web.as(centre, { url: `/files/${file}/papers`, cookies: { ariadne_language: 'en', ...Object.fromEntries(answer.cookies.map((cookie) => [cookie.name, cookie.value])) } })).body
    expect(page.split('Taken out of the picture: where it was taken, camera and hour, captions and other texts, and what stood behind its end.')).toHaveLength(name === 'baseline.jpg' ? 3 : 4)
    const { papers } = await be.does<{ papers: { id: string; name: string; size: number; removed: string[] }[] }>(centre, 'attachment.list', { file })
    const paper = papers.find((each) => each.name === name)
    expect(paper?.removed).toEqual(['place', 'camera', 'words', 'behind'])
    const kept = (await web.as(centre, { url: `/files/${file}/papers/${paper?.id}` })).rawPayload
    for (const secret of ['Specimen Telephone', 'Schuilhuis', 'ftyp']) expect([whole.includes(secret), kept.includes(secret)]).toEqual([true, false])
    expect([kept.length, dotsOf(kept, 'jpeg').equals(dotsOf(whole, 'jpeg'))]).toEqual([paper?.size, true])
  })

  test('that is cut off is refused with what would be right, and nothing of it is kept', async () => {
    const before = onDisk().length
    const answer = await upload(centre, wholeForm(undefined, 'x.jpg', photograph('baseline.jpg').subarray(0, 300)))
    expect([answer.statusCode, answer.body.includes('save it anew as JPEG or PNG')]).toEqual([422, true])
    expect(onDisk()).toHaveLength(before)
  })
})

describe('the form with a file', () => {
  test('adds the file once, however often it is sent, and leads back to the list', async () => {
    const once = crypto.randomUUID()
    const before = onDisk().length
    const [first, second] = [await upload(centre, wholeForm(once)), await upload(centre, wholeForm(once))]
    expect([first.statusCode, second.statusCode, first.headers.location]).toEqual([303, 303, `/files/${file}/papers`])
    expect(onDisk()).toHaveLength(before + 1)
    expect((await web.as(centre, { url: `/files/${file}/papers` })).body).toContain('Paspoort.pdf')
  })

  test('is refused from another site, without a session and to an office that has no place in the file', async () => {
    expect((await upload(centre, wholeForm(), { 'sec-fetch-site': 'cross-site' })).statusCode).toBe(403)
    expect((await upload(null, wholeForm())).headers.location).toMatch(/^\/sign-in/)
    for (const login of ['analyst', 'caseworker-payoke', 'labour-inspector']) expect((await upload(login, wholeForm())).statusCode, login).toBe(404)
  })

  test('says what is wrong beside the field', async () => {
    const before = onDisk().length
    for (const [parts, sentence] of [
      [wholeForm(undefined, 'x.pdf', Buffer.alloc(20 * 1024 * 1024 + 1, 'a')), 'larger than 20 megabytes'], [wholeForm(undefined, '../x.pdf'), 'plain name'], [wholeForm(undefined, 'x.pdf', ''), 'not empty'],
      [wholeForm().slice(0, 2), 'not empty'], [[...wholeForm(), ...wholeForm().slice(2)], 'one file at a time'], [wholeForm(undefined, 'x.pdf', 'no pdf'), 'ends otherwise'],
    ] as const) {
      const answer = await upload(centre, parts)
      expect([answer.statusCode, answer.body.includes(sentence)], sentence).toEqual([422, true])
    }
    const cutOff = sent(wholeForm())
    expect((await web.as(centre, { method: 'POST', url: `/files/${file}/papers`, payload: cutOff.payload.subarray(0, 3000), headers: cutOff.headers })).statusCode).toBe(422)
    expect((await web.as(centre, { method: 'POST', url: `/files/${file}/person`, ...sent(wholeForm()) })).statusCode).toBe(422)
    expect(onDisk()).toHaveLength(before)
  })
})

describe('a paper is not found', () => {
  test('by its id for another office, through another file, or for a former centre', async () => {
    const attachment = await added(centre)
    for (const login of ['caseworker-payoke', 'labour-inspector', 'analyst', 'administrator', 'data-protection-officer', 'guardian']) expect(refusalOf(await fetched(login, attachment)), login).toBe('not-found')
    // The magistrate who was asked reads who she is.
    expect(refusalOf(await fetched('labour-auditor', attachment))).toBe('answered')
    const { file: other } = await be.accompanied()
    expect(refusalOf(await fetched(centre, attachment, other))).toBe('not-found')
    await be.rows(sql`update cases.party set relation = 'former-centre' where file = ${file} and relation = 'centre'`)
    expect(refusalOf(await add(centre))).toBe('not-found')
    expect(refusalOf(await be.ask(centre, 'attachment.list', { file }))).toBe('not-found')
    expect(refusalOf(await fetched(centre, attachment))).toBe('not-found')
    await be.rows(sql`update cases.party set relation = 'centre' where file = ${file} and relation = 'former-centre'`)
    expect(refusalOf(await fetched(centre, attachment))).toBe('answered')
  })

  test('in a file that is sealed to others', async () => {
    const attachment = await added(centre)
    const [row] = await be.rows<{ reference: string }>(sql`select reference from cases.file where id = ${file}`)
    const lead = { ...(await be.actor('lead-pag-asa')), confirmedAt: confirmedForStory }
    const guard = (name: string, input: object) => perform(be.door, routes.get(name) ?? expect.fail(name), { actor: lead, language: 'en', input })
    expect((await guard('guard.seal', { reference: row?.reference, people: lead.account, reason: 'Only invented here' })).answered).toBe(true)
    expect(refusalOf(await fetched(centre, attachment))).toBe('not-found')
    expect(refusalOf(await fetched(immigration, attachment))).toBe('not-found')
    expect((await guard('guard.unseal', { reference: row?.reference })).answered).toBe(true)
  })
})

describe('the folder', () => {
  test('holds nothing that was changed, cut off or put in another’s place without being found out', async () => {
    const [one, two] = [await added(centre), await added(centre)]
    const path = join(folder(), one)
    const whole = readFileSync(path)
    for (const bytes of [whole.subarray(0, whole.length - 1), whole.subarray(0, 4 + whole.readUInt32BE(0)), readFileSync(join(folder(), two)), Buffer.alloc(0)]) {
      writeFileSync(path, bytes)
      await expect(fetched(centre, one)).rejects.toThrow()
    }
    writeFileSync(path, whole)
    expect(refusalOf(await fetched(centre, one))).toBe('answered')
  })

  test('is swept of what nothing names any more, after an hour, and of nothing else', async () => {
    const attachment = await added(centre)
    const stray = crypto.randomUUID()
    for (const name of [stray, `${crypto.randomUUID()}.unfinished`]) writeFileSync(join(folder(), name), 'x')
    const before = onDisk()
    for (const name of before) utimesSync(join(folder(), name), be.moment, be.moment)
    await goRound(be.door)
    expect(onDisk()).toHaveLength(before.length)
    await goRound({ ...be.door, clock: () => new Date(be.moment.getTime() + 61 * 60_000) })
    expect(existsSync(join(folder(), stray))).toBe(false)
    expect(onDisk().filter((name) => name.endsWith('.unfinished'))).toEqual([])
    expect(refusalOf(await fetched(centre, attachment))).toBe('answered')
  })
})

test('a person has so many papers and no more, also when they come at once', async () => {
  const { file: full } = await be.accompanied()
  const small = { file: full, name: 'note.txt', content: Buffer.from('Specimen').toString('base64') }
  for (let count = 0; count < 38; count += 1) await added(centre, small)
  const outcomes = await Promise.all(Array.from({ length: 5 }, () => add(centre, small)))
  expect(outcomes.map(refusalOf).toSorted()).toEqual(['answered', 'answered', 'paper-too-many', 'paper-too-many', 'paper-too-many'])
}, 60_000)

test('with her key the papers of a person are gone, and their files with the next round', async () => {
  const attachment = await added(centre)
  expect(await asMigrator(base.db, (tx) => destroyKeyOf(tx, file))).toBe(true)
  expect(refusalOf(await fetched(centre, attachment))).toBe('not-found')
  expect(await namesFor(centre)).toEqual([])
  expect(refusalOf(await add(centre))).toBe('erased')
  for (const name of onDisk()) utimesSync(join(folder(), name), be.moment, be.moment)
  await goRound({ ...be.door, clock: () => new Date(be.moment.getTime() + 61 * 60_000) })
  expect(onDisk()).not.toContain(attachment)
})
