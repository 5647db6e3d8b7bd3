import { z } from 'zod'
import { FileHeaderView, findFile, readFileHeader } from '#cases'
import type { Actor } from '#platform/doors/actor'
import type { Call } from '#platform/doors/call'
import { route } from '#platform/doors/route'
import { Day } from '#vocabulary/day'
import { FileId } from '#vocabulary/ids'
import { isRefusal, notFound, refuse, type Refusal } from '#vocabulary/refusal'
import { reads, writes } from '#vocabulary/place'
import { freeOf, placeGroups, refuseStay, refuseStayDay, type PlaceGroup } from '../domain/places.ts'
import { endStayRow, findOpenStay, findStay, insertStay, listOwnPlaces, lockPlaces } from '../store/place-rows.ts'

const group = z.enum(placeGroups)
export const StayView = z.strictObject({ id: z.uuid(), file: FileId, reference: z.string(), group, from: Day, until: Day.nullable() })
export type StayView = z.infer<typeof StayView>
export type StayToBegin = { readonly file: FileId; readonly group: PlaceGroup; readonly from: Day }

/**
 * Takes a person into a free place of the actor's centre, in the act that asks for it; of two who take the last place one is told so.
 * The file's story, which others read, says nothing of it: where she stays is known to her centre alone.
 */
export async function beginStayOf(call: Call<Actor>, { file: id, group: asked, from }: StayToBegin): Promise<StayView | Refusal> {
  const { tx, actor, today } = call
  const file = await findFile(tx, id)
  if (!file) return notFound
  call.concerns(id)
  const day = refuseStayDay(from, { today, notBefore: file.openedOn, field: 'from' })
  if (day) return day
  const refusal = refuseStay(await lockPlaces(tx, actor.office, asked), { group: asked, isChild: file.isChild })
  if (refusal) return refusal
  const stay = { id: crypto.randomUUID(), file: id, reference: file.reference, group: asked, from }
  if (!(await insertStay(tx, { ...stay, office: actor.office, account: actor.account }))) return refuse('stays-already', { status: 409 })
  return { ...stay, until: null }
}

export const beginStay = route({
  name: 'stay.begin', kind: 'act', for: writes('shelter', 'own-office'),
  about: 'A person whom the centre accompanies moves into one of its free places.',
  asks: z.strictObject({ file: FileId, group, from: Day.optional() }), gives: StayView,
  answers: (call, { file, group: asked, from }) => beginStayOf(call, { file, group: asked, from: from ?? call.today }),
})

export const endStay = route({
  name: 'stay.end', kind: 'act', for: writes('shelter', 'own-office'),
  about: 'A person leaves the place where she stayed; it is free from then on.',
  asks: z.strictObject({ stay: z.uuid(), until: Day.optional() }), gives: StayView,
  async answers(call, { stay: id, until = call.today }) {
    const stay = await findStay(call.tx, id)
    if (!stay) return notFound
    call.concerns(stay.file)
    if (stay.until !== null) return refuse('stay-ended', { status: 409, with: { until: stay.until } })
    const refusal = refuseStayDay(until, { today: call.today, notBefore: stay.from, field: 'until' })
    if (refusal) return refusal
    if (!(await endStayRow(call.tx, id, { until, account: call.actor.account }))) return refuse('stay-ended', { status: 409, with: { until } })
    return { ...stay, until }
  },
})

export const showStay = route({
  name: 'stay.show', kind: 'ask', for: reads('shelter', 'own-office'),
  about: 'One stay in the reader\'s own centre.',
  asks: z.strictObject({ stay: z.uuid() }), gives: StayView,
  async answers({ tx, concerns }, { stay: id }) {
    const stay = await findStay(tx, id)
    if (stay) concerns(stay.file)
    return stay ?? notFound
  },
})

export const StayChoice = z.strictObject({
  header: FileHeaderView, stay: StayView.nullable(),
  choices: z.array(z.strictObject({ group, free: z.number() })),
})
export type StayChoice = z.infer<typeof StayChoice>

export const showFileStay = route({
  name: 'stay.show-of-file', kind: 'ask', for: reads('shelter', 'own-office'),
  about: 'Whether a person whom the centre accompanies stays in it, and which of its places are free.',
  asks: z.strictObject({ file: FileId }), gives: StayChoice,
  async answers(call, { file }) {
    const header = await readFileHeader(call, file)
    if (isRefusal(header)) return header
    const own = await listOwnPlaces(call.tx, call.actor.office)
    return {
      header, stay: (await findOpenStay(call.tx, file)) ?? null,
      choices: placeGroups.flatMap((each) => own.filter((row) => row.group === each).map((row) => ({ group: each, free: freeOf(row) }))),
    }
  },
})
