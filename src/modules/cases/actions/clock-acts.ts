import { z } from 'zod'
import { PageNumber, pageShape } from '#platform/doors/paging'
import { route } from '#platform/doors/route'
import { ClockId, FileId } from '#vocabulary/ids'
import { Day } from '#vocabulary/day'
import { notFound } from '#vocabulary/refusal'
import { anyOf, reads } from '#vocabulary/place'
import { acting } from '#vocabulary/relation'
import { acknowledgeClock, listOwnClocks } from '../store/clock-rows.ts'
import { clockLabel } from './clock-label.ts'

/** Whoever acts in a file, and the centre that is asked and has the clock of its answer. */
const ownersOfClocks = anyOf(reads('residence', ...acting), reads('referral', 'asked-centre'))

const OwnClock = z.strictObject({ id: ClockId, file: FileId, reference: z.string(), clock: z.string(), endsOn: Day, acknowledgedOn: Day.nullable(), notices: z.array(z.string()), isAsked: z.boolean() })
export const OwnClocks = z.strictObject({ clocks: z.array(OwnClock), ...pageShape })
export type OwnClocks = z.infer<typeof OwnClocks>

export const listOwn = route({
  name: 'clock.list-own',
  kind: 'ask',
  for: ownersOfClocks,
  about: 'The clocks that the office of the reader owns and has been warned of, with what was said about them.',
  asks: z.strictObject({ page: PageNumber }),
  gives: OwnClocks,
  async answers({ tx, installation, language, actor, shows }, { page }) {
    const { rows, ...place } = await listOwnClocks(tx, actor.office, { page, size: 25 })
    shows(rows.map(({ file }) => file))
    return { ...place, clocks: rows.map(({ key, ...row }) => ({ ...row, clock: clockLabel(installation.pack, key, language) })) }
  },
})

export const acknowledge = route({
  name: 'clock.acknowledge',
  kind: 'act',
  for: ownersOfClocks,
  about: 'Says that the owner has seen a clock that ends soon: no further warning comes before its end, and escalation still does.',
  asks: z.strictObject({ clock: ClockId }),
  gives: z.strictObject({ file: FileId }),
  async answers(call, { clock }) {
    const file = await acknowledgeClock(call.tx, clock, { account: call.actor.account, on: call.today })
    if (file === undefined) return notFound
    call.concerns(file)
    return { file }
  },
})
