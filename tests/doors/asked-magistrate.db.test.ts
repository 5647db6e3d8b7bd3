import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { testDatabase } from '../support/database.ts'
import { Belgium, refusalOf } from '../support/belgium.ts'

const base = testDatabase()
let be: Belgium
type Office = { id: string; key: string; kind: string; profession: string | null }
let directory: Office[] = []

beforeAll(async () => {
  be = await Belgium.open(base.db)
  directory = await be.rows<Office>(sql`select id, key, kind, profession from accounts.office order by key`)
})

async function beforeQuestions(): Promise<string> {
  const of = await be.inReflection()
  await be.steps(of, ['caseworker-pag-asa', 'record-statement', { kind: 'statement', form: 'statement' }], ['caseworker-pag-asa', 'apply-for-certificate', { kind: 'application' }],
    ['immigration-officer', 'issue-certificate', { kind: 'issue' }], ['caseworker-pag-asa', 'apply-for-extension', { kind: 'application' }])
  return of
}
const versionOf = async (file: string) => (await be.rows<{ steps: number }>(sql`select steps from protection.procedure where file = ${file}`))[0]?.steps ?? 0

describe('the office that is asked', () => {
  test('is of the profession that is asked, and every other office of the directory is refused with one that fits, in each language', async () => {
    const file = await beforeQuestions()
    const version = await versionOf(file)
    const before = await be.rows(sql`select office, relation from cases.party where file = ${file} order by id`)
    let refused = 0
    for (const askedOf of ['public-prosecutor', 'labour-auditor']) {
      for (const { id, key, kind, profession } of directory.filter((office) => office.kind !== 'magistrate' || office.profession !== askedOf)) {
        const outcome = await be.ask('immigration-officer', 'procedure.take-step', { file, step: 'ask-set-a', version, input: { kind: 'questions', askedOf }, office: id })
        expect(outcome, `${askedOf} ${key} ${kind} ${profession}`).toMatchObject({ answered: false, refusal: { refused: 'office-of-another-profession', field: 'office', with: { fitting: expect.stringMatching(askedOf === 'labour-auditor' ? /auditor/i : /prosecutor/i) } } })
        refused += 1
      }
    }
    expect(refused).toBeGreaterThan(directory.length)
    expect(await be.rows(sql`select office, relation from cases.party where file = ${file} order by id`)).toEqual(before)
    expect(await versionOf(file)).toBe(version)
  })

  test('fits in each profession that the law names, and each of the two is then asked', async () => {
    for (const [askedOf, key] of [['public-prosecutor', 'prosecutor-antwerp'], ['labour-auditor', 'auditor-antwerp']] as const) {
      const file = await beforeQuestions()
      const asking = { file, step: 'ask-set-a', version: await versionOf(file), input: { kind: 'questions', askedOf }, office: await be.office(key) }
      expect(refusalOf(await be.ask('immigration-officer', 'procedure.take-step', asking)), askedOf).toBe('answered')
      expect(await be.rows(sql`select from cases.party where file = ${file} and relation = 'magistrate' and office = ${asking.office}`)).toHaveLength(1)
    }
  })
})
