import type { Kysely } from 'kysely'
import { vaultOf } from '#platform/vault/vault'

/** Under what tries at a login are counted: a keyed hash, since people type passwords into the field for it. */
export const tryMark = (tx: Kysely<{}>, login: string): Buffer => vaultOf(tx).mark(`login|${login}`)
