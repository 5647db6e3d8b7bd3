import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { stopDocuments } from '#platform/documents/render-pdf'
import { Belgium } from '../support/belgium.ts'
import { testDatabase } from '../support/database.ts'
import { readPdf, says, type ReadPdf } from '../support/read-pdf.ts'
import { Visitors } from '../support/visitors.ts'
import { addressesOf } from '../support/what-leaves.ts'

/** Every document that the site can make of a sealed person, fetched by everybody, and read from its bytes. */
const base = testDatabase()
let be: Belgium
let visitors: Visitors
let everybody: readonly (string | null)[]
const known = new Map<string, string>()

const person = { familyName: 'Schuilnaamspecimen', givenName: 'Thị Được' }
const shelter = { name: 'Zonnelicht-Fictief', address: 'Onvindbaarstraat 7, 9999 Nergenshuizen' }
const names = [person.familyName, person.givenName]
const places = [shelter.name, 'Onvindbaarstraat', 'Nergenshuizen']
const worker = 'caseworker-pag-asa'

beforeAll(async () => {
  be = await Belgium.open(base.db)
  await be.does(worker, 'place.set', { women: 6, men: 6, families: 6, minors: 6, versions: { women: 0, men: 0, families: 0, minors: 0 } })
  const { file, report } = await be.accompanied(person)
  const { id: stay } = await be.does<{ id: string }>(worker, 'stay.begin', { file, group: 'women' })
  const { shelter: house } = await be.does<{ shelter: string }>(worker, 'shelter.add', shelter)
  await be.does(worker, 'shelter.put-in', { stay, shelter: house })
  const condition = (name: string, evidence: string) => [worker, 'record-condition', { kind: 'condition', condition: name, met: 'yes', evidence }] as const
  await be.steps(file, condition('contact-broken', 'person-says-so'), condition('accompanied-by-centre', 'agreement-signed'), [worker, 'apply-for-reflection-document', { kind: 'application' }], ['immigration-officer', 'issue-reflection-document', { kind: 'issue' }],
    [worker, 'record-statement', { kind: 'statement', form: 'statement' }], [worker, 'apply-for-certificate', { kind: 'application' }], ['immigration-officer', 'refuse-application', { kind: 'ground', ground: 'R1' }])
  await be.does(worker, 'consent.give', { file, purpose: 'health', recipient: await be.office('hospital-social-worker'), scope: ['identity', 'contact'], explainedIn: 'vi', how: 'oral-with-interpreter' })
  const [document] = await be.rows<{ id: string }>(sql`select id from protection.document where file = ${file}`)
  const [decision] = await be.rows<{ id: string; reference: string }>(sql`select decision.id, file.reference from protection.decision join cases.file on file.id = decision.file where file.id = ${file}`)
  // She said her name, and then that she did not want to be handed on.
  const declined = await be.fullReport('labour-inspector', { ...person, consent: 'no' })
  await be.does('labour-inspector', 'report.send', { report: declined })
  for (const [gap, value] of Object.entries({ file, document: document?.id, decision: decision?.id, '/reports/:report/record/:language report': report, '/reports/:report/notification/:language report': declined, language: 'nl' })) known.set(gap, value ?? '')
  known.set('/rights/:format/:audience/:language format', 'sheet')
  known.set('/rights/:format/:audience/:language audience', 'adult')
  await be.does('lead-pag-asa', 'guard.seal', { reference: decision?.reference, people: [(await be.actor('lead-pag-asa')).account, (await be.actor(worker)).account], reason: 'her former employer knows people here' })

  visitors = await Visitors.open(be)
  everybody = [...(await be.rows<{ login: string }>(sql`select login from accounts.account where login is not null order by login`)).map(({ login }) => login), null]
  for (const login of everybody) if (login !== null) await visitors.cookies(login)
  // The gravest are asked for by people who have just confirmed who they are: that is not what keeps them out.
  await be.rows(sql`update accounts.session set confirmed_at = ${be.moment}`)
}, 120_000)
afterAll(async () => { await visitors.server.close(); await stopDocuments() })

const addressOf = (at: string): string => at.replaceAll(/:(\w+)/g, (whole, gap: string) => known.get(`${at} ${gap}`) ?? known.get(gap) ?? whole)

/** Whom she was named to when the file was sealed, and whoever leads the other offices that act in it. */
const acting = ['caseworker-pag-asa', 'lead-pag-asa', 'lead-immigration', 'lead-auditor-brussels']
/** Who may have each document, and what of her stands in it; `nobody` of her in what anybody may have. */
const documents: Readonly<Record<string, { readonly given: readonly (string | null)[] | 'everybody'; readonly holdsName: boolean }>> = {
  '/documents/:document/:language': { given: acting, holdsName: true },
  '/decisions/:decision/:language': { given: acting, holdsName: true },
  '/files/:file/record/:language': { given: ['caseworker-pag-asa', 'lead-pag-asa'], holdsName: true },
  '/files/:file/access/:language/pdf': { given: ['caseworker-pag-asa', 'lead-pag-asa', 'data-protection-officer', 'second-data-protection-officer'], holdsName: false },
  '/reports/:report/record/:language': { given: ['lead-labour-inspection'], holdsName: true },
  '/reports/:report/notification/:language': { given: ['labour-inspector', 'lead-labour-inspection'], holdsName: false },
  '/rights/:format/:audience/:language': { given: 'everybody', holdsName: false },
}
const made = new Map<string, readonly ReadPdf[]>()

describe('a document that the site makes of a sealed person', () => {
  test('is each that it can make', () => expect(Object.keys(documents).toSorted()).toEqual(addressesOf('document')))

  test.each(Object.keys(documents))('%s is given to whom it is for and to nobody else, who learns nothing of her by asking', async (at) => {
    const { given = [], holdsName = false } = documents[at] ?? {}
    const [got, read]: [(string | null)[], ReadPdf[]] = [[], []]
    for (const login of everybody) {
      const { statusCode, headers, body, rawPayload } = await visitors.as(login, { url: addressOf(at) })
      if (statusCode === 200 && headers['content-type'] === 'application/pdf') {
        got.push(login)
        read.push(readPdf(rawPayload))
        expect(says(String(headers['content-disposition']), person.familyName)).toBe(false)
        expect(headers['cache-control']).toBe('no-store')
      } else {
        expect([statusCode, login]).toEqual([login === null ? 303 : 404, login])
        for (const secret of [...names, ...places]) expect(says(body, secret), `${login} ${secret}`).toBe(false)
      }
    }
    made.set(at, read)
    expect(got).toEqual(given === 'everybody' ? everybody : everybody.filter((login) => given.includes(login)))
    for (const { text } of read) {
      expect(text.trim().length).toBeGreaterThan(200)
      expect(text).not.toContain('\uFFFD')
      expect(names.map((name) => says(text, name))).toEqual(names.map(() => holdsName))
    }
  }, 120_000)

  test('says where she stays in none, not even to those who know it', () => {
    expect(made.size).toBe(Object.keys(documents).length)
    for (const [at, read] of made) for (const { text, beside } of read) for (const place of places) expect(says(text + beside, place), `${at} ${place}`).toBe(false)
  })

  test('says nothing of her beside its pages: no title, no author, no keyword, no outline, no link', () => {
    for (const [at, read] of made) for (const { beside } of read) {
      for (const name of names) expect(says(beside, name), `${at} ${name}`).toBe(false)
      // The mark of a document's title is there, so the reader did look beside the pages.
      expect(beside).toMatch(/<dc:title>/)
      expect(beside).not.toMatch(/dc:creator|pdf:Keywords|dc:subject/)
    }
  })

  test('has a file name that tells neither her name nor, where she may open it on her telephone, what it is', async () => {
    for (const at of ['/files/:file/record/:language', '/files/:file/access/:language/pdf', '/rights/:format/:audience/:language'] as const) {
      expect((await visitors.as(worker, { url: addressOf(at) })).headers['content-disposition']).toBe('inline; filename="information-nl.pdf"')
    }
  })
})
