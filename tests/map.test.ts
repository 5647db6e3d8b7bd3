import { readdirSync, readFileSync } from 'node:fs'
import { basename, dirname, join, relative, sep } from 'node:path'
import { describe, expect, test } from 'vitest'
import { levels, rooms } from '#map'

const source = join(import.meta.dirname, '..', 'src')
const files = readdirSync(source, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile() && /\.tsx?$/.test(entry.name))
  .map((entry) => relative(source, join(entry.parentPath, entry.name)).split(sep).join('/'))

const importsOf = (file: string): readonly string[] =>
  [...readFileSync(join(source, file), 'utf8').matchAll(/(?:from|import)\s*\(?\s*'([^']+)'/g)].map((match) => match[1] ?? '')

const isTest = (file: string) => /\.(test|race)\.tsx?$/.test(file)
const partOf = (file: string): string => (file.startsWith('modules/') ? file.split('/')[1] : file.split('/')[0]) ?? ''
const roomOf = (file: string): string | undefined => (file.startsWith('modules/') ? file.split('/')[2] : undefined)
const levelOf = (part: string): number => levels.findIndex((level) => (level as readonly string[]).includes(part))
const roomNumber = (room: string | undefined): number => (rooms as readonly string[]).indexOf(room ?? '')

function faultsOf(file: string): readonly string[] {
  const part = partOf(file)
  return importsOf(file).flatMap((target) => {
    if (target.startsWith('../../') && file.startsWith('modules/')) return [`${file}: ${target} leaves the module; use its # name`]
    if (target.startsWith('#')) {
      const other = target.slice(1).split('/')[0] ?? ''
      if (other === 'map') return []
      if (levelOf(other) < 0) return [`${file}: ${target} is not on the map`]
      const isOwnGround = other === part && ['vocabulary', 'platform', 'design'].includes(part)
      return isOwnGround || levelOf(other) < levelOf(part) ? [] : [`${file}: ${part} may not lean on ${other}`]
    }
    if (!target.startsWith('../') || !file.startsWith('modules/') || isTest(file)) return []
    const neighbour = relative(source, join(source, dirname(file), target)).split(sep).join('/')
    const from = roomOf(file)
    const to = roomOf(neighbour)
    return from === to || roomNumber(to) < roomNumber(from) ? [] : [`${file}: ${from} may not lean on ${to}`]
  })
}

describe('the map', () => {
  test('every import goes to a lower level or a room further left', () => {
    expect(files.length).toBeGreaterThan(50)
    expect(files.filter((file) => !isTest(file)).flatMap(faultsOf)).toEqual([])
  })

  test('every part stands on a level and every module has only the four rooms and its front', () => {
    const strangers = files.filter((file) => levelOf(partOf(file)) < 0 && file !== 'map.ts')
    const inModules = files.filter((file) => file.startsWith('modules/'))
    const misplaced = inModules.filter((file) => file.split('/').length === 3 ? basename(file) !== 'index.ts' : roomNumber(roomOf(file)) < 0)
    expect([...strangers, ...misplaced]).toEqual([])
  })

  test('names are kebab-case and say what they hold', () => {
    const vague = /^(utils?|helpers?|common|manager|misc|types|shared)\./
    expect(files.map((file) => basename(file)).filter((name) => !/^[a-z0-9]+(-[a-z0-9]+)*(\.[a-z]+)*\.tsx?$/.test(name) || vague.test(name))).toEqual([])
  })

  test('no file is longer than three hundred lines', () => {
    const long = files.filter((file) => readFileSync(join(source, file), 'utf8').split('\n').length > 301)
    expect(long).toEqual([])
  })
})
