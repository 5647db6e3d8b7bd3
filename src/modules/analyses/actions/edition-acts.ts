import { z } from 'zod'
import { askApproval, needsApproval, SecondPerson, secondPersonOn, useApproval } from '#accounts'
import type { Call } from '#platform/doors/call'
import { route } from '#platform/doors/route'
import { Day } from '#vocabulary/day'
import { writes } from '#vocabulary/place'
import { isRefusal, notFound, refuse } from '#vocabulary/refusal'
import { AnalysisText } from '../domain/analysis.ts'
import { editionsOf, findDraft, findProposal, insertEdition, insertProposal, listEditions } from '../store/analysis-rows.ts'
import { Cited, citedByAuthor, citedIn, Typed, typedIn } from './cited-figures.ts'

export const proposeAnalysis = route({
  name: 'analysis.propose', kind: 'act', for: writes('numbers', 'none'),
  about: 'Proposes to publish an analysis as it stands now, and asks a colleague to approve it. What is written afterwards is not part of it.',
  asks: z.strictObject({ draft: z.uuid(), reason: z.string().trim().min(1).max(1_000) }), gives: z.strictObject({ proposal: z.uuid() }),
  async answers(call, { draft: id, reason }) {
    const draft = await findDraft(call.tx, id)
    if (!draft) return notFound
    if (draft.text === '') return refuse('nothing-written', { field: 'reason' })
    const cited = await citedByAuthor(call, draft)
    if (isRefusal(cited)) return cited
    const proposal = crypto.randomUUID()
    await insertProposal(call.tx, proposal, { ...draft, points: cited.points }, call.now)
    if (needsApproval(call, 'publish-numbers')) {
      const approval = await askApproval(call, { act: 'publish-numbers', subject: proposal, shownAt: `/analyses/proposals/${proposal}`, reason, about: { kind: 'analysis', title: draft.title, corrects: draft.corrects } })
      if (isRefusal(approval)) return approval
    }
    return { proposal }
  },
})

const Read = { ...AnalysisText.shape, ...Cited }
const ProposalView = z.strictObject({ id: z.uuid(), ...Read, draft: z.uuid(), corrects: z.number().nullable(), ...Typed.shape, published: z.number().nullable(), ...SecondPerson.shape })
export type ProposalView = z.output<typeof ProposalView>

export const showProposedAnalysis = route({
  name: 'analysis.show-proposal', kind: 'ask', for: writes('numbers', 'none'),
  about: 'An analysis as it would be published, and whether a colleague has approved it.',
  asks: z.strictObject({ proposal: z.uuid() }), gives: ProposalView,
  async answers(call, { proposal: id }) {
    const found = await findProposal(call.tx, id)
    if (!found) return notFound
    const { number: published, ...proposal } = found
    const cited = await citedIn(call, proposal, proposal.points)
    if (isRefusal(cited)) return cited
    return { ...proposal, ...cited, ...(await typedIn(call, proposal)), published, ...await secondPersonOn(call, { act: 'publish-numbers', subject: id }, published !== null) }
  },
})

export const publishAnalysis = route({
  name: 'analysis.publish', kind: 'act', for: writes('numbers', 'none'), grave: 'each',
  about: 'Publishes an approved analysis for everybody under its permanent number. It is not taken back; a correction is its next edition.',
  asks: z.strictObject({ proposal: z.uuid() }), gives: z.strictObject({ number: z.number(), edition: z.number() }),
  async answers(call, { proposal: id }) {
    const found = await findProposal(call.tx, id)
    if (!found) return notFound
    if (found.number !== null) return refuse('published-already', { status: 409 })
    const approved = await useApproval(call, { act: 'publish-numbers', subject: id })
    if (isRefusal(approved)) return approved
    return insertEdition(call.tx, found, call.today)
  },
})

const Head = z.strictObject({ number: z.number(), edition: z.number(), language: AnalysisText.shape.language, title: z.string(), summary: z.string(), publishedOn: Day })

export const listAnalyses = route({
  name: 'analysis.list', kind: 'ask', for: 'anyone',
  about: 'Every analysis that was published, in its latest edition, the newest first.',
  asks: z.strictObject({}), gives: z.strictObject({ analyses: z.array(Head) }),
  answers: async ({ tx }) => ({ analyses: (await listEditions(tx)).map(({ text: _, points: __, ...head }) => head) }),
})

const Analysis = z.strictObject({ number: z.number(), edition: z.number(), publishedOn: Day, ...Read, editions: z.array(z.strictObject({ edition: z.number(), publishedOn: Day })) })
export type Analysis = z.output<typeof Analysis>

async function readAnalysis(call: Call, number: number, edition: number | undefined): Promise<Analysis | typeof notFound> {
  const editions = await editionsOf(call.tx, number)
  const asked = edition === undefined ? editions[0] : editions.find((each) => each.edition === edition)
  if (!asked) return notFound
  const cited = await citedIn(call, asked, asked.points)
  // Only what cites released and printed figures is published; no release is ever taken away, and the printed ones are kept with it.
  if (isRefusal(cited)) throw new Error(`analysis ${number}, edition ${asked.edition}, cites a figure that is not there`)
  return { ...asked, ...cited, editions: editions.map((each) => ({ edition: each.edition, publishedOn: each.publishedOn })) }
}

export const showAnalysis = route({
  name: 'analysis.show', kind: 'ask', for: 'anyone',
  about: 'A published analysis with the figures that it cites: its latest edition, or the one that is asked for.',
  asks: z.strictObject({ number: z.coerce.number().int().min(1).max(1_000_000), edition: z.coerce.number().int().min(1).max(1_000).optional() }), gives: Analysis,
  answers: (call, { number, edition }) => readAnalysis(call, number, edition),
})
