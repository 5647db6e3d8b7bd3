import { z } from 'zod'
import type { Item } from '#codebook'
import { findOffice } from '#accounts'
import type { Actor } from '#platform/doors/actor'
import type { Call } from '#platform/doors/call'
import { pageOf, pageShape } from '#platform/doors/paging'
import { route } from '#platform/doors/route'
import { OfficeId } from '#vocabulary/ids'
import { writes } from '#vocabulary/place'
import { notFound, refuse } from '#vocabulary/refusal'
import { findingKey, lookAt, type Digest, type Finding, type Looked } from '../domain/deliveries/anomalies.ts'
import { atKey } from '../domain/deliveries/margins.ts'
import { findDelivery } from '../store/delivery-rows.ts'
import { digestOf, insertAnswer, listAnswers, listDraftFigures, readDigest, type Answer } from '../store/delivery-digests.ts'
import { listCountingDeliveries, type CountingDelivery } from '../store/delivered-sums.ts'

/** So many findings stand on one page. */
const onOnePage = 50
const Warning = z.strictObject({
  delivery: z.uuid().nullable(), item: z.string(), office: z.string(), rule: z.string(), year: z.number(), at: z.record(z.string(), z.string()), now: z.number().nullable(), against: z.number().nullable(),
  answers: z.array(z.strictObject({ explanation: z.string(), at: z.string() })),
})
/** Which rules were looked at, how often there was something to compare, and what each found. */
export const Warnings = z.strictObject({ rules: z.array(z.strictObject({ rule: z.string(), looked: z.number(), found: z.number() })), listed: z.array(Warning), ...pageShape,
  /** What was found outside of what is shown; where only what is open is shown, what a service has answered. */
  elsewhere: z.number() })
export type Warnings = z.output<typeof Warnings>

/** What is said where nothing could be looked at. */
export const noWarnings: Warnings = { rules: [], listed: [], page: 1, hasMore: false, elsewhere: 0 }

type About = { readonly item: Item; readonly office: string; readonly years: readonly [number, number] }

/** Looks at figures by every rule, held against what the same service handed over for other years and what can be read of other items. */
async function lookedAt(call: Call<Actor>, { item, office, years }: About, digest: Digest): Promise<readonly Looked[]> {
  const { tx, installation: { codebook } } = call
  const counting = await listCountingDeliveries(tx, item.key)
  const others: Digest[] = []
  for (const row of counting) if (row.office === office && (row.lastYear < years[0] || row.firstYear > years[1])) others.push(await readDigest(tx, { codebook, item }, row.id))
  const beside = new Map<string, Digest[]>()
  const needed = codebook.anomalyRules.flatMap((rule) => (rule.kind === 'exceeds' && rule.item === item.key && rule.over.item !== item.key ? [rule.over.item] : []))
  for (const key of needed) {
    const other = codebook.items.find((each) => each.key === key)
    const digests: Digest[] = []
    if (other) for (const row of await listCountingDeliveries(tx, key)) if (row.lastYear >= years[0] && row.firstYear <= years[1]) digests.push(await readDigest(tx, { codebook, item: other }, row.id))
    beside.set(key, digests)
  }
  const officeKind = (await findOffice(tx, OfficeId.parse(office)))?.kind ?? ''
  return lookAt(codebook.anomalyRules, { item: item.key, officeKind, digest, others, beside: (key) => beside.get(key) ?? [] })
}

type LookedAt = { readonly delivery: string | null; readonly item: string; readonly office: string; readonly looked: readonly Looked[] }
type Showing = {
  /** Which page of them is listed; none lists all. */
  readonly page?: number | undefined
  readonly isShown?: ((finding: Finding) => boolean) | undefined
  /** Whether those that a service has answered are left out. */
  readonly openAlone?: boolean | undefined
}

/** What was found, what no service has answered first. */
function asWarnings(all: readonly LookedAt[], answers: readonly Answer[], { page, isShown = () => true, openAlone = false }: Showing): Warnings {
  const rules = new Map<string, { looked: number; found: number }>()
  const listed: Warnings['listed'] = []
  let elsewhere = 0
  const answersTo = new Map<string, Answer[]>()
  for (const answer of answers) {
    const key = `${answer.delivery} ${findingKey({ ...answer, at: answer.codes })}`
    answersTo.set(key, [...(answersTo.get(key) ?? []), answer])
  }
  for (const { delivery, item, office, looked } of all) for (const { rule, looked: times, findings } of looked) {
    const said = (finding: Finding) => answersTo.get(`${delivery ?? ''} ${findingKey(finding)}`) ?? []
    const asked = findings.filter(isShown)
    const shown = openAlone ? asked.filter((finding) => said(finding).length === 0) : asked
    elsewhere += (openAlone ? asked : findings).length - shown.length
    const before = rules.get(rule) ?? { looked: 0, found: 0 }
    rules.set(rule, { looked: before.looked + times, found: before.found + shown.length })
    listed.push(...shown.map((finding) => ({ delivery, item, office, ...finding, at: { ...finding.at }, answers: said(finding).map(({ explanation, at }) => ({ explanation, at })) })))
  }
  const inOrder = listed.toSorted((a, b) => Number(a.answers.length > 0) - Number(b.answers.length > 0) || b.year - a.year)
  const { rows, ...place } = page === undefined ? { rows: inOrder, page: 1, hasMore: false } : pageOf(inOrder.slice((page - 1) * onOnePage, page * onOnePage + 1), { page, size: onOnePage })
  return { rules: [...rules].map(([rule, counts]) => ({ rule, ...counts })), listed: [...rows], ...place, elsewhere }
}

/** What the rules say of a checked sheet before it is handed over. */
export async function warningsOfDraft(call: Call<Actor>, item: Item, { draft, page }: { readonly draft: string; readonly page: number }): Promise<Warnings> {
  const facts = await listDraftFigures(call.tx, draft)
  if (facts.length === 0) return noWarnings
  const years = facts.map(({ year }) => year)
  const [first, last] = [years.reduce((a, b) => Math.min(a, b)), years.reduce((a, b) => Math.max(a, b))]
  const digest = digestOf({ codebook: call.installation.codebook, item }, facts)
  return asWarnings([{ delivery: null, item: item.key, office: call.actor.office, looked: await lookedAt(call, { item, office: call.actor.office, years: [first, last] }, digest) }], [], { page })
}

type OfDelivery = Pick<CountingDelivery, 'id' | 'office' | 'firstYear' | 'lastYear'>

/** What the rules say of deliveries, with what their services answered. */
export const warningsOf = (call: Call<Actor>, item: Item, deliveries: readonly OfDelivery[], showing: Showing = {}): Promise<Warnings> => warningsOfAll(call, [{ item, deliveries }], showing)

/** The same of deliveries of several items. */
export async function warningsOfAll(call: Call<Actor>, items: readonly { readonly item: Item; readonly deliveries: readonly OfDelivery[] }[], showing: Showing): Promise<Warnings> {
  const all: LookedAt[] = []
  for (const { item, deliveries } of items) for (const { id, office, firstYear, lastYear } of deliveries) {
    const digest = await readDigest(call.tx, { codebook: call.installation.codebook, item }, id)
    all.push({ delivery: id, item: item.key, office, looked: await lookedAt(call, { item, office, years: [firstYear, lastYear] }, digest) })
  }
  return asWarnings(all, await listAnswers(call.tx, items.flatMap(({ deliveries }) => deliveries.map(({ id }) => id))), showing)
}

/** By what one warning is known of all that stand about a delivery. */
export const WhichWarning = z.strictObject({ rule: z.string().max(60), year: z.coerce.number().int(), codes: z.string().max(2_000) })
export const isWarning = ({ rule, year, codes }: z.output<typeof WhichWarning>) => (finding: Finding): boolean => finding.rule === rule && finding.year === year && atKey(finding.at) === codes

export const explainDelivery = route({
  name: 'delivery.explain', kind: 'act', for: writes('deliveries', 'own-office'),
  about: 'Answers a warning about the own figures; the explanation stays with the figure wherever it is read.',
  asks: WhichWarning.extend({ delivery: z.uuid(), explanation: z.string().trim().max(1_000) }), gives: z.strictObject({ delivery: z.uuid() }),
  async answers(call, { delivery, rule, year, codes, explanation }) {
    const found = (await findDelivery(call.tx, delivery)).find(({ id }) => id === delivery)
    const item = call.installation.codebook.items.find(({ key }) => key === found?.item)
    if (!found || !item || found.office !== call.actor.office) return notFound
    const { listed: [warning] } = await warningsOf(call, item, [found], { isShown: isWarning({ rule, year, codes }) })
    if (!warning) return refuse('no-such-warning', { status: 409 })
    if (explanation.length < 3) return refuse('input-missing', { field: 'explanation' })
    await insertAnswer(call.tx, { delivery, rule, year, codes: warning.at, explanation, at: call.now }, call.actor.account)
    return { delivery }
  },
})
