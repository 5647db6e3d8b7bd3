import { z } from 'zod'
import type { Codebook, Item, Variable } from '#codebook'

const axis = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/).max(60)
const maybe = <T extends z.ZodType>(type: T) => z.preprocess((value) => (value === '' ? undefined : value), type.optional())
const year = maybe(z.coerce.number().int().min(1990).max(2100))

/** What may be asked of delivered figures; what is left out is filled in by what was handed over. */
export const AskedDelivered = z.strictObject({
  item: maybe(axis), rows: maybe(axis), columns: maybe(axis), layers: maybe(axis), from: year, to: year, service: maybe(z.uuid()),
  /** Variables and the one code of each that is wanted, as in `sex:woman`. */
  only: z.preprocess((value) => (value === undefined ? [] : Array.isArray(value) ? value : [value]).filter((each: unknown) => each !== ''), z.array(z.string().regex(/^[a-z0-9-]+:.{0,200}$/)).max(20)),
})
export type AskedDelivered = z.output<typeof AskedDelivered>

/** A table of delivered figures: which item, by what, of which years, of which service, and the codes that were chosen. */
export const DeliveredWish = z.strictObject({
  item: axis, rows: axis, columns: axis.optional(), layers: axis.optional(), from: z.number().int(), to: z.number().int(), service: z.uuid().optional(), only: z.array(z.string()),
})
export type DeliveredWish = z.output<typeof DeliveredWish>

export const axesOf = ({ rows, columns, layers }: DeliveredWish): readonly string[] => [rows, columns, layers].filter((each) => each !== undefined)
export const chosenOf = ({ only }: Pick<DeliveredWish, 'only'>, variable: string): string | undefined => {
  const found = only.find((each) => each.startsWith(`${variable}:`))
  return found?.slice(variable.length + 1)
}

/** The variables of an item, in its order. */
export const variablesOfItem = (book: Codebook, item: Item): readonly Variable[] =>
  item.variables.flatMap(({ key }) => book.variables.filter((variable) => variable.key === key))

/** A variable that only says which codes of another belong together is chosen, and nothing is laid out by it. */
export const isOuter = (variables: readonly Variable[], { key }: Variable): boolean => variables.some(({ within }) => within === key)

/** What a table can be laid out by. */
export const axisChoices = (variables: readonly Variable[]): readonly string[] =>
  ['year', 'service', ...variables.filter((variable) => !isOuter(variables, variable)).map(({ key }) => key)]

/** Codes of each variable that were handed over; only of those for which it has to be known. */
export type Met = Readonly<Record<string, readonly string[]>>
export const hasToBeMet = (variables: readonly Variable[], variable: Variable): boolean => variable.apart || variable.kind !== 'code' || isOuter(variables, variable)

type Given = { readonly asked: AskedDelivered; readonly item: string; readonly variables: readonly Variable[]; readonly met: Met; readonly firstYear: number; readonly lastYear: number }

/** The wish with everything that was not said: what can never be added up has a code chosen, and who lays out categories has said of which breakdown. */
export function wishOf({ asked, item, variables, met, firstYear, lastYear }: Given): DeliveredWish | 'years-turned' | 'too-many-years' | 'same-twice' | 'no-such-axis' | 'no-such-filter' {
  const choices = axisChoices(variables)
  const to = asked.to ?? Math.max(lastYear, asked.from ?? lastYear)
  const from = asked.from ?? Math.max(Math.min(firstYear, to), to - 20)
  const bySex = variables.find(({ key }) => key === 'sex' || key.endsWith('-sex'))?.key
  const isSaid = asked.rows !== undefined
  const rows = asked.rows ?? (firstYear < lastYear ? 'year' : (variables.find(({ apart, key }) => !apart && key !== bySex)?.key ?? 'year'))
  const columns = isSaid ? asked.columns : bySex
  const axes = [rows, columns, asked.layers].filter((each) => each !== undefined)
  if (axes.some((each) => !choices.includes(each))) return 'no-such-axis'
  if (new Set(axes).size < axes.length) return 'same-twice'
  if (from > to) return 'years-turned'
  if (to - from > 20) return 'too-many-years'
  const chosen = asked.only.filter((each) => variables.some(({ key }) => each.startsWith(`${key}:`)))
  if (chosen.length < asked.only.length) return 'no-such-filter'
  const only = [...chosen]
  const isUsed = (key: string) => axes.includes(key) || chosenOf({ only }, key) !== undefined
  for (const variable of variables) {
    const inner = variables.find(({ within }) => within === variable.key)
    const first = (met[variable.key] ?? []).find((code) => code !== variable.total)
    if (isUsed(variable.key) || first === undefined) continue
    if (variable.apart || (inner && isUsed(inner.key) && chosenOf({ only }, inner.key) !== inner.total)) only.push(`${variable.key}:${first}`)
  }
  return {
    item, rows, ...(columns === undefined ? {} : { columns }), ...(asked.layers === undefined ? {} : { layers: asked.layers }), from, to,
    ...(asked.service === undefined ? {} : { service: asked.service }), only,
  }
}

export type Condition = { readonly variable: string; readonly among: readonly string[] }

/** Which rows of the sheets are read: where a source writes its own totals, those and not their parts. */
export const conditionsOf = (wish: DeliveredWish, variables: readonly Variable[]): readonly Condition[] => variables.flatMap((variable): Condition[] => {
  const chosen = chosenOf(wish, variable.key)
  const among = (...codes: (string | undefined)[]) => [{ variable: variable.key, among: codes.filter((code) => code !== undefined) }]
  const inner = variables.find(({ within }) => within === variable.key)
  if (inner && chosen !== undefined) return axesOf(wish).includes(inner.key) ? among(chosen, variable.total) : among(chosen, ...(chosenOf(wish, inner.key) === inner.total ? [variable.total] : []))
  if (chosen !== undefined) return among(chosen)
  return axesOf(wish).includes(variable.key) || variable.total === undefined ? [] : among(variable.total)
})
