import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { listFiles } from '#cases'
import { beginStay, placeGroups, setPlaces, showOwnPlaces, type PlaceGroup } from '#reception'
import type { Day } from '#vocabulary/day'
import { packFolder } from '../country-pack.ts'
import type { Act, Cast } from './cast.ts'

const Count = z.strictObject({ places: z.number(), taken: z.number() })
const Centres = z.array(z.strictObject({ by: z.string(), women: Count, men: Count, families: Count, minors: Count }))

/** The places of the centres and who of their people stays in them, so that whoever refers somebody sees where there is room. */
export function placesToTell(cast: Cast, country: string, today: Day): readonly Act[] {
  const centres = Centres.parse(parse(readFileSync(join(packFolder(country), 'demonstration-places.yaml'), 'utf8')))
  return centres.map(({ by, ...counts }) => ({
    key: `places of ${by}`,
    async tell() {
      // Where somebody has counted the places already, that count stands.
      if ((await cast.does(by, today, showOwnPlaces, {})).counts.some(({ version, places }) => version > 0 || places > 0)) return
      const unseen = { women: 0, men: 0, families: 0, minors: 0 }
      await cast.does(by, today, setPlaces, { women: counts.women.places, men: counts.men.places, families: counts.families.places, minors: counts.minors.places, versions: unseen })
      const { lines } = await cast.does(by, today, listFiles, { state: 'in-reflection' })
      const stay = (group: PlaceGroup) => lines.filter((line) => groupOf(line) === group).slice(0, counts[group].taken)
      for (const group of placeGroups) {
        for (const { id, openedOn } of stay(group)) await cast.does(by, today, beginStay, { file: id, group, from: openedOn })
      }
    },
  }))
}

const groupOf = ({ isChild, sex }: { readonly isChild: boolean; readonly sex: string }): PlaceGroup => (isChild ? 'minors' : sex === 'man' ? 'men' : 'women')
