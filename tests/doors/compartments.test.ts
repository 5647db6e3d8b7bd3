import { describe, expect, test } from 'vitest'
import { compartmentsAsMarkdown } from '#access'
import { openApiOf } from '#platform/http/open-api'
import type { ModuleDoors } from '#platform/doors/page'
import { kindsAt } from '#vocabulary/place'
import { modules } from '../../src/main/compose-site.tsx'

const routes = (modules as readonly ModuleDoors[]).flatMap((module) => module.routes)

describe('the compartment table', () => {
  test('has a place for every route that does not let in everybody', () => {
    const homeless = routes.filter((route) => route.place === null && typeof route.for !== 'string')
    expect(homeless.map(({ name }) => name), 'a route says its place, such as `for: reads(\'identity\', \'centre\')`: see src/vocabulary/place.ts').toEqual([])
  })

  test('says whom a route lets in, and lets somebody in at each', () => {
    for (const route of routes) {
      if (route.place) expect(route.for, route.name).toEqual(kindsAt(route.place))
      expect(route.for.length, route.name).toBeGreaterThan(0)
    }
  })

  test('stands behind each operation of the interface\'s document', () => {
    const { paths } = openApiOf(routes, 'https://ariadne.example') as { paths: Record<string, { post: { 'x-compartment'?: unknown } }> }
    for (const route of routes) expect(paths[`/api/v1/${route.name}`]?.post['x-compartment'], route.name).toEqual(route.place?.entries)
  })

  test('is what the documentation says', async () => {
    await expect(compartmentsAsMarkdown(routes)).toMatchFileSnapshot('../../docs/compartments.md')
  })
})
