import { sql, type RawBuilder } from 'kysely'
import fc from 'fast-check'
import { beforeAll, describe, expect, test } from 'vitest'
import { asMigrator, inTransaction } from '#platform/database/transaction'
import type { Tx } from '#platform/database/connect'
import type { FileId } from '#vocabulary/ids'
import { officeKinds } from '#vocabulary/office-kind'
import { countFacts } from '../../src/modules/statistics/store/fact-counts.ts'
import { countClocks, countWaits, countWay } from '../../src/modules/statistics/store/way-counts.ts'
import { day } from '#vocabulary/day'
import { Belgium, conditions } from '../support/belgium.ts'
import { testDatabase } from '../support/database.ts'

const base = testDatabase()
let be: Belgium
beforeAll(async () => { be = await Belgium.open(base.db) }, 60_000)

const counting = () => be.door.installation.counting
const keeper = (query: RawBuilder<unknown>) => asMigrator(base.db, async (tx) => (await query.execute(tx)).rows)
const stored = sql`(table statistics.coded_person except table statistics.person_on_file) union all (table statistics.person_on_file except table statistics.coded_person)`

const everyFact = ['state', 'outcome', 'reached', 'status', 'form', 'sector', 'sex', 'age', 'age-band', 'citizenship', 'district', 'exploited-in', 'year', 'month', 'detected-by', 'service', 'centre', 'to-acceptance', 'to-reflection', 'to-statement', 'to-permit', 'clocks', 'clocks-referral', 'clocks-reflection', 'clocks-residence', 'clocks-answers'] as const
type Person = { id: string; openedOn: string; state: string; outcome: string | null; forms: string[]; sector: string | null; sex: string; isChild: boolean; birthYear: number | null; citizenship: string | null; district: string | null; exploitedIn: string | null; service: string | null; office: string | null; centre: string | null; steps: { step: string; on: string }[] | null; clocks: { key: string; due: string; closed: string | null; stands: boolean }[] | null }

/** Counted from the files themselves, without a function of the statistics. */
async function recount(facts: readonly (typeof everyFact)[number][]): Promise<Map<string, number>> {
  const people = await keeper(sql`select file.id, opened_on as "openedOn", state, outcome, forms, sector, sex, is_child as "isChild", birth_year as "birthYear", citizenship, district, exploited_in as "exploitedIn",
    (select coalesce(profession, kind) from accounts.office where id = coalesce((select office from cases.party where file = file.id and relation = 'reporter' order by party.id limit 1), opened_by)) as service,
    (select key from accounts.office where id = coalesce((select office from cases.party where file = file.id and relation = 'reporter' order by party.id limit 1), opened_by)) as office,
    (select key from cases.party join accounts.office on office.id = party.office where party.file = file.id and relation = 'centre' order by until is null desc, party.id desc limit 1) as centre,
    (select json_agg(json_build_object('step', step, 'on', taken_on)) from protection.step where step.file = file.id) as steps,
    (select json_agg(json_build_object('key', key, 'due', ends_on, 'closed', closed_on, 'stands', suspended_since is not null)) from cases.clock where clock.file = file.id) as clocks from cases.file`) as Person[]
  const sums = new Map<string, number>()
  for (const person of people) {
    const key = facts.map((fact) => said(fact, person)).join('|')
    sums.set(key, (sums.get(key) ?? 0) + 1)
  }
  return sums
}

function said(fact: (typeof everyFact)[number], { openedOn, birthYear, isChild, steps, clocks, ...person }: Person): string {
  const { milestones, way } = counting()
  const taken = new Set((steps ?? []).map(({ step }) => step))
  const age = birthYear === null ? null : Number(openedOn.slice(0, 4)) - birthYear
  const span = (named: readonly string[]) => {
    const days = (steps ?? []).filter(({ step }) => named.includes(step)).map(({ on }) => (Date.parse(on) - Date.parse(openedOn)) / 86_400_000)
    const first = Math.min(...days)
    return days.length === 0 ? 'not-yet' : first <= 7 ? '0-7' : first <= 30 ? '8-30' : first <= 90 ? '31-90' : first <= 180 ? '91-180' : '181+'
  }
  const kept = (kinds: readonly string[]) => {
    const own = (clocks ?? []).filter(({ key }) => kinds.includes(key))
    const isMissed = own.some(({ due, closed, stands }) => (closed === null ? !stands && due < today() : closed > due))
    return own.length === 0 ? 'no-clock' : isMissed ? 'missed' : own.some(({ closed }) => closed !== null) ? 'kept' : 'running'
  }
  switch (fact) {
    case 'outcome': return person.outcome ?? 'open'
    case 'form': return person.forms.length === 0 ? 'unknown' : person.forms.length === 1 ? person.forms[0] ?? '' : 'several'
    case 'age': return isChild ? 'child' : 'adult'
    case 'age-band': return age === null ? `${isChild ? 'child' : 'adult'}-unknown` : isChild ? (age < 12 ? '0-11' : '12-17') : age < 25 ? '18-24' : age < 35 ? '25-34' : age < 50 ? '35-49' : '50+'
    case 'exploited-in': return person.exploitedIn ?? 'not-collected'
    case 'year': return openedOn.slice(0, 4)
    case 'month': return openedOn.slice(0, 7)
    case 'detected-by': return person.service ?? 'unknown'
    case 'service': return person.office === null ? 'unknown' : `${person.service}/${person.office}`
    case 'centre': return person.centre ?? 'none'
    case 'status': return milestones.identified.some((step) => taken.has(step)) ? 'identified' : 'presumed'
    case 'reached': return way.places.findLast(({ steps: its }) => its.some((step) => taken.has(step)))?.key ?? 'detected'
    case 'to-acceptance': return span(milestones.acceptance)
    case 'to-reflection': return span(milestones.reflection)
    case 'to-statement': return span(milestones.statement)
    case 'to-permit': return span(milestones.permit)
    case 'clocks': return kept(['referral-answer', 'reflection', 'certificate', 'certificate-extension', 'temporary-residence-period', 'magistrate-answer'])
    case 'clocks-referral': return kept(['referral-answer'])
    case 'clocks-reflection': return kept(['reflection'])
    case 'clocks-residence': return kept(['certificate', 'certificate-extension', 'temporary-residence-period'])
    case 'clocks-answers': return kept(['magistrate-answer'])
    default: return person[fact] ?? 'unknown'
  }
}

type History = { openedOn: string; endedOn: string | null; sex: string; steps: { event: string; on: string }[] | null; referred: { event: string; on: string }[] | null }
type Span = { readonly from: readonly string[]; readonly to: readonly string[]; readonly stops?: readonly string[] | undefined }

/** Waits told one event after the other, without a function of the statistics: who asks begins to wait, who asks again has waited since the first day, and an answer or a refusal ends it. */
function* waitsOf({ openedOn, endedOn, steps, referred }: History, { from, to, stops = [] }: Span): Generator<{ since: string; met: string | undefined; left: string | undefined }> {
  const events = [...from, ...to, ...stops].some((event) => event.startsWith('referral:')) ? referred ?? [] : steps ?? []
  if (from.includes('opened')) {
    const met = to.includes('ended') ? endedOn : events.filter(({ event }) => to.includes(event)).map(({ on }) => on).toSorted()[0]
    return yield { since: openedOn, met: met ?? undefined, left: endedOn ?? undefined }
  }
  let since: string | undefined
  for (const { event, on } of events) {
    if (from.includes(event)) since = since === undefined || on < since ? on : since
    else if (since !== undefined && (to.includes(event) || stops.includes(event))) {
      yield to.includes(event) ? { since, met: on, left: undefined } : { since, met: undefined, left: on }
      since = undefined
    }
  }
  if (since !== undefined) yield { since, met: undefined, left: endedOn ?? undefined }
}

async function rewait(spans: readonly { readonly key: string; readonly between: readonly Span[] }[], { from, to }: { readonly from: number; readonly to: number }): Promise<Record<string, number>> {
  const people = await keeper(sql`select opened_on as "openedOn", case when outcome is not null then state_since end as "endedOn", sex,
    (select json_agg(json_build_object('event', step, 'on', taken_on) order by number) from protection.step where step.file = file.id) as steps,
    (select json_agg(json_build_object('event', 'referral:' || event.step, 'on', (event.at at time zone 'Europe/Brussels')::date) order by event.number) from referral.event join referral.referral on referral.id = event.referral where referral.file = file.id) as referred
    from cases.file`) as History[]
  const sums: Record<string, number> = {}
  for (const person of people) {
    // Nobody waits before her file opens or after it has ended.
    if (person.openedOn > `${to}-12-31` || (person.endedOn ?? '9') < `${from}-01-01`) continue
    for (const { key, between } of spans) {
      for (const span of between) {
        for (const { since, met, left } of waitsOf(person, span)) {
          if (since < `${from}-01-01` || since > `${to}-12-31`) continue
          const days = Math.max(0, (Date.parse(met ?? left ?? person.endedOn ?? today()) - Date.parse(since)) / 86_400_000)
          const told = [person.sex, key, met !== undefined ? 'met' : left !== undefined || person.endedOn !== null ? 'left' : 'waiting', days].join('|')
          sums[told] = (sums[told] ?? 0) + 1
        }
      }
    }
  }
  return sums
}

/** A pack that waits for something else than the country's: what is counted stands with the question, so nothing has to be worked out anew. */
const taken = ['refer', 'accept-accompaniment', 'record-condition', 'apply-for-reflection-document', 'issue-reflection-document', 'record-statement', 'issue-certificate'] as const
const sent = ['referral:send', 'referral:accept', 'referral:decline', 'referral:send-again'] as const
const otherSpans = fc.array(fc.constantFrom<readonly string[]>(taken, sent).chain((names) => fc.tuple(fc.shuffledSubarray([...names], { minLength: 2 }), fc.nat(3), fc.nat(3), fc.boolean()).map(([some, first, second, opens]): Span => {
  const at = 1 + (first % (some.length - 1))
  const later = at + 1 + (second % Math.max(1, some.length - at))
  return { from: opens ? ['opened'] : some.slice(0, at), to: some.slice(at, later), stops: opens ? [] : some.slice(later) }
})), { minLength: 1, maxLength: 4 })

const asAnalyst = async <T>(work: (tx: Tx) => Promise<T>): Promise<T> => inTransaction(base.db, { actor: await be.actor('analyst') }, work)
const years = { from: 2020, to: 2030 }
const facts = async (tx: Tx, asked: readonly string[]) => new Map((await countFacts(tx, asked, { ...years, today: today(), rules: counting() })).map(({ codes, persons }) => [codes.join('|'), persons]))
const today = () => day(be.moment.toISOString().slice(0, 10))
const figures = async (tx: Tx) => [
  await countWay(tx, { ...years, by: 'sex' }, counting().way),
  await countWaits(tx, { ...years, by: 'none' }, { waits: counting().waits, today: today(), zone: 'Europe/Brussels' }),
  await countClocks(tx, { ...years, by: 'age' }, today()),
].map((rows) => rows.map((row) => JSON.stringify(row)).toSorted())

/** What is kept between two questions, and the same counted anew: in a transaction that has written nothing is kept. */
async function expectWhatIsSo(asked: readonly (typeof everyFact)[number][], others: readonly Span[] = []): Promise<void> {
  expect(await keeper(stored)).toEqual([])
  for (const spans of [counting().waits.spans, others.map((span, at) => ({ key: `other-${at}`, between: [span] }))]) {
    for (const span of [{ from: 2020, to: 2030 }, { from: be.moment.getUTCFullYear(), to: be.moment.getUTCFullYear() }]) {
      const waits = await asAnalyst((tx) => countWaits(tx, { ...span, by: 'sex' }, { waits: { ...counting().waits, spans: spans as never }, today: today(), zone: 'Europe/Brussels' }))
      expect(Object.fromEntries(waits.map(({ part, wait, fate, days, waited }) => [[part, wait, fate, days].join('|'), waited]))).toEqual(await rewait(spans, span))
    }
  }
  const told = await asAnalyst((tx) => facts(tx, asked))
  expect(Object.fromEntries(told)).toEqual(Object.fromEntries(await recount(asked)))
  const anew = await asAnalyst(async (tx) => { await sql`select pg_current_xact_id()`.execute(tx); return figures(tx) })
  expect(await asAnalyst(figures)).toEqual(anew)
}

type Act = readonly [kind: (typeof kinds)[number], pick: number, on: number]
const kinds = ['open', 'hand-on', 'answer', 'take', 'correct', 'forms', 'end', 'step-by-hand', 'strike-step', 'reporter', 'strike-reporter', 'centre', 'centre-ends', 'office', 'empty', 'undone', 'clock', 'strike-clock', 'move-clock', 'pass', 'ask-again', 'sent-again', 'event-struck'] as const
const steps = [...conditions, ['caseworker-pag-asa', 'apply-for-reflection-document', { kind: 'application' }], ['immigration-officer', 'issue-reflection-document', { kind: 'issue' }], ['caseworker-pag-asa', 'record-statement', { kind: 'plain' }]] as const

/** One act on one of the files: through the doors where there is one, and by the keeper's hand where only data of another time could look so. */
async function act([kind, pick, on]: Act): Promise<void> {
  const files = (await keeper(sql`select id from cases.file order by reference`)) as { id: FileId }[]
  const file = files[pick % Math.max(1, files.length)]?.id ?? null
  const step = `select file, 900 + ${on}, 'issue-certificate', 'immigration-office', opened_on + ${on}, '{"kind":"issue"}', gen_random_uuid(), gen_random_uuid(), now() from protection.procedure where file = $`
  switch (kind) {
    case 'open': return void await be.ask('caseworker-pag-asa', 'procedure.open-file', { facts: { minor: on % 3 === 0 ? 'yes' : 'no', citizenshipGroup: 'other' }, sex: on % 2 ? 'woman' : 'man', citizenship: on % 5 ? 'VN' : 'NG', forms: ['labour'] })
    case 'hand-on': return void await be.handedOn({ sex: on % 2 ? 'female' : 'male', sector: on % 3 ? 'construction' : 'cleaning' })
    case 'answer': {
      const [waiting] = (await keeper(sql`select id, version from referral.referral where state = 'waiting' order by reference limit 1`)) as { id: string; version: number }[]
      return void await be.ask('caseworker-pag-asa', on % 3 ? 'referral.accept' : 'referral.decline', { referral: waiting?.id, version: waiting?.version, ...(on % 3 ? {} : { reason: 'no-place', note: '' }) })
    }
    case 'take': {
      const open = (await keeper(sql`select file, steps from protection.procedure where not exists (select from protection.step where step.file = procedure.file and number >= 900) order by file`)) as { file: FileId; steps: number }[]
      const at = open[pick % open.length]
      const [login, name, input] = steps[on % steps.length] ?? steps[0]
      return void await be.ask(login, 'procedure.take-step', { file: at?.file, step: name, version: at?.steps, input })
    }
    case 'correct': return void await keeper(sql`update cases.file set birth_year = ${1950 + pick * 2}, citizenship = ${on % 4 ? 'RO' : null}, district = ${on % 2 ? 'liege' : null}, exploited_in = ${on % 3 ? 'IT' : null}, is_child = ${on % 7 === 0} where id = ${file}`)
    case 'forms': return void await keeper(sql`update cases.file set forms = ${on % 3 === 0 ? [] : on % 3 === 1 ? ['sexual'] : ['labour', 'begging']}::text[], sector = ${on % 2 ? 'cleaning' : null} where id = ${file}`)
    case 'end': return void await keeper(sql`update cases.file set outcome = 'ended-lapsed', state = 'ended-lapsed', state_since = opened_on + ${on}::int where id = ${file}`)
    case 'step-by-hand': return void await keeper(sql`insert into protection.step (file, number, step, by, taken_on, input, account, office, recorded_at) ${sql.raw(step.slice(0, -1))}${file} on conflict do nothing`)
    case 'strike-step': return void await keeper(sql`delete from protection.step where file = ${file} and number >= 900`)
    case 'reporter': return void await keeper(sql`insert into cases.party (file, office, relation, opened_on, since) select id, (select id from accounts.office order by key offset ${pick} limit 1), 'reporter', opened_on, opened_on from cases.file where id = ${file} on conflict do nothing`)
    case 'strike-reporter': return void await keeper(sql`delete from cases.party where id = (select min(id) from cases.party where file = ${file} and relation = 'reporter')`)
    case 'centre': return void await keeper(sql`insert into cases.party (file, office, relation, opened_on, since) select id, (select id from accounts.office where kind = 'reception-centre' order by key offset ${pick % 5} limit 1), 'centre', opened_on, opened_on from cases.file where id = ${file} on conflict do nothing`)
    case 'centre-ends': return void await keeper(sql`update cases.party set until = since where id = (select max(id) from cases.party where file = ${file} and relation = 'centre' and until is null)`)
    case 'office': return void await keeper(sql`update accounts.office set profession = ${on % 2 ? 'ambulance' : null} where id = (select id from accounts.office order by key offset ${pick} limit 1)`)
    case 'empty': return void await keeper(sql`update cases.file set birth_year = null, language = null where id = ${file}`)
    case 'clock': return void await keeper(sql`insert into cases.clock (id, file, key, subject, owner_office, starts_on, ends_on, counted, closed_on)
      select gen_random_uuid(), id, ${['magistrate-answer', 'reflection', 'certificate', 'temporary-residence-period'][on % 4]}, ${`by hand ${on}`}, opened_by, opened_on, opened_on + ${pick}::int, '{}', case when ${on % 3} > 0 then opened_on + ${on}::int end
      from cases.file where id = ${file} on conflict do nothing`)
    case 'ask-again': return void await keeper(sql`insert into protection.step (file, number, step, by, taken_on, input, account, office, recorded_at)
      select file, (select greatest(899, max(number)) + 1 from protection.step where step.file = procedure.file), ${taken[on % taken.length]}, 'immigration-office', opened_on + ${pick}::int, '{}', gen_random_uuid(), gen_random_uuid(), now() from protection.procedure where file = ${file}`)
    case 'sent-again': return void await keeper(sql`insert into referral.event (referral, step, at, office, account) select id, ${['send', 'decline', 'send-again', 'accept', 'withdraw'][on % 5]}, sent_at + make_interval(hours => ${pick * 7}), from_office, from_account
      from referral.referral order by reference offset ${pick % 3} limit 1`)
    case 'event-struck': return void await keeper(sql`delete from referral.event where number = (select max(number) from referral.event where ${on % 3} = 0)`)
    case 'strike-clock': return void await keeper(sql`delete from cases.clock where id = (select id from cases.clock where file = ${file} and subject like 'by hand%' order by id limit 1)`)
    case 'move-clock': return void await keeper(sql`update cases.clock set ends_on = greatest(starts_on, ends_on + ${on - 20}::int), suspended_since = case when ${on % 3} = 0 then starts_on end, closed_on = case when ${on % 4} = 0 then ends_on + ${pick % 3}::int else closed_on end
      where id = (select id from cases.clock where file = ${file} order by closed_on is null desc, id limit 1)`)
    case 'undone': return asMigrator(base.db, async (tx) => {
      await sql`update cases.file set sex = 'other', state_since = state_since + 1 where id = ${file}`.execute(tx)
      throw new Error('undone')
    }).catch((fault: Error) => { if (fault.message !== 'undone') throw fault })
    case 'pass': be.moment = new Date(be.moment.getTime() + on * 86_400_000)
  }
}

describe('persons as they are coded', () => {
  test('are what the files say after any acts, whichever waits a pack names, and what is kept between two questions is what is counted anew', async () => {
    const acts = fc.array(fc.tuple(fc.constantFrom(...kinds), fc.nat(30), fc.nat(40)), { minLength: 1, maxLength: 5 })
    const asked = fc.uniqueArray(fc.constantFrom(...everyFact), { minLength: 1, maxLength: 5 })
    await act(['open', 0, 1])
    await be.accompanied()
    await fc.assert(fc.asyncProperty(acts, asked, otherSpans, async (some, wanted, others) => {
      for (const one of some) {
        await act(one)
        await expectWhatIsSo(wanted, others)
      }
    }), { seed: 20_261_130, numRuns: 50, endOnFailure: true })
    await expectWhatIsSo(everyFact.slice(0, 6))
  }, 240_000)

  test('of two who write to one file at once keep what both have written', async () => {
    const file = await be.inReflection()
    const office = await be.office('labour-inspector')
    // The first has coded her and not yet committed when the second does.
    let second: Promise<unknown> = Promise.resolve()
    await asMigrator(base.db, async (tx) => {
      await sql`update cases.file set district = 'liege' where id = ${file}`.execute(tx)
      await sql`set constraints all immediate`.execute(tx)
      second = keeper(sql`insert into protection.step (file, number, step, by, taken_on, input, account, office, recorded_at)
        select file, 950, 'record-statement', 'centre', opened_on + 3, '{}', gen_random_uuid(), ${office}, now() from protection.procedure where file = ${file}`)
      await expect.poll(async () => (await sql`select from pg_stat_activity where datname = current_database() and cardinality(pg_blocking_pids(pid)) > 0`.execute(base.db)).rows.length, { timeout: 20_000 }).toBeGreaterThan(0)
    })
    await second
    await expectWhatIsSo(['district', 'to-statement', 'reached'])
  })

  test('are read by nobody: only numbers leave, and how often they changed is told to the analysis centre alone', async () => {
    const actor = await be.actor('analyst')
    for (const officeKind of officeKinds) {
      const asking = { actor: { ...actor, officeKind } }
      for (const table of ['coded_person', 'person_on_file', 'change', 'step_letter', 'blinding']) await expect(inTransaction(base.db, asking, (tx) => sql`select from ${sql.table(`statistics.${table}`)}`.execute(tx)), table).rejects.toThrow('permission denied')
      const { rows: [counts] } = await inTransaction(base.db, asking, (tx) => sql<{ changes: string | null }>`select statistics.changes() as changes`.execute(tx))
      expect([officeKind, counts?.changes !== null]).toEqual([officeKind, officeKind === 'analysis-centre'])
    }
  })

  test('are not shown to another office after the analysis centre has counted them', async () => {
    await asAnalyst((tx) => facts(tx, ['sex']))
    const actor = await be.actor('analyst')
    expect(await inTransaction(base.db, { actor: { ...actor, officeKind: 'rapporteur' } }, (tx) => facts(tx, ['sex']))).toEqual(new Map())
  })

  test('go with the file', async () => {
    const { file } = await be.handedOn()
    const [row] = (await keeper(sql`select count(*)::int as rows from statistics.coded_person where file = ${file}`)) as { rows: number }[]
    expect(row?.rows).toBe(1)
    expect(await keeper(sql`select conname from pg_constraint where conrelid = 'statistics.coded_person'::regclass and confdeltype = 'c'`)).toHaveLength(1)
  })
})
