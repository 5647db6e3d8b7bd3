import type { Actor } from '#platform/doors/actor'
import type { Relation } from '#cases'
import { ActorKind } from '#law'
import { mayAt, reads } from '#vocabulary/place'

/** The relation to a file that lets an office of each kind act in its procedure; nobody else acts. */
const actingRelation: Readonly<Record<string, Relation>> = {
  'reception-centre': 'centre',
  'immigration-office': 'immigration-office',
  magistrate: 'magistrate',
  guardian: 'guardian',
}

/** As whom the law sees this actor in this file; null when the relation does not let them act. */
export function actsAs(actor: Actor, relations: readonly Relation[]): ActorKind | null {
  const needed = actingRelation[actor.officeKind]
  if (needed === undefined || !relations.includes(needed)) return null
  const profession = ActorKind.safeParse(actor.profession)
  return profession.success ? profession.data : actor.officeKind
}

/** Who asks reads the answers, and who is asked; the others see only that questions were put. */
export const readsAnswers = (actor: Actor): boolean => mayAt(reads('questions', 'immigration-office', 'magistrate'), actor.officeKind)
