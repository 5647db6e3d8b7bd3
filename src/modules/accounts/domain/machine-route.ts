import type { OfficeKind } from '#vocabulary/office-kind'

/** What a route must be for a program to have a key to it. */
export type MachineRoute = {
  readonly name: string
  readonly kind: 'ask' | 'act'
  readonly about: string
  readonly for: 'anyone' | 'signed-in' | readonly OfficeKind[]
  readonly secret?: true
  readonly grave?: true | 'each' | 'at-times'
}

const ownGround = ['session', 'account', 'approval', 'machine']

/** Whether a key of an office of this kind may name a route: no secret, nothing about people's own accounts, nothing grave from beginning to end. */
export const mayBeOpened = ({ name, for: admits, secret, grave }: MachineRoute, kind: OfficeKind): boolean =>
  Array.isArray(admits) && admits.includes(kind) && !secret && grave !== true && grave !== 'each' && !ownGround.includes(name.slice(0, name.indexOf('.')))
