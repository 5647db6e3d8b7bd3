import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { findOrphanClocks } from '#cases'
import type { FileId } from '#vocabulary/ids'
import { testDatabase } from '../support/database.ts'
import { Belgium, conditions, refusalOf, routes } from '../support/belgium.ts'

const base = testDatabase()
let be: Belgium
let file: FileId
beforeAll(async () => {
  be = await Belgium.open(base.db)
  file = (await be.accompanied()).file
})

const routesOfAFile = ['procedure.show', 'procedure.show-file', 'procedure.show-step', 'procedure.take-step'] as const
const inputFor = (name: string, of: string, version = 2): object => {
  if (name === 'procedure.take-step') return { file: of, step: 'apply-for-reflection-document', version, input: { kind: 'application' } }
  return name === 'procedure.show-step' ? { file: of, step: 'apply-for-reflection-document' } : { file: of }
}
type Document = { number: string; code: string; document: string; status: string; validUntil: string | null }
const documentsOf = async (of: string): Promise<Document[]> => (await be.does<{ documents: Document[] }>('caseworker-pag-asa', 'procedure.show', { file: of })).documents
const worth = async (code: string, on?: string) => {
  const outcome = await be.ask(null, 'document.check-code', { code }, on ? { on } : {})
  return outcome.answered ? outcome.value : outcome.refusal.refused
}

describe('the steps of a file', () => {
  const strangers = ['caseworker-payoke', 'caseworker-surya', 'prosecutor-antwerp', 'public-prosecutor', 'guardian', 'labour-inspector', 'police-officer', 'coordinator', 'analyst', 'rapporteur', 'administrator', 'data-protection-officer', null]
  test.each(routesOfAFile)('%s does not exist for an office that is no party, nor for who handed the person on, nor for nobody', async (name) => {
    const before = await be.traces()
    for (const login of strangers) expect(refusalOf(await be.ask(login, name, inputFor(name, file))), String(login)).toBe('not-found')
    expect(await be.traces()).toEqual(before)
  })

  test.each(routesOfAFile)('%s is answered to strangers as it is for a file that there never was', async (name) => {
    const never = crypto.randomUUID()
    const [of, none] = [await be.ask('caseworker-payoke', name, inputFor(name, file)), await be.ask('caseworker-payoke', name, inputFor(name, never))]
    expect(of).toEqual(none)
  })

  test('do not exist for a centre that is asked, nor once the referral is redirected', async () => {
    const handed = await be.handedOn()
    await be.does('caseworker-pag-asa', 'referral.redirect', { referral: handed.referral, version: 0, centre: await be.office('caseworker-payoke') })
    for (const name of routesOfAFile) expect(refusalOf(await be.ask('caseworker-pag-asa', name, inputFor(name, handed.file, 1))), name).toBe('not-found')
    expect(refusalOf(await be.ask('caseworker-payoke', 'procedure.show', { file: handed.file }))).toBe('not-found')
    await be.does('caseworker-payoke', 'referral.accept', { referral: handed.referral, version: 1 })
    expect(refusalOf(await be.ask('caseworker-payoke', 'procedure.show', { file: handed.file }))).toBe('answered')
    expect(refusalOf(await be.ask('caseworker-pag-asa', 'person.show', { file: handed.file }))).toBe('not-found')
  })

  test('cannot be taken by a party whom the rule does not name', async () => {
    expect(refusalOf(await be.ask('immigration-officer', 'procedure.take-step', inputFor('procedure.take-step', file)))).toBe('not-yours')
    expect(refusalOf(await be.ask('labour-auditor', 'procedure.take-step', inputFor('procedure.take-step', file)))).toBe('not-yours')
    expect(refusalOf(await be.ask('immigration-officer', 'procedure.show-step', inputFor('procedure.show-step', file)))).toBe('not-found')
  })

  test('a step of an older version is refused and names the colleague before', async () => {
    const outcome = await be.ask('caseworker-pag-asa', 'procedure.take-step', inputFor('procedure.take-step', file, 1))
    expect(outcome).toMatchObject({ answered: false, refusal: { refused: 'colleague-first', status: 409, with: { on: '2026-11-23', office: expect.stringMatching(/\S/) } } })
  })

  test('two officers at the same moment: one is first, the other is told so, three times over', async () => {
    for (let round = 0; round < 3; round += 1) {
      const { file: of } = await be.accompanied()
      await be.steps(of, ...conditions, ['caseworker-pag-asa', 'apply-for-reflection-document', { kind: 'application' }])
      const issue = { file: of, step: 'issue-reflection-document', version: 5, input: { kind: 'issue' } }
      const outcomes = await Promise.all(['immigration-officer', 'lead-immigration'].map((login) => be.ask(login, 'procedure.take-step', issue)))
      expect(outcomes.map(refusalOf).toSorted()).toEqual(['answered', 'colleague-first'])
      const refused = outcomes.find((outcome) => !outcome.answered)
      expect(refused).toMatchObject({ refusal: { status: 409, with: { office: expect.stringMatching(/\S/) } } })
      expect(await documentsOf(of)).toHaveLength(1)
      expect((await be.rows<{ steps: number; stored: number }>(sql`select steps, (select count(*)::int from protection.step where step.file = procedure.file) as stored from protection.procedure where file = ${of}`))[0]).toEqual({ steps: 6, stored: 6 })
    }
  })

  test('the same token ten times at once acts once', async () => {
    const { file: of } = await be.accompanied()
    const once = crypto.randomUUID()
    const outcomes = await Promise.all(Array.from({ length: 10 }, () => be.ask('caseworker-pag-asa', 'procedure.take-step', inputFor('procedure.take-step', of), { once })))
    expect(outcomes.filter((outcome) => outcome.answered && !outcome.repeated)).toHaveLength(1)
    for (const outcome of outcomes) expect(outcome).toMatchObject({ answered: true, value: outcomes[0]?.answered ? outcomes[0].value : {} })
    expect((await be.rows<{ steps: number }>(sql`select steps from protection.procedure where file = ${of}`))[0]?.steps).toBe(3)
  })

  test('a token of a refused act may be sent again with what was wanting', async () => {
    const { file: of } = await be.accompanied()
    const once = crypto.randomUUID()
    expect(refusalOf(await be.ask('caseworker-pag-asa', 'procedure.take-step', { ...inputFor('procedure.take-step', of), on: '2026-11-24' }, { once }))).toBe('day-in-the-future')
    expect(refusalOf(await be.ask('caseworker-pag-asa', 'procedure.take-step', inputFor('procedure.take-step', of), { once }))).toBe('answered')
  })

  test('a token of somebody else gives away no answer and is not used up', async () => {
    const { file: of } = await be.accompanied()
    const once = crypto.randomUUID()
    await be.does('caseworker-pag-asa', 'procedure.take-step', inputFor('procedure.take-step', of), { once })
    expect(refusalOf(await be.ask('caseworker-payoke', 'procedure.take-step', inputFor('procedure.take-step', of), { once }))).toBe('not-found')
    expect(await be.ask('caseworker-pag-asa', 'procedure.take-step', inputFor('procedure.take-step', of), { once })).toMatchObject({ answered: true, repeated: true })
  })
})

describe('documents', () => {
  test('get a number, a code that the public may check, and an end when another takes their place', async () => {
    const of = await be.inReflection()
    const [first] = await documentsOf(of)
    expect(first).toMatchObject({ document: 'reflection-document', number: expect.stringMatching(/^BE-DOC-2026-\d{6}$/), status: 'valid' })
    expect(await worth(first?.code ?? '')).toMatchObject({ worth: 'valid' })
    await be.steps(of, ['caseworker-pag-asa', 'record-statement', { kind: 'statement', form: 'statement' }], ['caseworker-pag-asa', 'apply-for-certificate', { kind: 'application' }], ['immigration-officer', 'issue-certificate', { kind: 'issue' }])
    const [former, present] = (await documentsOf(of)).toSorted((a, b) => (a.number ?? '').localeCompare(b.number ?? ''))
    expect(former?.code).toBe(first?.code)
    const [row] = await be.rows<{ by: string; on: string }>(sql`select ended_by as by, ended_on as on from protection.document where code = ${first?.code}`)
    // Two documents never overlap: the former one ended on the day before.
    expect(row).toEqual({ by: 'replaced', on: '2026-11-22' })
    expect(present?.status).toBe('valid')
    expect(present?.number).not.toBe(former?.number)
    expect(await worth(first?.code ?? '')).toMatchObject({ worth: 'expired' })
    expect(await worth(present?.code ?? '')).toMatchObject({ worth: 'valid' })
  })

  test('are withdrawn in the eyes of the public when the status ends', async () => {
    const of = await be.inReflection()
    const [issued] = await documentsOf(of)
    await be.steps(of, ['immigration-officer', 'end-reflection', { kind: 'ground', ground: 'W1', elements: ['actively', 'voluntarily', 'own-initiative'] }])
    expect(await worth(issued?.code ?? '')).toMatchObject({ worth: 'withdrawn' })
    expect(await documentsOf(of)).toMatchObject([{ status: 'ended' }])
  })

  test('expire by themselves, and their code says nothing else to anybody', async () => {
    const of = await be.inReflection()
    const [issued] = await documentsOf(of)
    const code = issued?.code ?? ''
    expect(await worth(code, '2027-11-23')).toEqual({ code, worth: 'expired' })
    expect(await worth(code.toLowerCase())).toEqual({ code, worth: 'valid' })
    expect(await worth('AAAA-BBBB')).toBe('code-mistyped')
    expect(await be.ask(null, 'document.show-worth', { code })).toMatchObject({ value: { code, worth: 'valid', trouble: null } })
  })
})

describe('a magistrate who is asked', () => {
  test('becomes a party, owns the clock of the answer, and the centre does not read what was answered', async () => {
    const of = await be.inReflection()
    await be.steps(of, ['caseworker-pag-asa', 'record-statement', { kind: 'statement', form: 'statement' }], ['caseworker-pag-asa', 'apply-for-certificate', { kind: 'application' }], ['immigration-officer', 'issue-certificate', { kind: 'issue' }],
      ['caseworker-pag-asa', 'apply-for-extension', { kind: 'application' }])
    expect(refusalOf(await be.ask('auditor-antwerp', 'procedure.show', { file: of }))).toBe('not-found')
    await be.steps(of, ['immigration-officer', 'ask-set-a', { kind: 'questions', askedOf: 'labour-auditor' }, { office: await be.office('auditor-antwerp') }])
    expect(refusalOf(await be.ask('auditor-antwerp', 'procedure.show', { file: of }))).toBe('answered')
    const [clock] = await be.rows<{ owner: string }>(sql`select owner_office as owner from cases.clock where file = ${of} and subject = 'set-a' and closed_on is null`)
    expect(clock?.owner ?? (await be.office('auditor-antwerp'))).toBe(await be.office('auditor-antwerp'))
    const [waits] = await be.rows<{ office: string }>(sql`select waiting_office as office from cases.file where id = ${of}`)
    expect(waits?.office).toBe(await be.office('auditor-antwerp'))
    await be.steps(of, ['auditor-antwerp', 'answer-set-a', { kind: 'answers', answers: { A1: 'yes', A2: 'yes', A3: 'yes', A4: 'unknown' } }])
    const readers = await Promise.all(['immigration-officer', 'auditor-antwerp', 'caseworker-pag-asa'].map(async (login) =>
      (await be.does<{ rounds: { questions: { answer: string | null }[] | null }[] }>(login, 'procedure.show', { file: of })).rounds[0]?.questions?.map(({ answer }) => answer)))
    expect(readers).toEqual([['yes', 'yes', 'yes', 'unknown'], ['yes', 'yes', 'yes', 'unknown'], undefined])
    const seen = JSON.stringify([await be.does('caseworker-pag-asa', 'procedure.show', { file: of }), await be.does('caseworker-pag-asa', 'procedure.show-file', { file: of })])
    expect(seen).not.toMatch(/"answer":"(?:yes|no|unknown)"|"A4"/)
  })
})

describe('clocks', () => {
  test('are said once however often the round goes, and reach coordination when everybody lets one pass', async () => {
    const { goRound } = await import('../../src/main/rounds.ts')
    const { file: of } = await be.handedOn()
    const at = (on: string) => ({ ...be.door, clock: () => new Date(`${on}T09:00:00Z`) })
    const [clock] = await be.rows<{ id: string; ends: string }>(sql`select id, ends_on as ends from cases.clock where file = ${of} and key = 'referral-answer'`)
    const notices = () => be.rows<{ kind: string }>(sql`select kind from cases.notice where clock = ${clock?.id} order by given_on, id`)
    await goRound(at('2027-01-20'))
    const said = await notices()
    expect(said.map(({ kind }) => kind)).toContain('escalate-to-coordination')
    await Promise.all([goRound(at('2027-01-20')), goRound(at('2027-01-20')), goRound(at('2027-01-20'))])
    expect(await notices()).toEqual(said)
    const [row] = await be.rows<{ reference: string }>(sql`select reference from cases.file where id = ${of}`)
    const { clocks } = await be.does<{ clocks: { reference: string }[] }>('coordinator', 'clock.list-escalated', {})
    expect(clocks.map(({ reference }) => reference)).toContain(row?.reference)
    expect(Object.keys(clocks[0] ?? {}).toSorted()).toEqual(['clock', 'endsOn', 'office', 'reference', 'withoutSuperior'])
    for (const login of ['caseworker-pag-asa', 'immigration-officer', 'analyst', 'rapporteur']) expect(refusalOf(await be.ask(login, 'clock.list-escalated', {}))).toBe('not-found')
  })

  test('that the office lets pass stand on the first page of whoever leads it, and of nobody else in it', async () => {
    const { goRound } = await import('../../src/main/rounds.ts')
    const { file: of } = await be.handedOn()
    const [row] = await be.rows<{ reference: string }>(sql`select reference from cases.file where id = ${of}`)
    await goRound({ ...be.door, clock: () => new Date('2027-01-22T09:00:00Z') })
    type Told = { told: { clocks: { notice: number; reference: string; clock: string; office: string; daysLate: number; seenOn: string | null }[]; count: number } }
    const waiting = async (login: string) => (await be.does<Told>(login, 'file.list-waiting', {}, { on: '2027-01-22' })).told
    const mine = async () => (await waiting('lead-pag-asa')).clocks.find(({ reference }) => reference === row?.reference)
    expect(await mine()).toMatchObject({ office: 'PAG-ASA', seenOn: null })
    expect((await mine())?.daysLate).toBeGreaterThan(30)
    expect(await waiting('caseworker-pag-asa')).toEqual({ clocks: [], count: 0 })
    const notice = (await mine())?.notice
    expect(refusalOf(await be.ask('caseworker-pag-asa', 'clock.acknowledge-told', { notice }))).toBe('not-found')
    expect(refusalOf(await be.ask('lead-payoke', 'clock.acknowledge-told', { notice }))).toBe('not-found')
    await be.does('lead-pag-asa', 'clock.acknowledge-told', { notice }, { on: '2027-01-22' })
    expect(await mine()).toMatchObject({ seenOn: '2027-01-22' })
  })

  test('always have an owner', async () => {
    expect(await be.count('cases.clock')).toBeGreaterThan(10)
    expect(await findOrphanClocks(base.db)).toEqual([])
  })
})

test('every route that touches the procedure of a file is among those tried here', () => {
  const all = [...routes.keys()].filter((name) => name.startsWith('procedure.') && name !== 'procedure.open-file')
  expect(all.toSorted()).toEqual([...routesOfAFile].toSorted())
})
