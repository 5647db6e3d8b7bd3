import { beforeAll, describe, expect, test } from 'vitest'
import { openApiOf } from '#platform/http/open-api'
import { perform } from '#platform/doors/perform'
import type { Route } from '#platform/doors/route'
import { officeKinds } from '#vocabulary/office-kind'
import { testDatabase } from '../support/database.ts'
import { Belgium, refusalOf, routes } from '../support/belgium.ts'

const base = testDatabase()
let be: Belgium
beforeAll(async () => { be = await Belgium.open(base.db) })
const all = [...routes.values()]
const named = (route: Route) => (typeof route.for === 'string' ? route.for : [...route.for].toSorted().join(' '))

/** A null character is refused by every route, and only after the door has let somebody in: what is asked can change nothing. */
const passes = async (route: Route, kind: (typeof officeKinds)[number] | null): Promise<boolean> => {
  const actor = kind === null ? null : { ...(await be.actor('coordinator')), officeKind: kind, profession: kind }
  const outcome = await perform(be.door, route, { actor, language: 'en', input: { '\0': '' } })
  const refused = refusalOf(outcome)
  if (refused !== 'not-found' && refused !== 'input-unkept') throw new Error(`${route.name} answered ${refused}`)
  return refused === 'input-unkept'
}

describe(`the ${all.length} routes and ${officeKinds.length + 1} kinds of visitor, nobody among them`, () => {
  test(`are ${all.length * (officeKinds.length + 1)} doors, each of which lets in exactly those whom it names`, async () => {
    let tried = 0
    for (const route of all) {
      const admitted: string[] = []
      for (const kind of [...officeKinds, null]) {
        tried += 1
        if (await passes(route, kind)) admitted.push(kind ?? 'nobody')
      }
      const expected = route.for === 'anyone' ? [...officeKinds, 'nobody'] : route.for === 'signed-in' ? officeKinds : route.for
      expect(admitted.toSorted(), route.name).toEqual([...expected].toSorted())
    }
    expect(tried).toBe(all.length * (officeKinds.length + 1))
  }, 120_000)

  test('are those that were agreed', async () => {
    const lines = all.map((route) => `${route.name}  ${route.kind}  ${named(route)}`).toSorted()
    await expect(`${lines.join('\n')}\n`).toMatchFileSnapshot('./route-matrix.txt')
  })

  test('have names of their own', () => {
    const names = all.map(({ name }) => name)
    expect(names.filter((name) => !/^[a-z]+(?:\.[a-z]+(?:-[a-z]+)*)$/.test(name))).toEqual([])
    expect(routes.size).toBe(new Set(names).size)
  })
})

type Schema = Readonly<Record<string, unknown>>
const types = new Set(['object', 'array', 'string', 'number', 'integer', 'boolean', 'null'])
const isSchema = (value: unknown): value is Schema => typeof value === 'object' && value !== null && !Array.isArray(value)

/** What is wrong in the structure of a JSON schema, deep down. */
function faultsIn(schema: unknown, at: string): readonly string[] {
  if (typeof schema === 'boolean') return []
  if (!isSchema(schema)) return [`${at}: no schema`]
  const { type, required, enum: choices, $ref } = schema
  const parts: readonly (readonly [string, unknown])[] = [
    ...Object.entries(isSchema(schema['properties']) ? schema['properties'] : {}),
    ...['items', 'additionalProperties', 'propertyNames', 'not'].flatMap((key) => (schema[key] === undefined ? [] : [[key, schema[key]] as const])),
    ...['anyOf', 'oneOf', 'allOf', 'prefixItems'].flatMap((key) => (Array.isArray(schema[key]) ? schema[key].map((part, index) => [`${key}.${index}`, part] as const) : [])),
  ]
  return [
    ...([type].flat().every((one) => one === undefined || types.has(String(one))) ? [] : [`${at}: type ${String(type)}`]),
    ...(required === undefined || (Array.isArray(required) && required.every((name) => isSchema(schema['properties']) && name in schema['properties'])) ? [] : [`${at}: required without properties`]),
    ...(choices === undefined || (Array.isArray(choices) && choices.length > 0) ? [] : [`${at}: empty enum`]),
    ...($ref === undefined || /^#\/components\/schemas\/\w+$/.test(String($ref)) ? [] : [`${at}: ${String($ref)}`]),
    ...(typeof schema['pattern'] === 'string' && !compiles(schema['pattern']) ? [`${at}: pattern`] : []),
    ...parts.flatMap(([name, part]) => faultsIn(part, `${at}/${name}`)),
  ]
}

function compiles(pattern: string): boolean {
  try {
    return Boolean(new RegExp(pattern, 'u'))
  } catch {
    return false
  }
}

describe('the OpenAPI document', () => {
  const document = JSON.parse(JSON.stringify(openApiOf(all, 'https://ariadne.example'))) as { paths: Record<string, Record<string, { operationId: string; summary: string; requestBody?: { content: Record<string, { schema: unknown }> }; parameters?: { name: string; schema: unknown }[]; responses: Record<string, { content: Record<string, { schema: unknown }> }>; 'x-admits': unknown }>> }

  test('has every route with what it asks, what it gives and a sentence about it, and none besides', () => {
    expect(Object.keys(document.paths).toSorted()).toEqual(all.map(({ name }) => `/api/v1/${name}`).toSorted())
    for (const route of all) {
      const { post, get } = document.paths[`/api/v1/${route.name}`] ?? {}
      expect(post?.summary, route.name).toMatch(/^[A-Z].{15,}\.$/)
      expect(post?.requestBody?.content['application/json']?.schema, route.name).toBeTypeOf('object')
      expect(post?.responses['200']?.content['application/json']?.schema, route.name).toBeTypeOf('object')
      expect(post?.['x-admits'], route.name).toEqual(route.for)
      expect(get === undefined, route.name).toBe(route.kind === 'act')
    }
  })

  test('holds nothing but well-formed schemas and operations of different names', () => {
    const operations = Object.values(document.paths).flatMap((path) => Object.values(path))
    const schemas = operations.flatMap((operation) => [
      ...Object.values(operation.requestBody?.content ?? {}).map(({ schema }) => [`${operation.operationId} asks`, schema] as const),
      ...Object.entries(operation.responses).flatMap(([status, { content }]) => Object.values(content).map(({ schema }) => [`${operation.operationId} ${status}`, schema] as const)),
      ...(operation.parameters ?? []).map(({ name, schema }) => [`${operation.operationId} ?${name}`, schema] as const),
    ])
    expect(schemas.length).toBeGreaterThan(300)
    expect(schemas.flatMap(([at, schema]) => faultsIn(schema, at))).toEqual([])
    expect(new Set(operations.map(({ operationId }) => operationId)).size).toBe(operations.length)
  })
})
