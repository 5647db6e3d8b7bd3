import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { AttachmentFolder } from '#platform/attachments/attachment-folder'
import { VirusSearch } from '#platform/attachments/virus-search'
import type { ModuleDoors } from '#platform/doors/page'
import type { FileId } from '#vocabulary/ids'
import { languages } from '#vocabulary/language'
import { modules } from '../../src/main/compose-site.tsx'
import { Belgium, refusalOf } from '../support/belgium.ts'
import { testDatabase } from '../support/database.ts'
import { standInScanner, type StandIn } from '../support/stand-in-scanner.ts'
import { Visitors } from '../support/visitors.ts'

const base = testDatabase()
const home = mkdtempSync(join(tmpdir(), 'ariadne-viruses-'))
const sign = 'INVENTED-VIRUS-SIGN-OF-ARIADNE'
const [centre, lead] = ['caseworker-pag-asa', 'lead-pag-asa']
let be: Belgium
let web: Visitors
let scanner: StandIn
let file: FileId

/** The same installation with another search, or none. */
async function searching(virusSearch: VirusSearch | undefined): Promise<void> {
  Object.assign(be, { door: { ...be.door, installation: { ...be.door.installation, attachments: new AttachmentFolder(home), virusSearch } } })
  web = await Visitors.open(be)
}
beforeAll(async () => {
  be = await Belgium.open(base.db)
  scanner = await standInScanner()
  file = (await be.accompanied()).file
}, 60_000)
beforeEach(() => searching(new VirusSearch(scanner.address)))
afterAll(async () => { await scanner.close(); rmSync(home, { recursive: true, force: true }) })

const inBase64 = (text: string) => Buffer.from(text).toString('base64')
const paper = (text: string, more: object = {}) => ({ file, compartment: 'identity', name: 'note.txt', content: inBase64(text), ...more })
const onDisk = () => readdirSync(home, { recursive: true, encoding: 'utf8' }).filter((name) => /[\da-f-]{36}/.test(name))
const kept = async () => ({ papers: await be.count('cases.paper'), drafts: await be.count('statistics.delivery_draft'), disk: onDisk().length })
const sheet = (text: string) => ({ item: 'reception', year: 2025, content: inBase64(`Step of reception\tSex\tAge group\tForm of exploitation\tFigure\naccompanied\twoman\tadult\t${text}\t31`) })
const lastLine = async (route: string) => (await be.rows<{ outcome: string; refusal: string | null; file: string | null }>(sql`select outcome, refusal, file from audit.line where route = ${route} order by number desc limit 1`))[0]
function formWith(value: string, fields: Record<string, string> = { compartment: 'identity' }, name = 'content', once = crypto.randomUUID()) {
  const parts = Object.entries({ once, ...fields }).map(([field, text]) => `--x-specimen\r\nContent-Disposition: form-data; name="${field}"\r\n\r\n${text}\r\n`).join('')
  return { method: 'POST' as const, headers: { 'content-type': 'multipart/form-data; boundary=x-specimen', 'sec-fetch-site': 'same-origin' }, payload: `${parts}--x-specimen\r\nContent-Disposition: form-data; name="${name}"; filename="note.txt"\r\n\r\n${value}\r\n--x-specimen--\r\n` }
}

test('every form with a file leads to a route that says where the file is, so that it is searched', () => {
  const forms = (modules as readonly ModuleDoors[]).flatMap((module) => module.forms).filter(({ takesFile }) => takesFile)
  expect(forms.map(({ at }) => at).toSorted()).toEqual(['/deliveries/new/:item', '/files/:file/medical/papers', '/files/:file/papers'])
  for (const { at, takesFile, does } of forms) expect(does.holdsFile?.field, at).toBe(takesFile?.field)
  const held = (modules as readonly ModuleDoors[]).flatMap(({ routes }) => routes).filter(({ holdsFile }) => holdsFile).map(({ name }) => name)
  expect(held.toSorted()).toEqual(['attachment.add', 'delivery.check', 'medical.add-paper'])
})

describe('a file in which a virus is found', () => {
  test('is kept nowhere, and its refusal stands in the record of acts with the file that it was for', async () => {
    const before = await kept()
    const outcome = await be.ask(centre, 'attachment.add', paper(`see ${sign}`))
    expect(outcome).toEqual({ answered: false, refusal: { refused: 'virus-found', field: 'content', with: { name: 'Invented.Virus' } } })
    expect(await lastLine('attachment.add')).toEqual({ outcome: 'refused', refusal: 'virus-found', file })
    expect(refusalOf(await be.ask('caseworker-payoke', 'delivery.check', sheet(sign)))).toBe('virus-found')
    expect(await lastLine('delivery.check')).toMatchObject({ outcome: 'refused', refusal: 'virus-found' })
    expect(await kept()).toEqual(before)
    expect((await be.rows<{ line: string }>(sql`select line::text as line from audit.line as line`)).some(({ line }) => line.includes('note.txt') || line.includes(sign))).toBe(false)
  })

  test('is refused in the browser with a sentence in every language beside the field, and the same form can be sent again with another file', async () => {
    const once = crypto.randomUUID()
    const sentences = { nl: 'vond Invented.Virus in dit bestand', fr: 'a trouvé Invented.Virus dans ce fichier', de: 'in dieser Datei Invented.Virus gefunden', en: 'found Invented.Virus in this file' }
    for (const language of languages) {
      const answer = await web.as(centre, { url: `/files/${file}/papers`, cookies: { ariadne_language: language }, ...formWith(sign, undefined, undefined, once) })
      expect([answer.statusCode, answer.body.includes(sentences[language])], language).toEqual([422, true])
      const delivered = await web.as('caseworker-payoke', { url: '/deliveries/new/reception', cookies: { ariadne_language: language }, ...formWith(sign, { year: '2025' }, 'file') })
      expect([delivered.statusCode, delivered.body.includes(sentences[language])], language).toEqual([422, true])
    }
    expect((await web.as(centre, { url: `/files/${file}/papers`, ...formWith('a harmless note', undefined, undefined, once) })).statusCode).toBe(303)
  })

  test('is searched for before it is read, and only of people whom the act is for', async () => {
    const bytes = Buffer.from('%PDF-1.7 not whole')
    expect(refusalOf(await be.ask(centre, 'attachment.add', paper('', { content: bytes.toString('base64') })))).toBe('paper-type')
    expect(scanner.received.equals(bytes)).toBe(true)
    for (const login of ['analyst', 'coordinator', null]) expect(refusalOf(await be.ask(login, 'attachment.add', paper(`${sign} of a stranger`))), String(login)).toBe('not-found')
    expect(scanner.received.equals(bytes)).toBe(true)
  })
})

describe('while nobody can say whether there is a virus', () => {
  const refusals = [['virus-unsearched', 503, 'Try again in a few minutes', undefined], ['virus-not-taken', 422, 'send it in smaller parts', { most: 10 }]] as const
  test.each(refusals)('no file is kept (%s), and the sentence says what to do', async (refused, status, sentence, how) => {
    const stand = how && await standInScanner(how)
    await searching(new VirusSearch(stand?.address ?? 'tcp://127.0.0.1:9'))
    const before = await kept()
    expect(refusalOf(await be.ask(centre, 'attachment.add', paper('a harmless note')))).toBe(refused)
    expect(refusalOf(await be.ask('caseworker-payoke', 'delivery.check', sheet('sexual')))).toBe(refused)
    expect(await lastLine('attachment.add')).toEqual({ outcome: 'refused', refusal: refused, file })
    const answer = await web.as(centre, { url: `/files/${file}/papers`, cookies: { ariadne_language: 'en' }, ...formWith('a harmless note') })
    expect([answer.statusCode, answer.body.includes(sentence)]).toEqual([status, true])
    expect(await kept()).toEqual(before)
    await stand?.close()
  })

  test('the page for machines says so, and everything but files goes on', async () => {
    const state = async () => (await web.server.inject('/readyz')).json<{ ready: boolean; virusSearch: string }>()
    expect(await state()).toMatchObject({ ready: true, virusSearch: 'answers' })
    expect((await web.server.inject('/metrics')).body).toContain('ariadne_virus_search_up 1')
    await searching(new VirusSearch('tcp://127.0.0.1:9'))
    expect(await state()).toMatchObject({ ready: true, virusSearch: 'away' })
    expect((await web.server.inject('/metrics')).body).toContain('ariadne_virus_search_up 0')
    expect((await web.as(centre, { url: `/files/${file}/papers` })).statusCode).toBe(200)
    expect(refusalOf(await be.ask('caseworker-payoke', 'delivery.check', { ...sheet('sexual'), content: undefined, text: 'Step of reception\tSex' }))).toBe('answered')
  })
})

test('where no search is set up the screens say that nobody looked, and of each paper whether somebody did', async () => {
  await be.does(centre, 'attachment.add', paper('searched', { name: 'searched.txt' }))
  await searching(undefined)
  await be.does(centre, 'attachment.add', paper(`even ${sign}`, { name: 'unsearched.txt' }))
  const page = (await web.as(lead, { url: `/files/${file}/papers`, cookies: { ariadne_language: 'en' } })).body
  expect(page).toContain('nobody looks at a file before it is kept')
  const rows = page.split('<tr').filter((row) => row.includes('.txt'))
  expect(rows.filter((row) => row.includes('Not searched for viruses')).map((row) => /\w+\.txt/.exec(row)?.[0])).toEqual(['unsearched.txt'])
  expect((await web.as('caseworker-payoke', { url: '/deliveries/new/reception', cookies: { ariadne_language: 'en' } })).body).toContain('No search for viruses is set up here.')
  expect((await web.server.inject('/readyz')).json()).toMatchObject({ virusSearch: 'none' })
  expect((await web.server.inject('/metrics')).body).not.toContain('virus')
  await searching(new VirusSearch(scanner.address))
  expect((await web.as(lead, { url: `/files/${file}/papers`, cookies: { ariadne_language: 'en' } })).body).toContain('Each file is searched for viruses')
})
