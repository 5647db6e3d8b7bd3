import type { Vault } from '#platform/vault/vault'
import { formsOfName, formsOfSearch } from './name-forms.ts'

/** The keyed hashes under which a person's names are found. */
export const tokensOfName = (vault: Vault, ...names: readonly string[]): readonly string[] => vault.tokens(formsOfName(...names))

export type SearchedTokens = { readonly whole: readonly string[]; readonly begun: readonly string[]; readonly heard: readonly string[] }

/** The hashes that each word of a search fits; nothing when there is no word in it. */
export const tokensOfSearch = (vault: Vault, text: string): readonly SearchedTokens[] =>
  formsOfSearch(text).map(({ whole, begun, heard }) => ({ whole: vault.tokens(whole), begun: vault.tokens(begun), heard: vault.tokens(heard) }))
