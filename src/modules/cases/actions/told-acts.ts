import { z } from 'zod'
import { listOfficeNames } from '#accounts'
import type { Pack } from '#law'
import type { Actor } from '#platform/doors/actor'
import type { Call } from '#platform/doors/call'
import { route } from '#platform/doors/route'
import { Day, daysBetween } from '#vocabulary/day'
import type { Language } from '#vocabulary/language'
import { anyOf, learnsStatus, reads } from '#vocabulary/place'
import { notFound } from '#vocabulary/refusal'
import { acting } from '#vocabulary/relation'
import { clocksTold, seeAsSuperior, type Told } from '../store/escalation-rows.ts'
import { clockLabel } from './clock-label.ts'

/** Whoever may own a clock: those who act in a file, the centre that is asked, and who reported it and has to send it again. */
const ownersOfClocks = anyOf(learnsStatus('residence', 'reporter'), reads('residence', ...acting), reads('referral', 'asked-centre'))

const ToldClock = z.strictObject({
  notice: z.number(), reference: z.string(), clock: z.string(), office: z.string(), endsOn: Day, daysLate: z.number(), toldOn: Day, seenOn: Day.nullable(),
})
/** The late clocks of an office of which the one who leads it is told by name, and how many there are beyond those shown. */
export const ToldClocks = z.strictObject({ clocks: z.array(ToldClock), count: z.number() })
export type ToldClocks = z.infer<typeof ToldClocks>

type Reading = { readonly pack: Pack; readonly offices: ReadonlyMap<string, string>; readonly language: Language; readonly today: Day }

export const toldOf = ({ clocks, count }: Told, { pack, offices, language, today }: Reading): ToldClocks => ({
  count,
  clocks: clocks.map(({ key, office, ...clock }) => ({ ...clock, clock: clockLabel(pack, key, language), office: offices.get(office) ?? '', daysLate: daysBetween(clock.endsOn, today) })),
})

/** What the reader is told as the superior of her office; nothing for anybody else. */
export async function clocksToldTo({ tx, installation: { pack }, language, today }: Call<Actor>): Promise<ToldClocks> {
  const told = await clocksTold(tx)
  return told.count === 0 ? { clocks: [], count: 0 } : toldOf(told, { pack, offices: await listOfficeNames(tx, language), language, today })
}

export const listTold = route({
  name: 'clock.list-told',
  kind: 'ask',
  for: ownersOfClocks,
  about: 'The late clocks of which the reader is told by name, because she leads the office that let them run out: reference, clock and day, and nothing about the person.',
  asks: z.strictObject({}),
  gives: ToldClocks,
  answers: (call) => clocksToldTo(call),
})

export const acknowledgeTold = route({
  name: 'clock.acknowledge-told',
  kind: 'act',
  for: ownersOfClocks,
  about: 'Says that the superior has seen that her office let a clock run out; the office still has to act, and coordination still hears if it does not.',
  asks: z.strictObject({ notice: z.coerce.number().int().min(1).max(2_147_483_647) }),
  gives: z.strictObject({ reference: z.string() }),
  async answers({ tx, today }, { notice }) {
    const reference = await seeAsSuperior(tx, notice, today)
    return reference === undefined ? notFound : { reference }
  },
})
