import { z } from 'zod'
import type { Codebook } from '#codebook'
import type { ProvenTable } from './proven-table.ts'
import { isDelivered, type ReleaseWish } from './release-wish.ts'

/** Something of the codebook by which a released table is read, and its version on the day of the release. */
export const KeptDefinition = z.strictObject({ of: z.enum(['item', 'variable', 'list']), key: z.string(), version: z.string() })
export type KeptDefinition = z.output<typeof KeptDefinition>

type Book = Pick<Codebook, 'items' | 'variables' | 'lists'>
const partOf = { item: 'items', variable: 'variables', list: 'lists' } as const
export const entryOf = (book: Book, { of, key }: Pick<KeptDefinition, 'of' | 'key'>) => book[partOf[of]].find((each) => each.key === key)

/** What the codebook says today of a table: of what services handed over, of the variables that its axes are, and of their lists. What only files know stands in no codebook. */
export function definitionsOf(book: Book, wish: ReleaseWish, { dimensions }: Pick<ProvenTable, 'dimensions'>): readonly KeptDefinition[] {
  const variables = book.variables.filter(({ key }) => dimensions.some(({ name }) => name === key))
  const lists = book.lists.filter(({ key }) => variables.some(({ list }) => list === key))
  const items = book.items.filter(({ key }) => isDelivered(wish) && key === wish.origin.item)
  const kept = (of: KeptDefinition['of'], entries: readonly { readonly key: string; readonly version: string }[]) => entries.map(({ key, version }): KeptDefinition => ({ of, key, version }))
  return [...kept('item', items), ...kept('variable', variables), ...kept('list', lists)]
}

/** Which of them are otherwise today; `today` is undefined for what the codebook has no more. */
export const changedSince = (book: Book, kept: readonly KeptDefinition[]): readonly (KeptDefinition & { readonly today: string | undefined })[] =>
  kept.flatMap((each) => { const today = entryOf(book, each)?.version; return today === each.version ? [] : [{ ...each, today }] })
