import { z } from 'zod'
import { route } from '#platform/doors/route'
import { reads, writes } from '#vocabulary/place'
import { notFound, refuse } from '#vocabulary/refusal'
import { findStay } from '../store/place-rows.ts'
import { closeShelter, insertShelter, listShelters, putInShelter, Shelter, shelterOfStay } from '../store/shelter-rows.ts'

const Line = Shelter.extend({ id: z.uuid(), stays: z.number() })
export const ShelterList = z.strictObject({ shelters: z.array(Line) })
export type ShelterList = z.infer<typeof ShelterList>

export const listSheltersRoute = route({
  name: 'shelter.list', kind: 'ask', for: reads('shelter', 'own-office'),
  about: 'The shelters of the reader\'s own centre and where they stand; nobody else learns that there are any.',
  asks: z.strictObject({}), gives: ShelterList,
  answers: async ({ tx }) => ({ shelters: [...(await listShelters(tx))] }),
})

export const addShelter = route({
  name: 'shelter.add', kind: 'act', for: writes('shelter', 'own-office'), secret: true,
  about: 'Writes down a shelter of the own centre; its name and address lie sealed and leave this screen for no other.',
  asks: Shelter, gives: z.strictObject({ shelter: z.uuid() }),
  async answers({ tx, actor }, shelter) {
    if ((await listShelters(tx)).some(({ name }) => name.toLowerCase() === shelter.name.toLowerCase())) return refuse('shelter-name-taken', { field: 'name' })
    return { shelter: await insertShelter(tx, shelter, actor) }
  },
})

export const closeShelterRoute = route({
  name: 'shelter.close', kind: 'act', for: writes('shelter', 'own-office'),
  about: 'Closes a shelter in which nobody stays any more.',
  asks: z.strictObject({ shelter: z.uuid() }), gives: z.strictObject({}),
  async answers({ tx, today }, { shelter }) {
    const known = (await listShelters(tx)).find(({ id }) => id === shelter)
    if (!known) return notFound
    return (await closeShelter(tx, shelter, today)) ? {} : refuse('shelter-in-use')
  },
})

export const ShelterOfStay = z.strictObject({ stay: z.uuid(), reference: z.string(), shelter: z.uuid().nullable(), choices: z.array(Line) })
export type ShelterOfStay = z.infer<typeof ShelterOfStay>

export const showShelterOfStay = route({
  name: 'shelter.show-of-stay', kind: 'ask', for: reads('shelter', 'own-office'),
  about: 'In which shelter of the own centre a person stays.',
  asks: z.strictObject({ stay: z.uuid() }), gives: ShelterOfStay,
  async answers(call, { stay: id }) {
    const stay = await findStay(call.tx, id)
    if (!stay) return notFound
    call.concerns(stay.file)
    return { stay: id, reference: stay.reference, shelter: await shelterOfStay(call.tx, id), choices: [...(await listShelters(call.tx))] }
  },
})

export const putInShelterRoute = route({
  name: 'shelter.put-in', kind: 'act', for: writes('shelter', 'own-office'),
  about: 'Says in which shelter of the own centre a person stays.',
  asks: z.strictObject({ stay: z.uuid(), shelter: z.uuid() }), gives: z.strictObject({}),
  async answers(call, { stay: id, shelter }) {
    const stay = await findStay(call.tx, id)
    if (!stay || !(await listShelters(call.tx)).some((known) => known.id === shelter)) return notFound
    if (stay.until !== null) return refuse('stay-ended', { status: 409, with: { until: stay.until } })
    call.concerns(stay.file)
    await putInShelter(call.tx, id, shelter)
    return {}
  },
})
