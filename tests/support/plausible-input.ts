import { z } from 'zod'
import type { Route } from '#platform/doors/route'

type Schema = { readonly [key: string]: unknown }
const isSchema = (value: unknown): value is Schema => typeof value === 'object' && value !== null && !Array.isArray(value)

/** What no schema says: values that a route reads by rules of its own. */
const known: Readonly<Record<string, unknown>> = {
  from: '2026-11-24', until: '2026-11-25', to: '2026-11-24', on: '2026-11-23', fromOn: '2026-11-23', seenOn: '2026-11-20', dueOn: '2026-12-01', birthDate: null, language: 'nl', explainedIn: 'nl',
  reason: 'Because this test asks for it', address: 'somebody@invented.example', query: 'state=x', step: 'record-condition', routes: ['file.list'], code: 'AAAA-BBBB-CCCC', people: [],
}

function filled(name: string, schema: Schema): unknown {
  const choice = [schema['anyOf'], schema['oneOf']].find(Array.isArray)
  if (schema['const'] !== undefined) return schema['const']
  if (Array.isArray(schema['enum'])) return schema['enum'].includes(known[name]) ? known[name] : schema['enum'][0]
  if (name in known) return known[name]
  if (choice) return filled(name, (choice.find((one) => isSchema(one) && one['type'] !== 'null') ?? {}) as Schema)
  if (schema['type'] === 'object') return required(schema)
  if (schema['type'] === 'array') return isSchema(schema['items']) && Number(schema['minItems'] ?? 0) > 0 ? [filled(name, schema['items'])] : []
  if (schema['type'] === 'integer' || schema['type'] === 'number') return Math.max(0, Number(schema['minimum'] ?? 0))
  if (schema['type'] === 'boolean') return true
  return schema['format'] === 'uuid' ? crypto.randomUUID() : 'Specimen'
}

function required(schema: Schema): Record<string, unknown> {
  const properties = isSchema(schema['properties']) ? schema['properties'] : {}
  const names = Array.isArray(schema['required']) ? schema['required'].map(String) : []
  return Object.fromEntries(names.flatMap((name) => (isSchema(properties[name]) ? [[name, filled(name, properties[name])]] : [])))
}

const schemaOf = (route: Route): Schema => z.toJSONSchema(route.asks, { io: 'input', unrepresentable: 'any' })

/** The names of what a route asks for, those at its first level. */
export const asked = (route: Route): readonly string[] => {
  const { properties } = schemaOf(route)
  return isSchema(properties) ? Object.keys(properties) : []
}

/** The names under which a route takes an id. */
export const idsAsked = (route: Route): readonly string[] => {
  const { properties } = schemaOf(route)
  const holdsId = (schema: unknown): boolean => isSchema(schema) && (schema['format'] === 'uuid' || [schema['anyOf'], schema['oneOf']].some((parts) => Array.isArray(parts) && parts.some(holdsId)) || holdsId(schema['items']))
  return Object.entries(isSchema(properties) ? properties : {}).flatMap(([name, schema]) => (holdsId(schema) ? [name] : []))
}

/** An input that the route reads, with the ids that are given where it asks for them. */
export const plausibleInput = (route: Route, ids: Readonly<Record<string, unknown>> = {}): Record<string, unknown> => {
  const input = required(schemaOf(route))
  return { ...input, ...Object.fromEntries(asked(route).flatMap((name) => (name in ids ? [[name, ids[name]]] : []))) }
}
