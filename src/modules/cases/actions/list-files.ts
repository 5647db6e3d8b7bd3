import { z } from 'zod'
import { listOfficeNames, News, readNews } from '#accounts'
import type { Actor } from '#platform/doors/actor'
import type { Call } from '#platform/doors/call'
import { PageNumber, pageShape } from '#platform/doors/paging'
import { route } from '#platform/doors/route'
import { Day } from '#vocabulary/day'
import { anyOf, learnsStatus, reads } from '#vocabulary/place'
import { acting } from '#vocabulary/relation'
import { findFilesByName } from '../store/identity-rows.ts'
import { countedAtMost, countWaitingFiles, findFilesByReference, listFilesOf, listWaitingFiles, readFiles, type WaitingRow } from '../store/waiting-rows.ts'
import { listViews } from '../store/view-rows.ts'
import { escalatedClocks } from '../store/escalation-rows.ts'
import { FileLine, lineOf } from './file-view.ts'
import { clockLabel } from './clock-label.ts'
import { ToldClocks, toldOf } from './told-acts.ts'

const size = 25
const filter = {
  due: z.enum(['late', 'week', 'none', 'new']).optional().catch(undefined),
  state: z.string().max(80).optional(),
  variant: z.string().max(80).optional(),
  /** The kind of a clock that runs in the file, such as the reflection period. */
  clock: z.string().max(80).optional(),
  page: z.coerce.number().int().min(1).max(400).default(1),
}

async function linesOf({ tx, installation, language, today, shows }: Call<Actor>, rows: readonly WaitingRow[], known?: ReadonlyMap<string, string>): Promise<FileLine[]> {
  shows(rows.map(({ id }) => id))
  const offices = known ?? (await listOfficeNames(tx, language))
  return rows.map((row) => lineOf(row, { pack: installation.pack, offices, language, today }))
}

const choice = z.strictObject({ value: z.string(), label: z.string() })

/** Every kind of clock that the country has, by the name that the screens give it. */
const kindsOfClock = ({ installation: { pack }, language }: Call) =>
  [...pack.procedure.periods, pack.country.referralAnswer].map(({ key }) => ({ value: key, label: clockLabel(pack, key, language) })).toSorted((a, b) => a.label.localeCompare(b.label, language))

const unlessEmpty = (text: string | undefined) => (text === '' ? undefined : text)

export const WaitingList = z.strictObject({
  counts: z.strictObject({ late: z.number(), week: z.number(), all: z.number(), asked: z.number(), countedAtMost: z.number() }),
  lines: z.array(FileLine), page: z.number(), hasMore: z.boolean(), due: z.string().nullable(), told: ToldClocks, news: News,
  clock: z.string(), clocks: z.array(choice),
})
export type WaitingList = z.infer<typeof WaitingList>

export const listWaiting = route({
  name: 'file.list-waiting',
  kind: 'ask',
  for: anyOf(reads('residence', ...acting), reads('referral', 'asked-centre')),
  about: 'What waits for the office of the reader, most urgent first, with counts of what is late and due within a week and of the referrals that it has to answer, and what she is told of as its superior, and how much is new since her last visit.',
  asks: z.strictObject(filter),
  gives: WaitingList,
  async answers(call, { due, state, variant, clock = '', page }) {
    const { tx, actor, today, language, installation } = call
    const asked = { due, state: unlessEmpty(state), variant: unlessEmpty(variant), clock: unlessEmpty(clock) }
    const rows = await listWaitingFiles(tx, actor.office, asked, today, { page, size })
    const { told, news, ...counts } = await countWaitingFiles(tx, today)
    const offices = await listOfficeNames(tx, language)
    return {
      counts: { ...counts, countedAtMost }, lines: await linesOf(call, rows, offices), page, hasMore: rows.length === size, due: due ?? null, news, clock, clocks: kindsOfClock(call),
      told: toldOf(told, { pack: installation.pack, offices, language, today }),
    }
  },
})

export const FileList = z.strictObject({
  lines: z.array(FileLine), page: z.number(), hasMore: z.boolean(), searched: z.string(),
  state: z.string(), due: z.string(), variant: z.string(), clock: z.string(),
  clocks: z.array(choice), states: z.array(choice), variants: z.array(choice),
  views: z.array(z.strictObject({ id: z.uuid(), name: z.string(), query: z.string() })),
})
export type FileList = z.infer<typeof FileList>

export const listFiles = route({
  name: 'file.list',
  kind: 'ask',
  for: reads('residence', ...acting),
  about: 'The files that the reader may see, the latest first; or those found by reference or by name.',
  notInAddress: ['search'],
  asks: z.strictObject({ ...filter, search: z.string().trim().max(200).default('') }),
  gives: FileList,
  async answers(call, { search, due, state = '', variant = '', clock = '', page }) {
    const { tx, actor, today, language, installation } = call
    const { states, variants } = installation.pack.procedure
    const rows = search === ''
      ? await listFilesOf(tx, actor.office, { due, state: unlessEmpty(state), variant: unlessEmpty(variant), clock: unlessEmpty(clock) }, today, { page, size })
      : await found(call, search)
    const labelled = (items: typeof states | typeof variants) => items.map(({ key, label }) => ({ value: key, label: label[language] }))
    return {
      lines: await linesOf(call, rows), page, hasMore: search === '' && rows.length === size, searched: search, state, variant, clock, due: due ?? '',
      clocks: kindsOfClock(call), states: labelled(states), variants: labelled(variants), views: [...(await listViews(tx, actor.account))],
    }
  },
})

async function found({ tx, actor }: Call<Actor>, search: string): Promise<readonly WaitingRow[]> {
  const byReference = await findFilesByReference(tx, search)
  // A program may not ask whether somebody is here: no key opens names.
  return byReference.length > 0 || actor.machine ? byReference : readFiles(tx, await findFilesByName(tx, search))
}

export const EscalatedList = z.strictObject({ clocks: z.array(z.strictObject({ reference: z.string(), clock: z.string(), office: z.string(), endsOn: Day, withoutSuperior: z.boolean() })), news: News, ...pageShape })
export type EscalatedList = z.infer<typeof EscalatedList>

export const listEscalated = route({
  name: 'clock.list-escalated',
  kind: 'ask',
  for: learnsStatus('residence', 'charge'),
  about: 'Clocks that ran out and on which nobody acted, or whose office has nobody who leads it: reference, clock and office, and nothing about the person.',
  asks: z.strictObject({ page: PageNumber }),
  gives: EscalatedList,
  async answers({ tx, installation, language }, { page }) {
    const [{ rows: clocks, ...place }, offices] = [await escalatedClocks(tx, { page, size }), await listOfficeNames(tx, language)]
    return { ...place, news: await readNews(tx), clocks: clocks.map(({ key, office, ...clock }) => ({ ...clock, clock: clockLabel(installation.pack, key, language), office: offices.get(office) ?? '' })) }
  },
})
