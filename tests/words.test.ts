import { readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import { describe, expect, test } from 'vitest'
import { modules } from '../src/main/compose-site.tsx'
import { books } from '#platform/words'
import { languages } from '#vocabulary/language'

const source = join(import.meta.dirname, '..', 'src')
const files = readdirSync(source, { recursive: true, withFileTypes: true })
  .filter((entry) => entry.isFile())
  .map((entry) => relative(source, join(entry.parentPath, entry.name)).split(sep).join('/'))

// A book that no page imports yet is read all the same.
await Promise.all(files.filter((file) => /^(modules\/[^/]+\/pages|main(\/record)?|platform\/doors)\/words\.ts$/.test(file)).map((file) => import(join(source, file))))

type Sentences = Readonly<Record<string, string>>
const every = [...books].flatMap(([name, book]) => languages.map((language) => ({ name, language, sentences: book[language] as Sentences, english: book.en as Sentences })))
const gapsOf = (sentence: string): readonly string[] => [...sentence.matchAll(/\{\{\s*([^}\s,]+)[^}]*\}\}/g)].map((match) => match[1] ?? '').toSorted()

/** One of something may be said without its number: "a day", "one day". */
const mustHave = (key: string, gaps: readonly string[]): string =>
  [...new Set(key.endsWith('_one') ? gaps.filter((gap) => gap !== 'count') : gaps)].join(' ')

describe('the words', () => {
  test('every module that people meet has a book', () => {
    expect(modules.map(({ book }) => book).filter((book) => !books.has(book))).toEqual([])
    expect(books.has('platform')).toBe(true)
  })

  test('every book says the same things in the four languages', () => {
    const strays = every.flatMap(({ name, language, sentences, english }) => [
      ...Object.keys(english).filter((key) => !(key in sentences)).map((key) => `${name}.${language} lacks ${key}`),
      ...Object.keys(sentences).filter((key) => !(key in english)).map((key) => `${name}.${language} has ${key} alone`),
    ])
    expect(strays).toEqual([])
  })

  test('no sentence is empty', () => {
    expect(every.flatMap(({ name, language, sentences }) => Object.keys(sentences).filter((key) => sentences[key]?.trim() === '').map((key) => `${name}.${language}: ${key}`))).toEqual([])
  })

  test('a sentence has the same gaps in every language', () => {
    const faults = every.flatMap(({ name, language, sentences, english }) => Object.entries(sentences).flatMap(([key, sentence]) => {
      const [here, there] = [mustHave(key, gapsOf(sentence)), mustHave(key, gapsOf(english[key] ?? ''))]
      return here === there ? [] : [`${name}.${language} ${key}: {${here}}, in English {${there}}`]
    }))
    expect(faults).toEqual([])
  })

  test('no line of French breaks before a sign that stands apart: such a sign has a space that holds', () => {
    const loose = / [:;?!»](?=\s|$)|« |\p{L}[:;?!»](?=\s|$)/u
    const inBooks = every.filter(({ language }) => language === 'fr').flatMap(({ name, sentences }) => Object.entries(sentences).map(([key, sentence]) => [`${name}: ${key}`, sentence] as const))
    const inData = files.filter((file) => file.startsWith('countries/') && file.endsWith('.yaml')).flatMap((file) => [...readFileSync(join(source, file), 'utf8').matchAll(/\bfr: "([^"]*)"/g)].map(([, sentence = '']) => [file, sentence] as const))
    expect(inData.length).toBeGreaterThan(500)
    expect([...inBooks, ...inData].filter(([, sentence]) => loose.test(sentence))).toEqual([])
  })

  test('what is counted has a sentence for one and a sentence for more', () => {
    const faults = every.flatMap(({ name, language, sentences }) => Object.keys(sentences).flatMap((key) => {
      const other = key.endsWith('_one') ? key.replace(/_one$/, '_other') : key.endsWith('_other') ? key.replace(/_other$/, '_one') : key
      return other in sentences ? [] : [`${name}.${language}: ${key} without ${other}`]
    }))
    expect(faults).toEqual([])
  })
})

/** `refuse('key'`, `refuse(\`key-${what}\``, and `refused: 'key'`, where they are written. */
const written = /(?:refuse\(\s*|\{\s*refused:\s*)(['`])([^'`]+)\1/g
type Said = { readonly file: string; readonly book: string; readonly key: string; readonly begins: boolean }

const refusals: readonly Said[] = files
  .filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file) && !file.startsWith('design/'))
  .flatMap((file) => [...readFileSync(join(source, file), 'utf8').matchAll(written)].map(([, , text = '']) => {
    const own = file.startsWith('modules/') ? (file.split('/')[1] ?? '') : (file.split('/')[0] ?? '')
    const colon = text.indexOf(':')
    const named = colon > 0 && !text.startsWith('$') ? text.slice(0, colon) : own
    const key = colon > 0 ? text.slice(colon + 1) : text
    const gap = key.indexOf('${')
    return { file, book: named, key: gap < 0 ? key : key.slice(0, gap), begins: gap >= 0 }
  }))
  .filter(({ key }) => key !== '')

const knows = (name: string, language: (typeof languages)[number], { key, begins }: Said): boolean =>
  Object.keys(books.get(name)?.[language] ?? {}).some((candidate) => {
    const known = candidate.replace(/_(one|other)$/, '')
    return begins ? known.startsWith(`refusal.${key}`) : known === `refusal.${key}`
  })

describe('the refusals', () => {
  test('every rule that says no has its sentence in the four languages', () => {
    expect(refusals.length).toBeGreaterThan(80)
    const silent = refusals.flatMap((said) => languages
      .filter((language) => !knows(said.book, language, said) && !knows('platform', language, said))
      .map((language) => `${said.file}: ${said.key}${said.begins ? '…' : ''} in ${said.book}.${language}`))
    expect(silent).toEqual([])
  })
})
