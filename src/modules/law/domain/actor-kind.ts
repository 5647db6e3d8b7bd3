import { z } from 'zod'
import { officeKinds, type OfficeKind } from '#vocabulary/office-kind'

/** Professions that the law tells apart inside one kind of office. */
const professionOf = {
  police: 'first-line',
  inspection: 'first-line',
  'public-prosecutor': 'magistrate',
  'labour-auditor': 'magistrate',
} as const satisfies Record<string, OfficeKind>

export const professions = Object.keys(professionOf) as (keyof typeof professionOf)[]
export const actorKinds = [...officeKinds, ...professions] as const

/** Who takes a step in the words of the law: a kind of office, or a profession inside one where the law needs it. */
export const ActorKind = z.enum(actorKinds)
export type ActorKind = z.infer<typeof ActorKind>

/** The kind of office in which an actor of this kind works. */
export const officeKindOf = (actor: ActorKind): OfficeKind =>
  actor in professionOf ? professionOf[actor as keyof typeof professionOf] : (actor as OfficeKind)

/** Whether an actor is one of those whom a rule names; a police officer is a first-line officer, the reverse is not said. */
export const isOneOf = (actor: ActorKind, named: readonly ActorKind[]): boolean =>
  named.includes(actor) || named.includes(officeKindOf(actor))
