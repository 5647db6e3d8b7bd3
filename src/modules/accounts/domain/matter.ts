import type { Language } from '#vocabulary/language'

/** What a second person is asked about, in the terms of the module that asks: which kind of act, and what it is done to. Nothing in it that she may not read. */
export type Matter = { readonly kind: string; readonly [fact: string]: unknown }

/** A matter in words. */
export type MatterSaid = { readonly act: string; readonly title: string }

/** How the modules word what they ask about, by its kind, for whoever reads it. */
export type MatterWords<Reader extends { readonly language: Language }> = Readonly<Record<string, (reader: Reader, matter: never) => MatterSaid>>
