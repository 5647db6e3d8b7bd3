import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { z } from 'zod'
import { addDemonstrationAccounts, demonstrationActor, readDemonstrationAccounts } from '#accounts'
import { receptionDoors } from '#reception'
import { referralDoors } from '#referral'
import { readConfiguration } from '#platform/configuration'
import type { Database } from '#platform/database/connect'
import type { Actor } from '#platform/doors/actor'
import { perform, type Door, type Outcome } from '#platform/doors/perform'
import { route, type Route } from '#platform/doors/route'
import { wordRefusalsIn } from '#platform/doors/sentence'
import { day } from '#vocabulary/day'
import { FileId, OfficeId, ReferralId } from '#vocabulary/ids'
import { writes } from '#vocabulary/place'
import { composeDoor } from '../../src/main/compose-site.tsx'
import { packFolder, readCountry } from '../../src/main/country-pack.ts'
import { keepOffices } from '../../src/main/keep-offices.ts'
import { handOn } from '../../src/main/reactions.ts'

export const today = day('2026-11-23')
const pack = readCountry('be')
for (const { book, routes } of [referralDoors, receptionDoors]) for (const { name } of routes) wordRefusalsIn(name, book)

/** The door of Belgium on 23 November 2026, with its offices and its invented people. */
export async function belgianDoor(db: Database): Promise<Door> {
  await keepOffices(db, pack)
  await addDemonstrationAccounts(db, readDemonstrationAccounts(readFileSync(join(packFolder('be'), 'demonstration.yaml'), 'utf8')))
  return composeDoor(db, readConfiguration({}), pack, () => new Date('2026-11-23T09:00:00Z'))
}

export const person = (door: Door, login: string): Promise<Actor> => demonstrationActor(door.db, login)

/** Does or asks in somebody's name; the name of a route of ours is enough. */
export function as(door: Door, actor: Actor | null, name: string, input: unknown): Promise<Outcome<unknown>> {
  const found = [...referralDoors.routes, ...receptionDoors.routes].find((each) => each.name === name)
  if (!found) throw new Error(`no route ${name}`)
  return perform(door, found as Route, { actor, language: 'en', input })
}

const HandedOver = z.strictObject({ referral: ReferralId, file: FileId, reference: z.string() })

/** What a report brings about, without the screens before it. */
const sendPerson = (centre: OfficeId, said: object) => route({
  name: 'report.test-send', kind: 'act', for: writes('referral', 'reporter'), about: 'Hands on one invented person.',
  asks: z.strictObject({}), gives: HandedOver,
  answers: (call) => handOn(call, {
    report: null, centre, variant: 'adult', isUrgent: false,
    draft: { startedOn: today, seenOn: today, age: 'adult', consent: 'yes', sex: 'male', district: 'brussels', sector: 'construction', language: 'pt', familyName: 'Voorbeeld', givenName: 'Ana', citizenships: ['BR'], ...said },
  }),
})

/** Hands an invented person on to a centre. */
export async function handedOn(door: Door, by: Actor, centre: OfficeId, said: object = {}): Promise<z.infer<typeof HandedOver>> {
  const outcome = await perform(door, sendPerson(centre, said), { actor: by, language: 'en', input: {} })
  if (!outcome.answered) throw new Error(`not handed on: ${JSON.stringify(outcome.refusal)}`)
  return HandedOver.parse(outcome.value)
}
