import { z } from 'zod'
import { standingAmong } from '#accounts'
import { Figure, HandedOver, listHandedOver, listReleases, readFigure, readHandedOver } from '#statistics'
import { route } from '#platform/doors/route'
import { Day } from '#vocabulary/day'
import { Instant } from '#vocabulary/instant'
import { writes } from '#vocabulary/place'
import { isRefusal, notFound, refuse } from '#vocabulary/refusal'
import { AnalysisText } from '../domain/analysis.ts'
import { deleteDraft, editionsOf, findDraft, insertDraft, listDrafts, listProposals, writeDraft } from '../store/analysis-rows.ts'
import { PrintedPoint } from '../domain/printed-point.ts'
import { Cited, citedByAuthor, citedIn, printedPoints, Typed, typedIn, wrongTitle } from './cited-figures.ts'

const Number = z.coerce.number().int().min(1).max(1_000_000)
const Listed = z.strictObject({ id: z.uuid(), title: z.string(), corrects: z.number().nullable(), writtenAt: Instant, proposal: z.uuid().nullable(), published: z.number().nullable(), /** Proposed, and neither published nor refused. */ stands: z.boolean() })

export const listAnalysisDrafts = route({
  name: 'analysis.list-drafts', kind: 'ask', for: writes('numbers', 'none'),
  about: 'The analyses that the office is writing, the latest first.',
  asks: z.strictObject({}), gives: z.strictObject({ drafts: z.array(Listed) }),
  async answers(call) {
    const latest = await listProposals(call.tx)
    const proposals = new Map(latest.map((each) => [each.draft, each]))
    const standing = await standingAmong(call, 'publish-numbers', latest.flatMap(({ id, number }) => (number === null ? [id] : [])))
    return { drafts: (await listDrafts(call.tx)).map(({ id, title, corrects, writtenAt }) => {
      const { id: proposal = null, number: published = null } = proposals.get(id) ?? {}
      return { id, title, corrects, writtenAt, proposal, published, stands: proposal !== null && standing.has(proposal) }
    }) }
  },
})

export const startAnalysis = route({
  name: 'analysis.start', kind: 'act', for: writes('numbers', 'none'),
  about: 'Begins an analysis with its title; or, with the number of a published one, its next edition, which begins with the text of the last.',
  asks: z.strictObject({ title: AnalysisText.shape.title, language: AnalysisText.shape.language }).or(z.strictObject({ corrects: Number })), gives: z.strictObject({ draft: z.uuid() }),
  async answers({ tx, now }, asked) {
    const draft = crypto.randomUUID()
    if (!('corrects' in asked)) {
      const wrong = wrongTitle(asked)
      if (wrong) return wrong
      await insertDraft(tx, draft, { ...asked, summary: '', text: '' }, null, now)
      return { draft }
    }
    const [latest] = await editionsOf(tx, asked.corrects)
    if (!latest) return notFound
    await insertDraft(tx, draft, latest, asked.corrects, now)
    return { draft }
  },
})

const Draft = z.strictObject({
  id: z.uuid(), ...AnalysisText.shape, version: z.number(), corrects: z.number().nullable(), writtenAt: Instant, isOwn: z.boolean(),
  ...Cited, ...Typed.shape, released: z.array(z.strictObject({ number: z.number(), wish: Figure.shape.wish, countedOn: Day })),
  /** The latest hand-overs, and every printed figure: what else can be cited. */
  handedOver: z.array(z.strictObject({ number: z.number(), recipient: z.string(), year: z.number(), releasedOn: Day })), printed: z.array(PrintedPoint),
})
export type Draft = z.output<typeof Draft>

export const showDraft = route({
  name: 'analysis.show-draft', kind: 'ask', for: writes('numbers', 'none'),
  about: 'An analysis as it is being written, with the figures that it cites, the numbers that it does not cite, and the latest released figures that it could.',
  asks: z.strictObject({ draft: z.uuid() }), gives: Draft,
  async answers(call, { draft: id }) {
    const found = await findDraft(call.tx, id)
    if (!found) return notFound
    const { writtenBy, ...draft } = found
    const cited = await citedIn(call, draft)
    if (isRefusal(cited)) return cited
    const released = (await listReleases(call.tx, { page: 1, size: 100 })).rows.map(({ number, wish, countedOn }) => ({ number, wish, countedOn }))
    return { ...draft, isOwn: writtenBy === call.actor.account, ...cited, ...(await typedIn(call, draft)), released, handedOver: [...(await listHandedOver(call.tx, { page: 1, size: 50 })).rows], printed: [...printedPoints(call)] }
  },
})

export const writeAnalysis = route({
  name: 'analysis.write', kind: 'act', for: writes('numbers', 'none'),
  about: 'Saves what was written, over the version that the writer had before her. Refused where a colleague has written since, and where the text cites what was never released.',
  asks: z.strictObject({ draft: z.uuid(), version: z.coerce.number().int().min(1), ...AnalysisText.shape }), gives: z.strictObject({ draft: z.uuid(), version: z.number() }),
  async answers(call, { draft: id, version, ...text }) {
    if (!(await findDraft(call.tx, id))) return notFound
    const cited = await citedByAuthor(call, text)
    if (isRefusal(cited)) return cited
    if (!(await writeDraft(call.tx, id, version, text, call.actor.account, call.now))) return refuse('written-meanwhile', { status: 409, field: 'text' })
    return { draft: id, version: version + 1 }
  },
})

export const dropAnalysis = route({
  name: 'analysis.drop', kind: 'act', for: writes('numbers', 'none'),
  about: 'Throws away an analysis that was never published, or the next edition of one. What was published stays.',
  asks: z.strictObject({ draft: z.uuid() }), gives: z.strictObject({}),
  answers: async ({ tx }, { draft }) => (await deleteDraft(tx, draft)) ? {} : notFound,
})

export const showCitable = route({
  name: 'analysis.show-figure', kind: 'ask', for: writes('numbers', 'none'),
  about: 'A released figure with the citation of each of its values, to be taken into a text.',
  asks: z.strictObject({ number: Number }), gives: Figure,
  answers: async (call, { number }) => (await readFigure(call, number)) ?? notFound,
})

export const showCitableHandOver = route({
  name: 'analysis.show-hand-over', kind: 'ask', for: writes('numbers', 'none'),
  about: 'The tables of a released hand-over with the citation of each of their values, to be taken into a text.',
  asks: z.strictObject({ number: Number }), gives: HandedOver,
  answers: async (call, { number }) => (await readHandedOver(call, number)) ?? notFound,
})
