import type { AccountId, OfficeId, SessionId } from '#vocabulary/ids'
import type { Language } from '#vocabulary/language'
import type { OfficeKind } from '#vocabulary/office-kind'

/** Who is at the door: a person in an office, as the session says. */
export type Actor = {
  readonly account: AccountId
  readonly name: string
  readonly office: OfficeId
  readonly officeName: string
  readonly officeKind: OfficeKind
  /** A profession that the law tells apart inside the office kind, such as `labour-auditor`; otherwise the office kind itself. */
  readonly profession: string
  readonly language: Language
  readonly session: SessionId
  /** Whether this person leads the office: lets colleagues in and out there, and is told of clocks that run out. */
  readonly lead?: boolean
  /** In whose place this person works in this session, while a replacement lets her. */
  readonly standsFor?: { readonly account: AccountId; readonly name: string } | undefined
  /** When this person last confirmed in this session that it is them; null or absent when never, or when that was used up. */
  readonly confirmedAt?: string | null
  /** Present on a program that came with a key of its own: the routes that the key opens. */
  readonly machine?: { readonly routes: readonly string[] }
  /** When the session ends unless something is done in it. */
  readonly sessionEndsAt: string
}
