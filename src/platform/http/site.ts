import type { VNode } from 'preact'
import type { FastifyBaseLogger } from 'fastify'
import type { AccountId, OfficeId } from '#vocabulary/ids'
import type { Instant } from '#vocabulary/instant'
import type { Language } from '#vocabulary/language'
import type { Actor } from '#platform/doors/actor'
import type { ModuleDoors, PageCall } from '#platform/doors/page'
import type { Door } from '#platform/doors/perform'

/** What the web server is made of: the door, what stands on it, and the few pages that belong to no module. */
export type Site = {
  readonly door: Door
  readonly modules: readonly ModuleDoors[]
  readonly actorOf: (token: string, now: Instant, device: string) => Promise<Actor | null>
  /** Which program holds a key of the interface, and for how many seconds it is too fast. */
  readonly machineOf?: (key: string, from: { readonly now: Instant; readonly address: string }) => Promise<{ readonly actor: Actor; readonly wait: number } | null>
  /** The account whose session has just ended, so that what was typed goes back to nobody else. */
  readonly ownerOfEndedSession: (token: string) => Promise<AccountId | null>
  readonly render: (page: VNode) => string
  /** The page for what cannot be shown: nothing here, sign in first, a fault. */
  readonly troublePage: (call: PageCall, trouble: { status: number; sentence: string }) => VNode
  /** Figures for those who watch the machine, by name: counts without whose. */
  readonly counts?: () => Promise<Readonly<Record<string, { readonly count: number; readonly about: string }>>>
  /** What the actor's office is called in the language of the page, which need not be that of the account. */
  readonly officeNameIn: (office: OfficeId, language: Language) => Promise<string | undefined>
  readonly homeOf: (actor: Actor | null) => string
  readonly assets: { readonly folder: string }
  /** How many requests of programs one address may send in a minute; without it as many as it likes. */
  readonly requestsPerMinute?: number | undefined
  readonly log: FastifyBaseLogger
}
