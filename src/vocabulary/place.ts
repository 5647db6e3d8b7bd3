import { compartmentTable, rightsOf, type Compartment, type Right } from './compartments.ts'
import { officeKinds, type OfficeKind } from './office-kind.ts'
import type { Relation } from './relation.ts'

/** One way into a compartment: with which right, standing in which of these relations. */
export type Entry = { readonly compartment: Compartment; readonly right: Right; readonly relations: readonly Relation[] }

/** Where a route stands in the compartment table; any one of its entries lets somebody in. */
export type Place = { readonly entries: readonly Entry[] }

type Row<C extends Compartment> = (typeof compartmentTable)[C]
type Cells<C extends Compartment> = Row<C>[keyof Row<C>]
/** The relations that the table knows in this compartment: a route cannot name another. */
type RelationIn<C extends Compartment> = Cells<C> extends infer Cell ? (Cell extends object ? keyof Cell : never) : never

const entering = (right: Right) => <C extends Compartment>(compartment: C, ...relations: readonly (RelationIn<C> & Relation)[]): Place => ({ entries: [{ compartment, right, relations }] })

/** Reads the compartment, standing in one of these relations. */
export const reads = entering('R')
/** Writes in the compartment, standing in one of these relations. */
export const writes = entering('W')
/** Learns the status alone. */
export const learnsStatus = entering('S')
/** Gets what is coded and without a name. */
export const getsCoded = entering('C')
/** Lets in whoever one of these places lets in. */
export const anyOf = (...places: readonly Place[]): Place => ({ entries: places.flatMap(({ entries }) => entries) })

const holds = ({ compartment, right, relations }: Entry, kind: OfficeKind): boolean => relations.some((relation) => rightsOf(compartment, kind, relation).includes(right))

/** The kinds of office that the table lets in at this place. */
export const kindsAt = (place: Place): readonly OfficeKind[] => officeKinds.filter((kind) => mayAt(place, kind))

/** Whether an office of this kind may come in here at all; which files it then sees, the database says. */
export const mayAt = ({ entries }: Place, kind: OfficeKind | undefined): boolean => kind !== undefined && entries.some((entry) => holds(entry, kind))

/** The relations in which an office of the fitting kind has this right: what a policy of the database names. */
export const relationsWith = (compartment: Compartment, right: Right): readonly Relation[] => {
  const found = new Set(officeKinds.flatMap((kind) => Object.keys((compartmentTable[compartment] as Readonly<Record<string, object>>)[kind] ?? {}).filter((relation) => rightsOf(compartment, kind, relation as Relation).includes(right))))
  return [...found].toSorted() as Relation[]
}
