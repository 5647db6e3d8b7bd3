import { z } from 'zod'
import { askApproval, isApproved, needsApproval, useApproval } from '#accounts'
import type { Actor } from '#platform/doors/actor'
import type { Call } from '#platform/doors/call'
import { route } from '#platform/doors/route'
import { destroyKeyOf } from '#platform/vault/sealed-columns'
import { addDays, Day } from '#vocabulary/day'
import { FileId } from '#vocabulary/ids'
import { Instant } from '#vocabulary/instant'
import { reads, writes } from '#vocabulary/place'
import { isRefusal, notFound, refuse } from '#vocabulary/refusal'
import { holdReasons, overOn, retentionRuleFor } from '../domain/retention-rule.ts'
import { beginDestruction, emptyFile, endedFiles, findRun, insertRun, isClosedInPart, listRuns, type EndedFile } from '../store/retention-rows.ts'

const atMost = 5_000
const soonDays = 90

const Kept = z.strictObject({ file: FileId, reference: z.string(), outcome: z.string(), endedOn: Day, rule: z.string(), years: z.number(), overOn: Day, held: z.array(z.enum(holdReasons)) })
type Kept = z.infer<typeof Kept>
const Rule = z.strictObject({ key: z.string(), label: z.string(), years: z.number(), law: z.array(z.string()), isVerified: z.boolean() })
const RunView = z.strictObject({ id: z.uuid(), number: z.string(), madeOn: Day, destroyedAt: Instant.nullable(), files: z.number(), destroyed: z.number() })
export type RunView = z.infer<typeof RunView>
const RunFile = z.strictObject({ file: FileId, reference: z.string(), outcome: z.string(), endedOn: Day, rule: z.string(), overOn: Day, destroyedAt: Instant.nullable() })
const RunPage = z.strictObject({ run: RunView, files: z.array(RunFile), approval: z.enum(['not-needed', 'waiting', 'approved', 'used']) })
export type RunPage = z.infer<typeof RunPage>
export const RetentionView = z.strictObject({
  rules: z.array(Rule), over: z.array(Kept), held: z.array(Kept), soon: z.array(Kept), withoutRule: z.number(), ended: z.number(), runs: z.array(RunView),
})
export type RetentionView = z.infer<typeof RetentionView>

function keptOf({ installation, today }: Call<Actor>, file: EndedFile): Kept | undefined {
  const rule = retentionRuleFor(installation.pack.country.retention, file.outcome, today)
  return rule && { ...file, held: [...file.held], rule: rule.key, years: rule.years, overOn: overOn(rule, file.endedOn) }
}

async function keptFiles(call: Call<Actor>) {
  const ended = await endedFiles(call.tx, call.today, atMost)
  const kept = ended.flatMap((file) => keptOf(call, file) ?? [])
  const isOver = (file: Kept) => file.overOn <= call.today
  return {
    ended: ended.length, withoutRule: ended.length - kept.length,
    over: kept.filter((file) => isOver(file) && file.held.length === 0), held: kept.filter((file) => isOver(file) && file.held.length > 0),
    soon: kept.filter((file) => !isOver(file) && file.overOn <= addDays(call.today, soonDays)),
  }
}

export const showRetention = route({
  name: 'retention.show', kind: 'ask', for: reads('retention', 'charge'),
  about: 'Which files have ended and for how long they are still kept: those whose time is over, those that something holds, and those that are soon over. Changes nothing.',
  asks: z.strictObject({}), gives: RetentionView,
  async answers(call) {
    const { installation, language, tx, today } = call
    const rules = installation.pack.country.retention.filter(({ from, to }) => from <= today && (to === undefined || today <= to))
      .map(({ key, label, years, law, verified }) => ({ key, label: label[language], years, law: [...law], isVerified: verified !== false }))
    const kept = await keptFiles(call)
    call.shows([kept.over, kept.held, kept.soon].flat().map(({ file }) => file))
    return { rules, ...kept, runs: [...await listRuns(tx)] }
  },
})

export const proposeDestruction = route({
  name: 'retention.propose', kind: 'act', for: writes('retention', 'charge'),
  about: 'Draws up the list of all files whose time is over and that nothing holds, and asks a colleague to approve their destruction.',
  asks: z.strictObject({ reason: z.string().trim().min(1).max(1_000) }), gives: z.strictObject({ run: z.uuid(), files: z.number() }),
  async answers(call, { reason }) {
    const { tx, actor, today } = call
    const { over } = await keptFiles(call)
    if (over.length === 0) return refuse('nothing-is-over', { status: 409 })
    const id = crypto.randomUUID()
    await insertRun(tx, { id, year: today.slice(0, 4), on: today, account: actor.account, office: actor.office }, over)
    call.shows(over.map(({ file }) => file))
    if (needsApproval(call, 'destroy-records')) {
      const asked = await askApproval(call, { act: 'destroy-records', subject: id, shownAt: `/retention/${id}`, reason })
      if (isRefusal(asked)) return asked
    }
    return { run: id, files: over.length }
  },
})

export const showRun = route({
  name: 'retention.show-run', kind: 'ask', for: reads('retention', 'charge'),
  about: 'One destruction: which files, by which rule, who approved it and what became of it. Once carried out it is the certificate.',
  asks: z.strictObject({ run: z.uuid() }), gives: RunPage,
  async answers(call, { run: id }) {
    const found = await findRun(call.tx, id)
    if (!found) return notFound
    call.shows(found.files.map(({ file }) => file))
    const approved = await isApproved(call, { act: 'destroy-records', subject: id })
    const approval = found.run.destroyedAt !== null ? 'used' as const : !needsApproval(call, 'destroy-records') ? 'not-needed' as const : approved ? 'approved' as const : 'waiting' as const
    return { run: found.run, files: [...found.files], approval }
  },
})

export const destroy = route({
  name: 'retention.destroy', kind: 'act', for: writes('retention', 'charge'), grave: 'each',
  about: 'Destroys the key of every person on an approved list and takes away what is left in clear; the coded facts stay for statistics. It cannot be undone.',
  asks: z.strictObject({ run: z.uuid() }), gives: z.strictObject({ run: z.uuid(), destroyed: z.number(), kept: z.number() }),
  async answers(call, { run: id }) {
    const { tx, actor, now, today } = call
    const found = await findRun(tx, id)
    if (!found) return notFound
    // What she does not see she neither destroys nor leaves behind on a certificate that is called complete.
    if (await isClosedInPart(tx, id)) return refuse('run-closed-in-part', { status: 409 })
    if (!(await beginDestruction(tx, id, { account: actor.account, at: now }))) return refuse('destroyed-already', { status: 409 })
    const approved = await useApproval(call, { act: 'destroy-records', subject: id })
    if (isRefusal(approved)) return approved
    let destroyed = 0
    for (const { file } of found.files) {
      if (!(await emptyFile(tx, { run: id, file, today, at: now }))) continue
      await destroyKeyOf(tx, file)
      destroyed += 1
    }
    call.shows(found.files.map(({ file }) => file))
    return { run: id, destroyed, kept: found.files.length - destroyed }
  },
})
