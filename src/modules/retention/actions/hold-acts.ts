import { z } from 'zod'
import { listOfficeNames } from '#accounts'
import { FileHeaderView, findFile, readFileHeader } from '#cases'
import { route } from '#platform/doors/route'
import { Day } from '#vocabulary/day'
import { FileId } from '#vocabulary/ids'
import { reads, writes } from '#vocabulary/place'
import { isRefusal, notFound, refuse } from '#vocabulary/refusal'
import { holdReasons, overOn, retentionRuleFor } from '../domain/retention-rule.ts'
import { holdsOf, insertHold, liftHold } from '../store/retention-rows.ts'

const acts = ['centre', 'guardian', 'immigration-office', 'magistrate'] as const
const Hold = z.strictObject({ id: z.uuid(), reason: z.enum(holdReasons), since: Day, until: Day.nullable(), liftedOn: Day.nullable(), office: z.string(), isOwn: z.boolean() })
export const KeepingView = z.strictObject({ header: FileHeaderView, endedOn: Day.nullable(), years: z.number().nullable(), overOn: Day.nullable(), isVerified: z.boolean(), holds: z.array(Hold) })
export type KeepingView = z.infer<typeof KeepingView>

export const showKeeping = route({
  name: 'retention.show-file', kind: 'ask', for: reads('retention', ...acts),
  about: 'For how long a file is kept after it has ended, and what holds it beyond that.',
  asks: z.strictObject({ file: FileId }), gives: KeepingView,
  async answers(call, { file: id }) {
    const { tx, actor, installation, language, today } = call
    const header = await readFileHeader(call, id)
    if (isRefusal(header)) return header
    const file = await findFile(tx, id)
    if (!file) return notFound
    const endedOn = file.outcome === null ? null : file.stateSince
    const rule = file.outcome === null ? undefined : retentionRuleFor(installation.pack.country.retention, file.outcome, today)
    const [holds, offices] = [await holdsOf(tx, id), await listOfficeNames(tx, language)]
    return {
      header, endedOn, years: rule?.years ?? null, overOn: rule && endedOn ? overOn(rule, endedOn) : null,
      isVerified: installation.pack.country.retention.find(({ key }) => key === rule?.key)?.verified !== false,
      holds: holds.map(({ file: _, office, ...hold }) => ({ ...hold, office: offices.get(office) ?? '', isOwn: office === actor.office })),
    }
  },
})

export const holdFile = route({
  name: 'retention.hold', kind: 'act', for: writes('retention', ...acts),
  about: 'Holds a file beyond its time for a reason of the list, until a day or until the hold is lifted.',
  asks: z.strictObject({ file: FileId, reason: z.enum(holdReasons), until: Day.optional() }), gives: z.strictObject({ file: FileId }),
  async answers(call, { file: id, reason, until }) {
    const { tx, actor, now, today } = call
    if (!(await findFile(tx, id))) return notFound
    call.concerns(id)
    if (until !== undefined && until < today) return refuse('hold-in-the-past', { field: 'until' })
    await insertHold(tx, { id: crypto.randomUUID(), file: id, reason, since: today, until: until ?? null, account: actor.account, office: actor.office, at: now })
    return { file: id }
  },
})

export const liftFileHold = route({
  name: 'retention.lift', kind: 'act', for: writes('retention', ...acts),
  about: 'Lifts a hold that the own office set; the file is then kept for its time and no longer.',
  asks: z.strictObject({ hold: z.uuid() }), gives: z.strictObject({ file: FileId }),
  async answers(call, { hold }) {
    const file = await liftHold(call.tx, hold, call.today)
    if (!file) return notFound
    call.concerns(file)
    return { file }
  },
})
