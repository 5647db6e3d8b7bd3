import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { readPack } from '#law'
import { asMigrator, inTransaction } from '#platform/database/transaction'
import type { Actor } from '#platform/doors/actor'
import type { Call, Installation } from '#platform/doors/call'
import { perform, type Outcome } from '#platform/doors/perform'
import type { Route, ValueOf } from '#platform/doors/route'
import { textFolder } from '#platform/text-folder'
import { addDays, day, type Day } from '#vocabulary/day'
import type { FileId } from '#vocabulary/ids'
import { instant } from '#vocabulary/instant'
import type { OfficeKind } from '#vocabulary/office-kind'
import { testDatabase } from '../../../../tests/support/database.ts'
import { peopleOfEveryKind, type People } from '../../../../tests/support/people-of-every-kind.ts'
import { setFileState } from '../store/file-rows.ts'
import { openClock } from '../store/clock-rows.ts'
import { createFile } from './file-acts.ts'
import { listEscalated, listFiles, listWaiting } from './list-files.ts'
import { addTask, changeIdentity, finishTaskRoute, setSafeContact, showPerson } from './person-acts.ts'
import { removeView, saveView } from './view-acts.ts'

const base = testDatabase()
const today = day('2026-11-23')
const noon = new Date('2026-11-23T12:00:00Z')
const installation = { mode: 'evaluation', zone: 'Europe/Brussels', publicUrl: 'http://localhost', pack: readPack(textFolder('src/countries/halvonia', '.yaml')) } as Installation
let people: People
const ids = new Map<string, FileId>()
const fileNamed = (name: string): FileId => ids.get(name) ?? (() => { throw new Error(name) })()

function ask<R extends Route>(route: R, actor: Actor, input: unknown): Promise<Outcome<ValueOf<R>>> {
  return perform({ db: base.db, installation, clock: () => noon, reactions: {} }, route, { actor, language: 'en', input }) as Promise<Outcome<ValueOf<R>>>
}
async function told<R extends Route>(route: R, actor: Actor, input: unknown): Promise<ValueOf<R>> {
  const outcome = await ask(route, actor, input)
  if (!outcome.answered) throw new Error(`${route.name} was refused: ${outcome.refusal.refused}`)
  return outcome.value
}

type Opened = { readonly given: string; readonly family: string; readonly waitsFor?: OfficeKind; readonly dueOn?: Day; readonly since?: Day; readonly magistrate?: boolean }
/** A centre opens a file; whom it waits for and until when is set as a procedure would. */
async function openFile({ given, family, waitsFor, dueOn, since = today, magistrate = false }: Opened): Promise<void> {
  const actor = people.of('reception-centre')
  const [centre, immigration] = [actor.office, people.of('immigration-office').office]
  await inTransaction(base.db, { actor }, async (tx) => {
    const call: Call<Actor> = { tx, actor, now: instant(noon), today, language: 'en', installation, emit: () => {}, concerns: () => {}, shows: () => {}, concernsAccount: () => {}, letsIn: () => {} }
    const { id } = await createFile(call, {
      openedOn: day('2026-10-01'), variant: 'ordinary', state: 'detected', holderOffice: centre, sex: 'woman', isChild: false, birthYear: 2002, citizenship: 'MA', language: 'ar', forms: ['labour'], formsFrom: null, sector: null, district: null, exploitedIn: null,
      identity: { givenNames: given, familyNames: family, birthDate: null, birthPrecision: 'unknown', identityPapers: '' },
      parties: [{ office: centre, relation: 'centre' }, { office: immigration, relation: 'immigration-office' }, ...(magistrate ? [{ office: people.of('magistrate').office, relation: 'magistrate' as const }] : [])],
    })
    ids.set(family, id)
    if (dueOn) await openClock(tx, id, { key: 'reflection', subject: 'x', ownerOffice: centre, startsOn: day('2026-10-01'), endsOn: dueOn, counted: {}, law: [], warnings: [], suspendedSince: null })
    const office = waitsFor && people.of(waitsFor).office
    await setFileState(tx, id, { state: 'detected', since: day('2026-10-01'), variant: 'ordinary', isChild: false, outcome: null, waiting: office ? { office, because: 'next-step', subject: 'x', since } : null })
  })
}

beforeAll(async () => {
  people = await peopleOfEveryKind(base.db)
  await openFile({ given: 'Łucja', family: 'Exempel', waitsFor: 'immigration-office', dueOn: addDays(today, 3) })
  await openFile({ given: 'Thị', family: 'Nguyễn-Voorbeeld', waitsFor: 'immigration-office', dueOn: addDays(today, -2), magistrate: true })
  await openFile({ given: 'سلمى', family: 'خيالية', waitsFor: 'immigration-office', since: addDays(today, -9) })
  await openFile({ given: 'Олена', family: 'Вигадана', waitsFor: 'immigration-office', since: addDays(today, -1) })
  await openFile({ given: 'José', family: 'Fictício', waitsFor: 'reception-centre', dueOn: today })
})

const references = (list: { readonly lines: readonly { readonly id: FileId }[] }) => list.lines.map(({ id }) => [...ids].find(([, file]) => file === id)?.[0])

describe('what waits for an office', () => {
  test('comes most urgent first: the earliest end, then the longest wait', async () => {
    const list = await told(listWaiting, people.of('immigration-office'), {})
    expect(references(list)).toEqual(['Nguyễn-Voorbeeld', 'Exempel', 'خيالية', 'Вигадана'])
    expect(list.counts).toMatchObject({ late: 1, week: 1, all: 4 })
    expect(list.lines[0]).toMatchObject({ level: 'late', days: 2, bornIn: 2002, sex: 'woman' })
  })

  test('is counted and listed for that office alone', async () => {
    expect(references(await told(listWaiting, people.of('reception-centre'), {}))).toEqual(['Fictício'])
    for (const other of [people.elsewhere('immigration-office'), people.elsewhere('reception-centre'), people.of('magistrate'), people.of('guardian')]) {
      expect(await told(listWaiting, other, {})).toMatchObject({ lines: [], counts: { late: 0, week: 0, all: 0 } })
    }
  })

  test('can be cut to what is late, or due within a week', async () => {
    expect(references(await told(listWaiting, people.of('immigration-office'), { due: 'late' }))).toEqual(['Nguyễn-Voorbeeld'])
    expect(references(await told(listWaiting, people.of('immigration-office'), { due: 'week' }))).toEqual(['Exempel'])
  })

  test('does not name anybody', async () => {
    expect(JSON.stringify(await told(listWaiting, people.of('immigration-office'), {}))).not.toMatch(/Voorbeeld|Exempel|Вигадана/)
  })
})

describe('the list of files', () => {
  test('has all files of the office and none of others', async () => {
    expect((await told(listFiles, people.of('immigration-office'), {})).lines).toHaveLength(5)
    expect(references(await told(listFiles, people.of('magistrate'), {}))).toEqual(['Nguyễn-Voorbeeld'])
    expect((await told(listFiles, people.elsewhere('reception-centre'), {})).lines).toEqual([])
  })

  test.each([
    ['voorbeeld', 'Nguyễn-Voorbeeld'], ['NGUYEN thi', 'Nguyễn-Voorbeeld'], ['lucja', 'Exempel'], ['سلمى', 'خيالية'], ['ВИГАДАНА', 'Вигадана'], ['jose ficticio', 'Fictício'], ['fi', 'Fictício'],
  ])('finds %s by name without accents, case or order, in any script', async (search, family) => {
    expect(references(await told(listFiles, people.of('reception-centre'), { search }))).toEqual([family])
  })

  test.each(['%', '_', 'oorbeeld', 'nobody', '\\'])('does not find %s', async (search) => {
    expect((await told(listFiles, people.of('reception-centre'), { search })).lines).toEqual([])
  })

  test('finds by name or reference only what the office may see', async () => {
    const [line] = (await told(listFiles, people.of('reception-centre'), { search: 'exempel' })).lines
    const search = line?.reference.toLowerCase() ?? ''
    expect(search).toMatch(/-2026-\d{4}$/)
    expect(references(await told(listFiles, people.of('reception-centre'), { search }))).toEqual(['Exempel'])
    for (const hidden of [search, 'exempel']) expect((await told(listFiles, people.of('magistrate'), { search: hidden })).lines).toEqual([])
  })

  test('keeps filters under a name, for oneself alone', async () => {
    await told(saveView, people.of('reception-centre'), { name: 'Late', query: 'due=late' })
    const { views } = await told(listFiles, people.of('reception-centre'), {})
    expect(views).toMatchObject([{ name: 'Late', query: 'due=late' }])
    expect((await told(listFiles, people.besides('reception-centre'), {})).views).toEqual([])
    expect(await ask(removeView, people.besides('reception-centre'), { view: views[0]?.id })).toMatchObject({ answered: false, refusal: { status: 404 } })
    await told(removeView, people.of('reception-centre'), { view: views[0]?.id })
  })

  test.each(['administration', 'coordination', 'first-line', 'analysis-centre', 'rapporteur', 'data-protection'] as const)('does not exist for %s', async (kind) => {
    for (const route of [listFiles, listWaiting]) expect(await ask(route, people.of(kind), {})).toMatchObject({ answered: false, refusal: { status: 404 } })
    expect(await ask(showPerson, people.of(kind), { file: fileNamed('Exempel') })).toMatchObject({ answered: false, refusal: { status: 404 } })
    if (kind !== 'coordination') expect(await ask(listEscalated, people.of(kind), {})).toMatchObject({ answered: false })
  })
})

describe('the person of a file', () => {
  const change = (actor: Actor, version: number, more: object = {}) =>
    ask(changeIdentity, actor, { file: fileNamed('Exempel'), version, givenNames: 'Łucja', familyNames: 'Exempel', birthDate: '2002-02-28', birthPrecision: 'day', identityPapers: 'passport', ...more })

  test('is changed once by two colleagues who write at the same time; the second hears who was first, when and what it says now', async () => {
    const { header } = await told(showPerson, people.of('reception-centre'), { file: fileNamed('Exempel') })
    const [first, second] = await Promise.all([change(people.of('reception-centre'), header.version), change(people.of('immigration-office'), header.version)])
    expect([first.answered, second.answered].filter(Boolean)).toHaveLength(1)
    const late = first.answered ? second : first
    expect(late).toMatchObject({ refusal: { refused: 'colleague-first', status: 409, with: { on: today, stored: 'Łucja, Exempel, 2002-02-28, passport' } } })
    expect(late.answered ? '' : late.refusal.with?.['office']).toMatch(/^Invented (reception-centre|immigration-office)$/)
  })

  test('is not born in the future, nor nameless, and is changed by nobody who only reads', async () => {
    const { header: { version } } = await told(showPerson, people.of('reception-centre'), { file: fileNamed('Exempel') })
    expect(await change(people.of('reception-centre'), version, { birthDate: '2026-11-24' })).toMatchObject({ refusal: { refused: 'birth-in-future', field: 'birthDate' } })
    expect(await change(people.of('reception-centre'), version, { familyNames: ' ', givenNames: '' })).toMatchObject({ refusal: { refused: 'name-missing' } })
    for (const actor of [people.of('magistrate'), people.of('first-line'), people.elsewhere('reception-centre')]) {
      expect(await change(actor, version)).toMatchObject({ answered: false, refusal: { status: 404 } })
    }
  })

  test('is reached as the centre says, and the immigration office does not learn how', async () => {
    const file = fileNamed('Exempel')
    await told(setSafeContact, people.of('reception-centre'), { file, channel: 'call', value: '+32 000 00', isSafe: 'no' })
    await told(setSafeContact, people.of('reception-centre'), { file, channel: 'call', value: '+32 000 01', isSafe: 'yes', note: 'say: the library' })
    expect((await told(showPerson, people.of('reception-centre'), { file })).contacts).toEqual([{ channel: 'call', value: '+32 000 01', isSafe: true, note: 'say: the library', rule: null }])
    const seen = await told(showPerson, people.of('immigration-office'), { file })
    expect(seen).toMatchObject({ contacts: [], header: { contact: null } })
    expect(JSON.stringify(seen)).not.toContain('+32')
  })

  test('is as old as her birthday makes her; where the year alone is known no age is made of it', async () => {
    expect((await told(showPerson, people.of('reception-centre'), { file: fileNamed('Fictício') })).header).toMatchObject({ age: null, bornIn: 2002 })
    const file = fileNamed('Вигадана')
    const { header } = await told(showPerson, people.of('reception-centre'), { file })
    await told(changeIdentity, people.of('reception-centre'), { file, version: header.version, givenNames: 'Олена', familyNames: 'Вигадана', birthDate: '2008-11-24', birthPrecision: 'day', identityPapers: '' })
    expect((await told(showPerson, people.of('reception-centre'), { file })).header.age).toBe(17)
  })

  test('has tasks that each office keeps for itself', async () => {
    const file = fileNamed('Exempel')
    await told(addTask, people.of('reception-centre'), { file, what: 'Ask for a translation', dueOn: today })
    expect(await ask(addTask, people.of('reception-centre'), { file, what: 'x', dueOn: '2026-11-22' })).toMatchObject({ refusal: { refused: 'task-in-past' } })
    const { tasks } = await told(showPerson, people.of('reception-centre'), { file })
    expect(tasks).toMatchObject([{ what: 'Ask for a translation', doneOn: null }])
    expect((await told(showPerson, people.of('immigration-office'), { file })).tasks).toEqual([])
    const finish = (actor: Actor) => ask(finishTaskRoute, actor, { file, task: tasks[0]?.id })
    expect(await finish(people.of('immigration-office'))).toMatchObject({ answered: false, refusal: { status: 404 } })
    expect((await finish(people.of('reception-centre'))).answered).toBe(true)
    expect((await finish(people.of('reception-centre'))).answered).toBe(false)
  })
})

test('references count up without a gap, also after an act that was undone', async () => {
  const numbers = () => asMigrator(base.db, async (tx) => (await sql<{ n: number }>`select right(reference, 4)::int as n from cases.file order by 1`.execute(tx)).rows.map(({ n }) => n))
  const before = await numbers()
  await expect(openFile({ given: 'A', family: 'B', dueOn: day('2026-09-01') })).rejects.toThrow('a clock ends after it starts')
  await openFile({ given: 'Ada', family: 'Invented' })
  expect(await numbers()).toEqual([...before, before.length + 1])
})
