import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { modules } from '../src/main/compose-site.tsx'
import type { Route } from '#platform/doors/route'

const source = join(import.meta.dirname, '..', 'src')
/** A module keeps its routes among its actions; what stands above the modules keeps its own beside its pages. */
const folderOf = (book: string): string => (book === 'main' ? join(source, 'main') : book === 'record' ? join(source, 'main', 'record') : join(source, 'modules', book, 'actions'))

type Written = { readonly book: string; readonly file: string; readonly as: string; readonly name: string }

/** Every route as it is written down: under which constant, in which file. */
const written: readonly Written[] = modules.flatMap(({ book }) => readdirSync(folderOf(book))
  .filter((file) => /\.tsx?$/.test(file) && !file.includes('.test.'))
  .flatMap((file) => [...readFileSync(join(folderOf(book), file), 'utf8').matchAll(/^(?:export )?const (\w+) = route\(\{\s*name: '([^']+)'/gm)]
    .map(([, as = '', name = '']) => ({ book, file, as, name }))))

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

  test('a route that a module opens is written in one of its actions, under a name that holds the verb', () => {
    const orphans = routes.flatMap(({ book, route }) => {
      const home = written.find((each) => each.book === book && each.name === route.name)
      if (!home) return [`${route.name} is in no action of ${book}`]
      const verb = route.name.split('.')[1]?.split('-')[0] ?? ''
      return wordsOf(home.as).includes(verb) ? [] : [`${route.name} is called ${home.as} in ${home.file} of ${book}`]
    })
    expect(orphans).toEqual([])
  })

  test('no action is written that nobody can reach', () => {
    const open = new Set(routes.map(({ route }) => route.name))
    expect(written.filter(({ name }) => !open.has(name)).map(({ book, file, as }) => `${book}, ${file}: ${as}`)).toEqual([])
  })

  test('every page, form and download stands on a route that its module opens', () => {
    // The composition joins modules, so its papers may stand on a route of any of them.
    const everyRoute = modules.flatMap(({ routes }) => routes)
    const strangers = modules.flatMap(({ book, routes, pages, forms, downloads = [] }) => {
      const own = book === 'main' ? everyRoute : routes
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
