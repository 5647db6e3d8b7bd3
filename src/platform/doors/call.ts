import type { VirusSearch } from '#platform/attachments/virus-search'
import type { Tx } from '#platform/database/connect'
import type { Day } from '#vocabulary/day'
import type { AccountId, FileId } from '#vocabulary/ids'
import type { Instant } from '#vocabulary/instant'
import type { Language } from '#vocabulary/language'
import type { Actor } from './actor.ts'

/** What this installation is set up with; modules add to it by declaration (the law module adds the country pack). */
export interface Installation {
  readonly mode: 'evaluation' | 'production'
  readonly zone: string
  readonly publicUrl: string
  /** Whoever shows it may read the metrics from elsewhere; without one only this machine may. */
  readonly metricsToken?: string | undefined
  /** Searches every file that comes in; without one nobody looks, and the screens say so. */
  readonly virusSearch?: VirusSearch | undefined
}

/** What may have happened, by name, with what a reaction needs to know; each module declares its own events. */
export interface Events {}

/**
 * From where somebody asks: the family of the browser, the address as a hash, the network of one customer as another where that is wider,
 * and by what a browser is known in which people signed in before; a command asks from nowhere.
 */
export type Origin = { readonly device: string; readonly address: string; readonly network?: string | undefined; readonly browser?: string | undefined }

/** One act or question on its way through the door: who, when, in which transaction. */
export type Call<Who extends Actor | null = Actor | null> = {
  readonly tx: Tx
  readonly actor: Who
  readonly now: Instant
  readonly today: Day
  readonly language: Language
  readonly installation: Installation
  readonly from?: Origin | undefined
  /** Says that something happened; the reactions run in the same transaction, after the act. */
  readonly emit: <Name extends keyof Events>(name: Name, what: Events[Name]) => void
  /** Names the file that the act is about, for the record of acts. */
  readonly concerns: (file: FileId) => void
  /** Names the files that a list, a search or a table shows, so that the record can say who saw each of them. */
  readonly shows: (files: readonly FileId[]) => void
  /** Names the account that the act is about, when that is not the actor's own. */
  readonly concernsAccount: (account: AccountId) => void
  /** Names whom a sign-in has let in, so that its line of record says who it was. */
  readonly letsIn: (actor: Actor) => void
}
