import type { Fields } from '#platform/doors/page'
import type { TableWish } from '../domain/table-wish.ts'
import type { PictureKind } from './picture-kinds.ts'

const asked = ['rows', 'columns', 'layers', 'only', 'from', 'to']

/** What an address or a form asks of a table, and nothing else that stands in it. */
export const wishIn = (fields: Fields): Fields => Object.fromEntries(asked.flatMap((key) => { const value = fields[key]; return value === undefined ? [] : [[key, value]] }))

/** The address of a table, or of its picture: what is asked, and in which way it is drawn. */
export const addressOf = (at: string, wish: TableWish, chart?: PictureKind): string =>
  `${at}?${new URLSearchParams([...Object.entries(wish).flatMap(([key, value]) => (value === undefined ? [] : [[key, String(value)]])), ...(chart ? [['chart', chart]] : [])]).toString()}`

/** Where the gate says what it makes of a kept table. */
export const gateAddress = (table: string, { how, merges }: { readonly how: string; readonly merges: readonly string[] }): string => `/tables/${table}/release?${new URLSearchParams([['how', how], ...merges.map((merge) => ['merges', merge])]).toString()}`
