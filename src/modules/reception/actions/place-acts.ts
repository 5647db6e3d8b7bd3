import { z } from 'zod'
import { listOffices } from '#accounts'
import type { Call } from '#platform/doors/call'
import { PageNumber, pageShape } from '#platform/doors/paging'
import { route } from '#platform/doors/route'
import { Day } from '#vocabulary/day'
import { FileId, OfficeId } from '#vocabulary/ids'
import { refuse, type Refusal } from '#vocabulary/refusal'
import { getsCoded, reads, writes } from '#vocabulary/place'
import { freeOf, placeGroups, refusePlaces } from '../domain/places.ts'
import { listFreePlaces, listOwnPlaces, listStays, lockPlaces, putPlaces } from '../store/place-rows.ts'

const group = z.enum(placeGroups)
const FreeCentre = z.strictObject({
  office: OfficeId, name: z.string(), key: z.string(), languages: z.array(z.string()), districts: z.array(z.string()),
  groups: z.array(z.strictObject({ group, places: z.number(), free: z.number() })),
})
export const FreeList = z.strictObject({ centres: z.array(FreeCentre) })
export type FreeList = z.infer<typeof FreeList>

/** The centres with their free places, for whoever refers: counts, languages and region, and no address. */
export async function freeCentres({ tx, language }: Pick<Call, 'tx' | 'language'>): Promise<FreeList['centres']> {
  const rows = await listFreePlaces(tx)
  const centres = await listOffices(tx, { kind: 'reception-centre', language })
  return centres.map(({ id, name, key, languages, districts }) => ({
    office: id, name, key, languages: [...languages], districts: [...districts],
    groups: placeGroups.flatMap((each) => rows.filter((row) => row.office === id && row.group === each).map(({ places, free }) => ({ group: each, places, free }))),
  }))
}

export const listFree = route({
  name: 'place.list-free', kind: 'ask', for: getsCoded('places', 'none'),
  about: 'How many places each centre has and how many are free, by group; no address and nobody who stays there.',
  asks: z.strictObject({}), gives: FreeList,
  answers: async (call) => ({ centres: await freeCentres(call) }),
})

export const OwnPlaces = z.strictObject({
  counts: z.array(z.strictObject({ group, places: z.number(), taken: z.number(), free: z.number(), version: z.number() })),
  stays: z.array(z.strictObject({ id: z.uuid(), file: FileId, reference: z.string(), group, from: Day })),
  ...pageShape,
})
export type OwnPlaces = z.infer<typeof OwnPlaces>

export const showOwnPlaces = route({
  name: 'place.show-own', kind: 'ask', for: reads('places', 'own-office'),
  about: 'The places of the reader\'s own centre and who stays in them.',
  asks: z.strictObject({ page: PageNumber }), gives: OwnPlaces,
  async answers({ tx, actor, shows }, { page }) {
    const counted = await listOwnPlaces(tx, actor.office)
    const { rows: stays, ...place } = await listStays(tx, actor.office, { page, size: 25 })
    shows(stays.map(({ file }) => file))
    return {
      ...place,
      counts: placeGroups.map((each) => {
        const { places, taken, version } = counted.find((row) => row.group === each) ?? { places: 0, taken: 0, version: 0 }
        return { group: each, places, taken, version, free: freeOf({ places, taken }) }
      }),
      stays: stays.map(({ until: _, ...stay }) => stay),
    }
  },
})

const count = z.coerce.number().int().min(0).max(1_000)
const version = z.coerce.number().int().min(0).max(2_147_483_647)
const PlacesToSet = z.strictObject({ women: count, men: count, families: count, minors: count, versions: z.strictObject({ women: version, men: version, families: version, minors: version }) })

export const setPlaces = route({
  name: 'place.set', kind: 'act', for: writes('places', 'own-office'),
  about: 'Says how many places the centre has for each group; not fewer than people stay there.',
  asks: PlacesToSet, gives: z.strictObject({ free: z.number() }),
  async answers(call, asked) {
    const { tx, actor } = call
    const refusals: Refusal[] = []
    let free = 0
    for (const each of placeGroups) {
      const held = await lockPlaces(tx, actor.office, each)
      const places = asked[each]
      if ((held?.version ?? 0) !== asked.versions[each]) return refuse('colleague-counted', { status: 409 })
      const refusal = refusePlaces({ group: each, places, taken: held?.taken ?? 0 })
      if (refusal) refusals.push(refusal)
      free += freeOf({ places, taken: held?.taken ?? 0 })
      if (places !== (held?.places ?? 0)) await putPlaces(tx, actor.office, { group: each, places })
    }
    const [first, ...also] = refusals
    return first ? { ...first, ...(also.length > 0 ? { also } : {}) } : { free }
  },
})

