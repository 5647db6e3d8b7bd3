import type { Compartment } from '#vocabulary/compartments'
import type { OfficeKind } from '#vocabulary/office-kind'
import { openableByPack, type OpenableByPack } from '#vocabulary/opened-to-programs'
import type { Place } from '#vocabulary/place'

/** What a route must be for a program to have a key to it. */
export type MachineRoute = {
  readonly name: string
  readonly kind: 'ask' | 'act'
  readonly about: string
  readonly for: 'anyone' | 'signed-in' | readonly OfficeKind[]
  readonly place: Place | null
  readonly secret?: true
  readonly grave?: true | 'each' | 'at-times'
}

/** What no key opens, whatever a country writes: where she stays, how she is, who is shut out, who saw what (with it emergencies), and accounts. */
const neverOpened: readonly Compartment[] = ['shelter', 'medical', 'care-notes', 'guarding', 'record', 'accounts']

/** Doors of other compartments whose answer says who she is as well. */
const sayWhoSheIs: readonly string[] = ['procedure.show-file', 'referral.show', 'document.print', 'decision.print', 'retention.show-file']

const compartmentsOf = ({ name, place }: MachineRoute): readonly Compartment[] => [...(place?.entries ?? []).map(({ compartment }) => compartment), ...(sayWhoSheIs.includes(name) ? ['identity' as const] : [])]

/** Whether a key of an office of this kind may name a route: no secret, nothing grave from beginning to end, and nobody's name, contact or bed unless the pack opens it. */
export const mayBeOpened = (route: MachineRoute, kind: OfficeKind, opened: readonly OpenableByPack[]): boolean => {
  const { for: admits, secret, grave } = route
  if (!Array.isArray(admits) || !admits.includes(kind) || secret || grave === true || grave === 'each') return false
  return compartmentsOf(route).every((compartment) => !neverOpened.includes(compartment) && (!isOpenable(compartment) || opened.includes(compartment)))
}

const isOpenable = (compartment: Compartment): compartment is OpenableByPack => (openableByPack as readonly Compartment[]).includes(compartment)
