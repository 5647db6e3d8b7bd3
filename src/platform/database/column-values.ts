import pg from 'pg'

const oid = { int8: 20, date: 1082, timestamp: 1114, timestamptz: 1184, numeric: 1700, int8s: 1016, dates: 1182, timestamps: 1115, timestamptzs: 1185, interval: 1186, texts: 1009 }

const asText = (value: string): string => value

/** A count fits a number; what does not is left as the exact text rather than rounded in silence. */
function asCount(value: string): number | string {
  const number = Number(value)
  return Number.isSafeInteger(number) ? number : value
}

/** The connection speaks UTC, so the text ends in `+00`; `infinity` stays as it is. */
function asInstant(value: string): string {
  const at = new Date(value.replace(' ', 'T').replace(/\+00$/, 'Z'))
  return Number.isNaN(at.getTime()) ? value : at.toISOString()
}

type Nested = null | string | readonly Nested[]
const asTexts = pg.types.getTypeParser(oid.texts) as (value: string) => readonly Nested[]

const many = (one: (value: string) => unknown) => (value: string) => {
  const each = (entry: Nested): unknown => (entry === null ? null : typeof entry === 'string' ? one(entry) : entry.map(each))
  return asTexts(value).map(each)
}

const parsers = new Map<number, (value: string) => unknown>([
  [oid.int8, asCount],
  [oid.date, asText],
  [oid.timestamp, asText],
  [oid.timestamptz, asInstant],
  [oid.numeric, asText],
  [oid.interval, asText],
  [oid.int8s, many(asCount)],
  [oid.dates, many(asText)],
  [oid.timestamps, many(asText)],
  [oid.timestamptzs, many(asInstant)],
])

/** How columns become values: a day is text, an instant is ISO text in UTC, a numeric is text; never a JavaScript Date. */
export const columnValues: pg.CustomTypesConfig = {
  getTypeParser: ((id: number, format?: 'text' | 'binary') =>
    (format !== 'binary' && parsers.get(id)) || pg.types.getTypeParser(id, format ?? 'text')) as typeof pg.types.getTypeParser,
}
