import { sql, type RawBuilder } from 'kysely'
import { z } from 'zod'

/** Which page of a long list is asked for; what is no number is the first. */
export const PageNumber = z.coerce.number().int().min(1).max(400).default(1).catch(1)

export type Paging = { readonly page: number; readonly size: number }

/** The rows of one page and one more, which says whether another page follows. */
export const onPage = ({ page, size }: Paging): RawBuilder<unknown> => sql`limit ${size + 1} offset ${(page - 1) * size}`

export type PageOf<Row> = { readonly rows: readonly Row[]; readonly page: number; readonly hasMore: boolean }

/** Takes off the row that was read only to know whether more follow. */
export const pageOf = <Row>(rows: readonly Row[], { page, size }: Paging): PageOf<Row> => ({ rows: rows.slice(0, size), page, hasMore: rows.length > size })

/** What an answer says of its place in a long list. */
export const pageShape = { page: z.number(), hasMore: z.boolean() }
