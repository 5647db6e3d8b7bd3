import type { Fields } from '#platform/doors/page'

const text = (value: string | readonly string[] | undefined): string => (typeof value === 'string' ? value.trim() : '')

/**
 * The day that was typed into a `DateField`, as `YYYY-MM-DD`; undefined when all three parts are empty.
 * What is no day comes back as it was typed, for the schema to refuse beside the field.
 */
export function dayFrom(fields: Fields, name: string): string | undefined {
  const [day, month, year] = ['day', 'month', 'year'].map((part) => text(fields[`${name}-${part}`])) as [string, string, string]
  if (!day && !month && !year) return undefined
  return `${year}-${month.padStart(2, '0')}-${day.padStart(2, '0')}`
}
