import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { modules } from '../src/main/compose-site.tsx'
import type { Route } from '#platform/doors/route'

const folder = join(import.meta.dirname, '..', 'src', 'modules')
const isRoute = (value: unknown): value is Route =>
  typeof value === 'object' && value !== null && 'name' in value && 'run' in value && 'asks' in value && 'gives' in value

type Found = { readonly module: string; readonly file: string; readonly name: string; readonly route: Route }

/** Every route that an action file exports, under the name of the export. */
async function exportedRoutes(module: string): Promise<readonly Found[]> {
  const actions = join(folder, module, 'actions')
  const files = readdirSync(actions).filter((file) => file.endsWith('.ts') && !file.includes('.test.'))
  const found = await Promise.all(files.map(async (file) => {
    const exported = (await import(join(actions, file))) as Readonly<Record<string, unknown>>
    return Object.entries(exported).flatMap(([name, route]) => (isRoute(route) ? [{ module, file, name, route }] : []))
  }))
  return found.flat()
}

const exported = (await Promise.all(modules.map(({ book }) => exportedRoutes(book)))).flat()
const routes = modules.flatMap(({ book, routes: own }) => own.map((route) => ({ book, route })))
const wordsOf = (name: string): readonly string[] => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`).split('-')

describe('one name in every place', () => {
  test('there are routes, and no two have the same name', () => {
    const names = routes.map(({ route }) => route.name)
    expect(names.length).toBeGreaterThan(40)
    expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([])
  })

  test('a route is named after a thing and what is done with it', () => {
    expect(routes.map(({ route }) => route.name).filter((name) => !/^[a-z]+(-[a-z]+)*\.[a-z]+(-[a-z]+)*$/.test(name))).toEqual([])
  })

  test('a route that a module opens is exported by one of its actions, under a name that holds the verb', () => {
    const orphans = routes.flatMap(({ book, route }) => {
      const home = exported.find((each) => each.module === book && each.route === route)
      if (!home) return [`${route.name} is in no file of ${book}/actions`]
      const verb = route.name.split('.')[1]?.split('-')[0] ?? ''
      return wordsOf(home.name).includes(verb) ? [] : [`${route.name} is exported as ${home.name} in ${book}/actions/${home.file}`]
    })
    expect(orphans).toEqual([])
  })

  test('the file of an action holds the name of its route as it is written everywhere else', () => {
    const silent = exported.filter(({ module, file, route }) => !readFileSync(join(folder, module, 'actions', file), 'utf8').includes(`'${route.name}'`))
    expect(silent.map(({ file, route }) => `${file}: ${route.name}`)).toEqual([])
  })

  test('no action is written that nobody can reach', () => {
    const open = new Set(routes.map(({ route }) => route))
    expect(exported.filter(({ route }) => !open.has(route)).map(({ module, file, name }) => `${module}/actions/${file}: ${name}`)).toEqual([])
  })

  test('every page, form and download stands on a route that its module opens', () => {
    const strangers = modules.flatMap(({ book, routes: own, pages, forms, downloads = [] }) => {
      const asked = [...pages, ...forms, ...downloads].map(({ at, asks }) => ({ at, route: asks as Route | null }))
      const done = forms.map(({ at, does }) => ({ at, route: does as Route | null }))
      return [...asked, ...done].filter(({ route }) => route !== null && !own.includes(route)).map(({ at, route }) => `${book} ${at}: ${route?.name ?? ''}`)
    })
    expect(strangers).toEqual([])
  })

  test('no two pages stand at one address', () => {
    const addresses = modules.flatMap(({ pages, forms, downloads = [] }) => [...pages, ...forms, ...downloads].map(({ at }) => at.replaceAll(/:[a-zA-Z]+/g, ':')))
    expect(addresses.filter((at, index) => addresses.indexOf(at) !== index)).toEqual([])
  })
})
