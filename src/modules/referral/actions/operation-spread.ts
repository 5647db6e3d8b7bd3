import { z } from 'zod'
import { listOffices } from '#accounts'
import type { Actor } from '#platform/doors/actor'
import type { Call } from '#platform/doors/call'
import { route } from '#platform/doors/route'
import type { Day } from '#vocabulary/day'
import { OfficeId } from '#vocabulary/ids'
import type { Label } from '#vocabulary/language'
import { notFound, refuse, type Refusal } from '#vocabulary/refusal'
import { reads, writes } from '#vocabulary/place'
import { poolOf, pools, spreadOperation, type CentreToSpreadOver, type ReadRow } from '../domain/operation.ts'
import type { GridPerson } from '../domain/person-grid.ts'
import { findOperation, listOperationPersons, moveOperation, OperationId, settleOperationPerson, type OperationRow } from '../store/operation-rows.ts'
import type { Received } from './receive-referral.ts'
import { readWaiting, refusalIfOver } from './operation-views.ts'

/** What an operation needs and modules beside this one know; the composition lends it. */
export type ForOperations = {
  /** The day on which what nobody handed on goes, counted from the day on which the operation was opened. */
  readonly expireOnDay: number
  readonly freePlaces: (call: Pick<Call, 'tx' | 'language'>) => Promise<readonly (CentreToSpreadOver & { readonly name: string })[]>
  readonly sectors: readonly { readonly key: string; readonly label: Label }[]
  /** What each sign of the lists says. */
  readonly signs: ReadonlyMap<string, Label>
}

/** Null where the centre has never counted such places: that is not none. */
const Free = z.number().nullable()
const Centre = z.strictObject({ id: OfficeId, name: z.string(), free: z.strictObject({ minors: Free, women: Free, men: Free }) })
const PersonToSpread = z.strictObject({
  number: z.number(), name: z.string(), pool: z.enum(pools), languages: z.array(z.string()),
  centre: OfficeId.nullable(), why: z.string(), sharedLanguages: z.array(z.string()),
})
export const SpreadView = z.strictObject({
  id: OperationId, name: z.string(), version: z.number(), faulty: z.number(), unplaced: z.number(),
  centres: z.array(Centre), persons: z.array(PersonToSpread),
})
export type SpreadView = z.infer<typeof SpreadView>

type Good = ReadRow & { readonly person: GridPerson }
const isGood = (row: ReadRow): row is Good => row.person !== null

export const proposeSpread = route({
  name: 'operation.propose-spread', kind: 'ask', for: reads('operation', 'own-office'),
  about: 'Proposes a centre for each person of an operation by free places, languages and region, and says at once who does not fit and why.',
  asks: z.strictObject({ operation: OperationId }), gives: SpreadView,
  async answers(call, { operation }) {
    const row = await findOperation(call.tx, operation)
    if (!row) return notFound
    const read = readWaiting(await listOperationPersons(call.tx, operation), call.today)
    const good = read.filter(isGood)
    const centres = await call.installation.forOperations.freePlaces(call)
    const { placed, unplaced } = spreadOperation(good.map(({ number, person }) => ({ ...person, number })), centres, row.district)
    const placeOf = new Map(placed.map((each) => [each.key, each]))
    const whyNot = new Map(unplaced.map((each) => [each.key, each.why]))
    const freeOf = (centre: CentreToSpreadOver, pool: string) => centre.groups.find(({ group }) => group === pool)?.free ?? null
    return {
      id: row.id, name: row.name, version: row.version, faulty: read.length - good.length, unplaced: unplaced.length,
      centres: centres.map((centre) => ({ id: OfficeId.parse(centre.office), name: centre.name, free: { minors: freeOf(centre, 'minors'), women: freeOf(centre, 'women'), men: freeOf(centre, 'men') } })),
      persons: good.map(({ number, person }) => {
        const place = placeOf.get(String(number))
        return {
          number, name: [person.familyName, person.givenName].filter(Boolean).join(', ') || (person.reference ?? ''), pool: poolOf(person), languages: [...person.languages],
          centre: place ? OfficeId.parse(place.office) : null, why: place?.why ?? whyNot.get(String(number)) ?? 'no-free-place', sharedLanguages: [...(place?.languages ?? [])],
        }
      }),
    }
  },
})

export const referAll = route({
  name: 'operation.refer-all', kind: 'act', for: writes('operation', 'own-office'),
  about: 'Hands on together, in one act, every person for whom a centre is chosen; the others wait.',
  asks: z.strictObject({
    operation: OperationId, version: z.coerce.number().int().min(0).max(2_147_483_647),
    choices: z.array(z.strictObject({ number: z.coerce.number().int(), centre: OfficeId })).max(500),
  }),
  gives: z.strictObject({ operation: OperationId, referred: z.number() }),
  async answers(call, { operation, version, choices }) {
    const row = await findOperation(call.tx, operation)
    if (!row) return notFound
    const over = refusalIfOver(call, row)
    if (over) return over
    if (choices.length === 0) return refuse('nobody-to-refer')
    if (!(await moveOperation(call.tx, operation, version))) return refuse('operation-changed', { status: 409 })
    const good = new Map(readWaiting(await listOperationPersons(call.tx, operation), call.today).filter(isGood).map((each) => [each.number, each]))
    const centres = new Set((await listOffices(call.tx, { kind: 'reception-centre' })).map(({ id }) => id))
    const refusals = choices.flatMap(({ number, centre }) => refusalOf({ number, isGood: good.has(number), isCentre: centres.has(centre) }))
    const [first, ...also] = refusals
    if (first) return { ...first, ...(also.length > 0 ? { also } : {}) }
    const chosen = new Map(choices.map((each) => [each.number, each]))
    for (const { number, centre } of chosen.values()) {
      const person = good.get(number)?.person
      if (person) call.emit('operation.person-referred', { operation, number, centre, isUrgent: person.age !== 'adult', draft: draftOf(row, person, call) })
    }
    return { operation, referred: chosen.size }
  },
})

function refusalOf({ number, isGood: good, isCentre }: { number: number; isGood: boolean; isCentre: boolean }): readonly Refusal[] {
  const field = `centre-${number}`
  if (!good) return [refuse('row-not-good', { field, with: { row: number } })]
  return isCentre ? [] : [refuse('not-a-centre', { field })]
}

/** What is known of one person of an operation, in the words of a report. */
export type PersonFound = {
  readonly startedOn: Day
  readonly seenOn: Day
  readonly age: GridPerson['age']
  readonly consent?: 'yes'
  readonly bornOn?: Day
  readonly place?: string
  readonly district: string
  readonly sector?: string
  readonly language?: string
  readonly sex: GridPerson['sex']
  readonly familyName?: string
  readonly givenName?: string
  readonly citizenships?: string[]
}

function draftOf(row: OperationRow, person: GridPerson, { today }: Call<Actor>): PersonFound {
  const [language] = person.languages
  return {
    startedOn: today, seenOn: row.on, age: person.age, sex: person.sex, district: row.district,
    ...(person.consent === 'yes' ? { consent: 'yes' as const } : {}), ...(row.place ? { place: row.place } : {}), ...(row.sector ? { sector: row.sector } : {}),
    ...(person.bornOn ? { bornOn: person.bornOn } : {}), ...(language ? { language } : {}), ...(person.familyName ? { familyName: person.familyName } : {}),
    ...(person.givenName ? { givenName: person.givenName } : {}), ...(person.citizenship ? { citizenships: [person.citizenship] } : {}),
  }
}

export type PersonReferred = { readonly operation: OperationId; readonly number: number; readonly centre: OfficeId; readonly isUrgent: boolean; readonly draft: PersonFound }

/** Writes the receipt of a person's referral into her operation's row; what was typed of her is forgotten there. */
export const settlePersonReferred = ({ tx }: Pick<Call, 'tx'>, { operation, number, centre }: PersonReferred, { referral, reference }: Received): Promise<void> =>
  settleOperationPerson(tx, operation, { number, centre, referral, reference })
