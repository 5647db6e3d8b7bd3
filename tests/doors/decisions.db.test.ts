import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import type { FileId } from '#vocabulary/ids'
import { testDatabase } from '../support/database.ts'
import { Belgium, refusalOf } from '../support/belgium.ts'

const base = testDatabase()
let be: Belgium
let file: FileId
beforeAll(async () => {
  be = await Belgium.open(base.db)
  file = await be.inReflection()
  await be.steps(file, ['caseworker-pag-asa', 'record-statement', { kind: 'statement', form: 'statement' }], ['caseworker-pag-asa', 'apply-for-certificate', { kind: 'application' }],
    ['immigration-officer', 'refuse-application', { kind: 'ground', ground: 'R1' }],
    ['immigration-officer', 'end-reflection', { kind: 'ground', ground: 'W1', elements: ['actively', 'voluntarily', 'own-initiative'] }])
})
type Line = { label: string; letter: string | null }
const letters = async (login: string): Promise<string[]> =>
  (await be.does<{ history: Line[] }>(login, 'procedure.show', { file })).history.flatMap(({ letter }) => letter ?? [])
type Printed = { text: { kind: string; number: string; code: string; about: string; ground: { label: string; elements: string[] }; holder: { name: string } } }
const printed = async (decision: string | undefined, language = 'fr'): Promise<Printed['text']> => (await be.does<Printed>('caseworker-pag-asa', 'decision.print', { decision, language })).text

describe('a decision on a ground', () => {
  test('is told by letter: a refusal names the document, an ending the stay, and each its ground', async () => {
    const [ending, refusal] = await letters('caseworker-pag-asa')
    expect(await printed(refusal)).toMatchObject({ kind: 'refusal', number: expect.stringMatching(/^BE-DEC-2026-\d{6}$/), ground: { label: "Une condition du document n'est pas remplie", elements: [] }, remedies: null })
    const end = await printed(ending, 'nl')
    expect(end).toMatchObject({ kind: 'ending', holder: { name: expect.stringContaining('Fictief') }, remedies: null })
    expect(end.ground.elements).toHaveLength(3)
    expect(`${end.about} ${(await printed(refusal)).about}`).not.toMatch(/reflection|certificate/)
  })

  test('has a code that says to anybody that the letter is genuine, and nothing of what was decided', async () => {
    const [ending] = await letters('immigration-officer')
    const { code } = await printed(ending)
    expect(await be.ask(null, 'document.check-code', { code })).toMatchObject({ answered: true, value: { code, worth: 'valid' } })
  })

  test('is there for the parties alone, in the languages of the country', async () => {
    const [decision] = await letters('caseworker-pag-asa')
    for (const login of ['caseworker-payoke', 'labour-inspector', 'public-prosecutor', 'guardian', 'administrator', null])
      expect(refusalOf(await be.ask(login, 'decision.print', { decision, language: 'fr' })), String(login)).toBe('not-found')
    expect(refusalOf(await be.ask('immigration-officer', 'decision.print', { decision, language: 'de' }))).toBe('answered')
    expect(refusalOf(await be.ask('immigration-officer', 'decision.print', { decision, language: 'en' }))).toBe('not-found')
  })

  test('leaves no letter where it was refused, and no other step has one', async () => {
    const of = await be.inReflection()
    await be.ask('immigration-officer', 'procedure.take-step', { file: of, step: 'end-reflection', version: 6, input: { kind: 'ground', ground: 'W1', elements: [] } })
    expect(await be.rows(sql`select id from protection.decision where file = ${of}`)).toEqual([])
    expect((await be.rows<{ count: number }>(sql`select count(*)::int as count from protection.decision where file = ${file}`))[0]?.count).toBe(2)
  })
})
