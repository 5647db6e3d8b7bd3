import type { Chance } from './chance.ts'
import { nastyJson, nastyString, prototypeKeys, wellFormed } from './nasty.ts'

/** The parts of a JSON schema that these requests are made from. */
export type Schema = {
  readonly type?: string | readonly string[]
  readonly properties?: Readonly<Record<string, Schema>>
  readonly items?: Schema
  readonly enum?: readonly unknown[]
  readonly const?: unknown
  readonly anyOf?: readonly Schema[]
  readonly oneOf?: readonly Schema[]
  readonly format?: string
  readonly pattern?: string
  readonly minimum?: number
  readonly maximum?: number
  readonly minLength?: number
  readonly maxLength?: number
}

/** Ids that stand for something in this installation, so that what follows the first check is reached as well. */
export type Known = { readonly ids: readonly string[]; readonly names: Readonly<Record<string, readonly string[]>> }

const size = (chance: Chance, most: number): number => chance.pick([0, 1, most, most + 1, most * 10])

/** What a schema would take, mostly; the ends of its ranges and one beyond them as well. */
export function likely(schema: Schema, chance: Chance, known: Known, name = ''): string {
  const choices = schema.anyOf ?? schema.oneOf
  if (choices && choices.length > 0) return likely(chance.pick(choices), chance, known, name)
  if ('const' in schema) return JSON.stringify(schema.const)
  if (schema.enum && schema.enum.length > 0) return JSON.stringify(chance.pick(schema.enum))
  const type = typeof schema.type === 'string' ? schema.type : schema.type?.[0]
  if (type === 'object') return objectOf(Object.entries(schema.properties ?? {}).map(([key, part]) => [key, likely(part, chance, known, key)]))
  if (type === 'array') return `[${Array.from({ length: chance.pick([0, 1, 2]) }, () => likely(schema.items ?? {}, chance, known, name)).join(',')}]`
  if (type === 'integer' || type === 'number') return String(chance.pick([0, 1, 2, 2026, schema.minimum ?? 0, (schema.minimum ?? 0) - 1, schema.maximum ?? 9, (schema.maximum ?? 9) + 1]))
  if (type === 'boolean') return chance.pick(['true', 'false'])
  if (type === 'null') return 'null'
  return JSON.stringify(likelyText(schema, chance, known, name))
}

function likelyText(schema: Schema, chance: Chance, known: Known, name: string): string {
  const named = known.names[name]
  if (named && named.length > 0 && chance.falls(0.8)) return chance.pick(named)
  if (schema.format === 'uuid' || /uuid|\[0-9a-f/i.test(schema.pattern ?? '')) return known.ids.length > 0 && chance.falls(0.7) ? chance.pick(known.ids) : chance.uuid()
  if (schema.format === 'date') return chance.pick(['2026-11-23', '1990-01-01', '2024-02-29'])
  if (schema.maxLength !== undefined && chance.falls(0.2)) return 'x'.repeat(Math.min(30_000, size(chance, schema.maxLength)))
  return chance.pick(['Specimen', 'fr', 'adult', 'yes', 'no', '2026-11-23', '1', 'x'])
}

const objectOf = (parts: readonly (readonly [string, string])[]): string => `{${parts.map(([key, value]) => `${JSON.stringify(key)}:${value}`).join(',')}}`

/** An object of a schema in which a few parts are wrong, missing, strange, or there twice. */
export function spoilt(schema: Schema, chance: Chance, known: Known): string {
  const shape = chance.falls(0.02) ? {} : schema
  const fields = Object.entries(shape.properties ?? {})
  const parts = fields.flatMap(([key, part]): [string, string][] => {
    if (chance.falls(0.1)) return []
    return [[key, chance.falls(0.35) ? nastyJson(chance) : likely(part, chance, known, key)]]
  })
  if (chance.falls(0.15)) parts.push([chance.falls(0.6) ? chance.pick(prototypeKeys) : nastyString(chance), nastyJson(chance)])
  const twice = parts[chance.below(Math.max(1, parts.length))]
  if (twice && chance.falls(0.1)) parts.push([twice[0], nastyJson(chance)])
  return objectOf(parts)
}

/** The same as fields of a form or a query: everything is text, names may come twice or carry brackets. */
export function spoiltFields(names: readonly string[], chance: Chance, known: Known): string {
  const pairs = names.flatMap((name) => {
    if (chance.falls(0.15)) return []
    const value = chance.falls(0.5) ? nastyString(chance) : likelyText({}, chance, known, name)
    const called = chance.falls(0.1) ? `${name}${chance.pick(['[]', '[0]', '[__proto__][x]', '.a', '%00', ' '])}` : name
    return chance.falls(0.1) ? [`${field(called, chance)}=${field(value, chance)}`, `${field(called, chance)}=`] : [`${field(called, chance)}=${field(value, chance)}`]
  })
  if (chance.falls(0.2)) pairs.push(`${chance.pick(prototypeKeys)}=1`)
  if (chance.falls(0.01)) pairs.push(Array.from({ length: 6_000 }, (_, index) => `k${index}=`).join('&'))
  return pairs.join(chance.falls(0.03) ? ';' : '&')
}

/** Written as addresses write it, or not quite: halves of signs have no such writing. */
function field(text: string, chance: Chance): string {
  const sound = encodeURIComponent(wellFormed(text))
  return chance.falls(0.05) ? sound.replace(/%../, chance.pick(['%', '%F', '%ff', '%u0041', '%c0%80', '%ed%a0%80'])) : sound
}
