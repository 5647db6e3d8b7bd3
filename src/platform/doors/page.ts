import type { VNode } from 'preact'
import type { z } from 'zod'
import type { Day } from '#vocabulary/day'
import type { Instant } from '#vocabulary/instant'
import type { Language } from '#vocabulary/language'
import type { OfficeKind } from '#vocabulary/office-kind'
import type { Refusal } from '#vocabulary/refusal'
import type { Actor } from './actor.ts'
import type { Installation } from './call.ts'
import type { Route, ValueOf } from './route.ts'

/** Text that came with an address or a form: one value, or several where a name stands more than once. */
export type Fields = Readonly<Record<string, string | readonly string[]>>

export type MenuEntry = { readonly href: string; readonly label: string; readonly current: boolean }

/** What every page may know about who asks, when and where. */
export type PageCall = {
  readonly actor: Actor | null
  readonly language: Language
  readonly installation: Installation
  readonly now: Instant
  readonly today: Day
  /** The address asked for, without host: what a language link and a return address need. */
  readonly address: string
  /** The gaps of the address, such as `file` in `/files/:file`. */
  readonly params: Readonly<Record<string, string>>
  readonly query: Fields
  readonly menu: readonly MenuEntry[]
  /** Secrets of steps that are not a session yet, which this browser alone holds. */
  readonly holds?: { readonly started: string | null; readonly trip: string | null }
  /** The sentence that the act before left for this page, such as "The referral is accepted". */
  readonly flash?: string | undefined
}

/** Where a page stands in the bar at the top, for those whom its route admits. */
export type MenuPlace = {
  readonly order: number
  readonly label: (language: Language) => string
  /** Only these see it in the bar, though others may open it by its address. */
  readonly only?: readonly OfficeKind[]
  /** Whoever leads an office sees it too, whatever its kind. */
  readonly leads?: true
}

/** A page that asks one route and shows the answer. */
export type Page = {
  readonly at: `/${string}`
  readonly asks: Route
  readonly input: (call: PageCall) => unknown
  readonly view: (call: PageCall, value: never) => VNode
  readonly searchedAt?: `/${string}`
  readonly menu?: MenuPlace
}

type PageSpecification<R extends Route> = {
  readonly at: `/${string}`
  readonly asks: R
  /** What the route is asked; without it, the gaps of the address and its query together. */
  readonly input?: (call: PageCall) => unknown
  readonly view: (call: PageCall, value: ValueOf<R>) => VNode
  /** Where a search for a name is sent. It is held, and the page comes back with its number in `found`; the query then has what was searched for as well. */
  readonly searchedAt?: `/${string}`
  readonly menu?: MenuPlace
}

const everything = (call: PageCall) => ({ ...call.query, ...call.params })

/** A page at an address: what it asks and how the answer looks. */
export const page = <R extends Route>(specification: PageSpecification<R>): Page =>
  ({ input: everything, ...specification })

/** What a form was sent with and what is wrong with it; empty when it is shown for the first time. */
export type FormState = {
  readonly values: Fields
  /** Sentences in the reader's language by field; the one under '' is about the whole. */
  readonly errors: Readonly<Record<string, string>>
  /** Goes into the form, so that the same form sent twice acts once. */
  readonly once: string
  /** Whether the values were typed before a session ended, and kept. */
  readonly kept: boolean
}

/** A page with a form on it: what it shows first, what it does when sent, and where that leads. */
export type FormPage = {
  readonly at: `/${string}`
  readonly asks: Route | null
  readonly input: (call: PageCall) => unknown
  readonly view: (call: PageCall, value: never, form: FormState) => VNode
  readonly does: Route
  readonly takesFile?: TakenFile
  readonly sends: (call: PageCall, fields: Fields) => unknown
  readonly leadsTo: (call: PageCall, value: never, fields: Fields) => string
  readonly says?: (call: PageCall, value: never) => string | undefined
  readonly shows?: (call: PageCall, value: never) => VNode | undefined
  readonly searchedAt?: `/${string}`
  readonly menu?: MenuPlace
}

/** The one file that may come with a form: the field holds it in base64, and `name` what it is called. */
export type TakenFile = {
  readonly field: string
  readonly mostBytes: number
  /** How much text each other field may hold, where that is more than a few lines. */
  readonly mostText?: number
}

type FormSpecification<Asked extends Route | null, Done extends Route> = {
  readonly at: `/${string}`
  /** What must be known to show the form; null when nothing must. The act's route decides who sees a form that asks nothing. */
  readonly asks: Asked
  readonly input?: (call: PageCall) => unknown
  readonly view: (call: PageCall, value: Asked extends Route ? ValueOf<Asked> : null, form: FormState) => VNode
  readonly does: Done
  readonly takesFile?: TakenFile
  /** Makes the act's input of the fields; without it, fields and the gaps of the address together. */
  readonly sends?: (call: PageCall, fields: Fields) => unknown
  /** The address to go to when it is done. */
  readonly leadsTo: (call: PageCall, value: ValueOf<Done>, fields: Fields) => string
  /** The sentence to show there. */
  readonly says?: (call: PageCall, value: ValueOf<Done>) => string | undefined
  /** What is shown straight away instead of leading on, for an answer that nobody can ask for again. */
  readonly shows?: (call: PageCall, value: ValueOf<Done>) => VNode | undefined
  /** As on a page. */
  readonly searchedAt?: `/${string}`
  readonly menu?: MenuPlace
}

/** A form at an address; GET shows it, POST does it. A refusal shows it again with what was typed and a sentence beside each field. */
export const form = <Asked extends Route | null, Done extends Route>(specification: FormSpecification<Asked, Done>): FormPage =>
  ({ input: everything, sends: (call, fields) => ({ ...fields, ...call.params }), ...specification })

/** An address that shows nothing: it does an act with what the address brought and leads on. Other sites may send a browser here. */
export type Passage = {
  readonly at: `/${string}`
  readonly does: Route
  readonly sends: (call: PageCall) => unknown
  readonly leadsTo: (call: PageCall, value: never) => string
  readonly says?: (call: PageCall, value: never) => string | undefined
  /** Where to go when the act is refused. */
  readonly otherwise: (call: PageCall, refusal: Refusal) => string
}

export const passage = <R extends Route>(specification: {
  readonly at: `/${string}`
  readonly does: R
  readonly sends: (call: PageCall) => unknown
  readonly leadsTo: (call: PageCall, value: ValueOf<R>) => string
  readonly says?: (call: PageCall, value: ValueOf<R>) => string | undefined
  readonly otherwise: (call: PageCall, refusal: Refusal) => string
}): Passage => specification

/** What leaves; `asIs` for what somebody else made, which a browser saves and never shows, nor keeps. */
export type DownloadedFile = { readonly bytes: Uint8Array; readonly type: string; readonly name: string; readonly asIs?: true }

/** A file to download: a route whose answer is turned into bytes. */
export type Download = {
  readonly at: `/${string}`
  readonly asks: Route
  readonly input: (call: PageCall) => unknown
  /** What is read on a page may be so grave to take along that whoever does confirms first that it is them; the address then leads back here. */
  readonly grave?: true
  readonly file: (call: PageCall, value: never) => Promise<DownloadedFile | Refusal>
}

export const download = <R extends Route>(specification: {
  readonly at: `/${string}`
  readonly asks: R
  readonly input?: (call: PageCall) => unknown
  readonly grave?: true
  /** A refusal where the answer has no such file. */
  readonly file: (call: PageCall, value: ValueOf<R>) => Promise<DownloadedFile | Refusal>
}): Download => ({ input: everything, ...specification })

/** What a module puts on the doors. */
export type ModuleDoors = {
  /** The wordbook in which the refusals of these routes are worded. */
  readonly book: string
  readonly routes: readonly Route<z.ZodType, z.ZodType>[]
  readonly pages: readonly Page[]
  readonly forms: readonly FormPage[]
  readonly downloads?: readonly Download[]
  readonly passages?: readonly Passage[]
}
