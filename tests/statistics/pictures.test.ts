import { describe, expect, test } from 'vitest'
import { pictures } from '#design'
import { languages, type Language } from '#vocabulary/language'
import { readCountry, readCountryCodebook, readCountryDetection } from '../../src/main/country-pack.ts'
import { Figure } from '../../src/modules/statistics/actions/figure-acts.ts'
import { CountedTable } from '../../src/modules/statistics/actions/table-acts.ts'
import { nameOfCode, titleOf, type Reader } from '../../src/modules/statistics/pages/code-names.ts'
import { kindsFor, type PictureKind } from '../../src/modules/statistics/pages/picture-kinds.ts'
import { aboutRelease } from '../../src/modules/statistics/pages/reading.ts'
import { pictureOfCount, pictureOfRelease } from '../../src/modules/statistics/pages/table-pictures.ts'

const pack = readCountry('be')
const detection = readCountryDetection('be')
const belgium = { pack, detection, codebook: readCountryCodebook('be', pack, detection), publicUrl: 'https://ariadne.example' }
const readerOf = (language: Language, installation: object = belgium): Reader => ({ language, installation: installation as Reader['installation'] })
const reader = readerOf('en')

const under = (name: string, ...codes: string[]) => ({ name, codes: [{ code: 'total', parent: null }, ...codes.map((code) => ({ code, parent: 'total' }))] })
const sex = under('sex', 'woman', 'man')
const time = { name: 'time', codes: [{ code: '2023-2026', parent: null }, ...['2023', '2024', '2025', '2026'].map((code) => ({ code, parent: '2023-2026' }))] }
const citizenship = { name: 'citizenship', codes: [{ code: 'total', parent: null }, ...['group:eu', 'group:other', 'group:unknown'].map((code) => ({ code, parent: 'total' })), { code: 'RO', parent: 'group:eu' }, { code: 'MT', parent: 'group:eu' }, { code: 'VN', parent: 'group:other' }] }
const district = under('district', ...belgium.pack.offices.districts.map(({ key }) => key), 'unknown')

const place = { name: 'exploited-in', codes: [{ code: 'total', parent: null }, { code: 'here', parent: 'total' }, ...['antwerp', 'liege', 'here-unknown'].map((code) => ({ code, parent: 'here' })), { code: 'abroad', parent: 'total' }, ...['IT', 'FR'].map((code) => ({ code, parent: 'abroad' })), ...['both', 'unknown', 'not-collected'].map((code) => ({ code, parent: 'total' }))] }

type Cell = number | 'hidden'
const figureOf = (wish: object, dimensions: Figure['table']['dimensions'], cells: readonly Cell[]): Figure =>
  Figure.parse({ number: 7, wish: { from: 2023, to: 2026, ...wish }, countedOn: '2026-11-23', releasedOn: '2026-11-30', method: { how: 'suppress', merges: [] }, table: { dimensions, cells }, rule: { threshold: 5, base: 5, oneCategory: 'whole' }, definitions: [] })

const size = (dimensions: readonly { codes: readonly unknown[] }[]) => dimensions.reduce((product, { codes }) => product * codes.length, 1)
/** Figures that stand nowhere else in a picture, and every fifth of them hidden. */
const filled = (dimensions: readonly { codes: readonly unknown[] }[]): Cell[] => Array.from({ length: size(dimensions) }, (_, index) => (index % 5 === 4 ? 'hidden' : 1_000 + 7 * index))

const byYear = figureOf({ rows: 'year', columns: 'sex' }, [time, sex], filled([time, sex]))
const byPlace = figureOf({ rows: 'citizenship', columns: 'district' }, [citizenship, district], filled([citizenship, district]))
const byExploitation = figureOf({ rows: 'citizenship', columns: 'exploited-in' }, [citizenship, place], filled([citizenship, place]))
const every: readonly (readonly [Figure, PictureKind])[] = [byYear, byPlace, byExploitation].flatMap((figure) => kindsFor(reader, figure.table.dimensions).map((kind) => [figure, kind] as const))

const textsOf = (picture: string): readonly string[] => [...picture.matchAll(/<(?:text|title|desc)\b[^>]*>([^<]*)</g)].map(([, text = '']) => text.replaceAll('&amp;', '&').replaceAll('&lt;', '<').replaceAll('&quot;', '"'))
const numbersIn = (texts: readonly string[]): readonly string[] => texts.flatMap((text) => text.match(/\d+/g) ?? [])

async function drawnPng(picture: string): Promise<Uint8Array> {
  const bytes = await pictures.asPng(picture)
  if (bytes === 'busy') throw new Error('too many at once')
  return bytes
}

describe('a picture of a released table', () => {
  test('is offered in the ways that fit the table: time as lines, districts as tiles, citizenships on the world, both as flows', () => {
    expect(kindsFor(reader, byYear.table.dimensions)).toEqual(['lines', 'bars', 'shares'])
    expect(kindsFor(reader, byPlace.table.dimensions)).toEqual(['bars', 'shares', 'map', 'world', 'flows'])
    expect(kindsFor(reader, byExploitation.table.dimensions)).toEqual(['bars', 'shares', 'place-map', 'world', 'place-world', 'flows'])
    expect(kindsFor(reader, [district, place])).toEqual(['bars', 'shares', 'map', 'place-map', 'place-world'])
    expect(kindsFor(reader, [district])).toEqual(['bars', 'map'])
    const unplaced = { ...belgium, pack: { ...belgium.pack, offices: { ...belgium.pack.offices, districts: belgium.pack.offices.districts.map(({ tile: _, ...rest }) => rest) } } }
    expect(kindsFor(readerOf('en', unplaced), [district])).toEqual(['bars'])
  })

  test('is well-formed in every way and language, says title, number, source and what hidden means, and shows no number that is not proven', async () => {
    for (const language of languages) {
      const call = readerOf(language)
      for (const [figure, kind] of every) {
        const picture = pictureOfRelease(call, figure, kind)
        const texts = textsOf(picture)
        const whole = texts.join(' ')
        expect(whole, `${kind} ${language}`).toContain(titleOf(call, figure.wish))
        expect(whole).toContain('7 ·')
        expect(whole.includes('Not for release.'), kind).toBe(false)
        const said = [titleOf(call, figure.wish), ...aboutRelease(call, figure).flat(), 'https://ariadne.example/figures/7', ...figure.table.dimensions.flatMap(({ name, codes }) => codes.map(({ code }) => nameOfCode(call, name, code)))]
        const allowed = new Set([...numbersIn(said), ...figure.table.cells.map(String), '0'])
        expect(numbersIn(texts).filter((number) => !allowed.has(number)), `${kind} ${language}`).toEqual([])
        if (language !== 'en') continue
        if (texts.includes('hidden')) expect(whole).toContain('nobody can be recognised')
        // The drawing machine reads XML strictly: what is not well-formed it refuses.
        const png = Buffer.from(await drawnPng(picture))
        expect(png.subarray(0, 8).toString('hex')).toBe('89504e470d0a1a0a')
        expect(png.readUInt32BE(16)).toBe(2_000)
        // The largest is 1.01 MB: its words say what a form of exploitation means and by which versions of the definitions it was counted, 0.9 MB before they did.
        expect(png.length).toBeLessThan(1_050_000)
      }
    }
  }, 120_000)

  test('says of flows and maps whether they end where people were found or where they were exploited', () => {
    const saysOf = (figure: Figure, kind: PictureKind) => textsOf(pictureOfRelease(reader, figure, kind)).join(' ')
    for (const kind of ['flows', 'map'] as const) expect(saysOf(byPlace, kind)).toMatch(/found/)
    expect(saysOf(byPlace, 'flows')).not.toContain('place of exploitation')
    for (const kind of ['flows', 'place-map', 'world', 'place-world'] as const) expect(saysOf(byExploitation, kind), kind).toMatch(/exploit/)
    expect(saysOf(byExploitation, 'flows')).toContain('not collected')
  })

  test('leaves places without anybody out of the flows, and no others', () => {
    const alone = figureOf({ rows: 'citizenship', columns: 'exploited-in' }, [citizenship, place], filled([citizenship, place]).map((cell, index) => (index % place.codes.length === 2 ? 0 : cell)))
    const texts = textsOf(pictureOfRelease(reader, alone, 'flows'))
    expect(texts.some((text) => text.startsWith('Antwerp:'))).toBe(false)
    expect(texts.some((text) => text.startsWith('Liège:'))).toBe(true)
  })

  test('draws the countries in flows where the table has countries, and says how many it leaves out', () => {
    const texts = textsOf(pictureOfRelease(reader, byPlace, 'flows'))
    for (const country of ['Romania', 'Malta', 'Vietnam']) expect(texts.some((text) => text.startsWith(`${country}: `)), country).toBe(true)
    expect(texts.some((text) => text.includes('more stand'))).toBe(false)
    const codes = ['AL', 'BR', 'CN', 'DZ', 'ER', 'GH', 'IN', 'MA', 'NG', 'PH', 'PK', 'SY', 'TH', 'UA', 'VN']
    const many = { name: 'citizenship', codes: [{ code: 'total', parent: null }, { code: 'group:other', parent: 'total' }, ...codes.map((code) => ({ code, parent: 'group:other' }))] }
    const two = under('district', 'antwerp', 'liege')
    const crowded = textsOf(pictureOfRelease(reader, figureOf({ rows: 'citizenship', columns: 'district' }, [many, two], filled([many, two])), 'flows'))
    expect(codes.filter((code) => crowded.some((text) => text.startsWith(`${nameOfCode(reader, 'citizenship', code)}: `)))).toHaveLength(12)
    expect(crowded.join(' ')).toContain('3 more stand in the table')
    const groups = { name: 'citizenship', codes: [{ code: 'total', parent: null }, ...['group:eu', 'group:other'].map((code) => ({ code, parent: 'total' }))] }
    expect(textsOf(pictureOfRelease(reader, figureOf({ rows: 'citizenship-group', columns: 'district' }, [groups, two], filled([groups, two])), 'flows')).join(' ')).not.toContain('Romania')
  })

  test('names each line that it does not draw since all its figures are zero', () => {
    const others = under('sex', 'woman', 'man', 'other')
    const cells = filled([time, others]).map((cell, index) => (index % 4 === 3 ? 0 : cell))
    const said = textsOf(pictureOfRelease(reader, figureOf({ rows: 'year', columns: 'sex' }, [time, others], cells), 'lines')).join(' ')
    expect(said).toContain('Without a line, since every figure is zero: other.')
    expect(textsOf(pictureOfRelease(reader, byYear, 'lines')).join(' ')).not.toContain('Without a line')
  })

  test('draws nothing that depends on a hidden figure: there is none in what it is given, and a count does not compile', () => {
    const counted = CountedTable.parse({ dimensions: [sex], cells: [9, 6, 3] })
    // @ts-expect-error a count is no proven cell
    const wrong = (figure: Figure): string => pictureOfRelease(reader, { ...figure, table: counted }, 'bars')
    expect(wrong).toBeTypeOf('function')
  })

  test('has no style, no script and no address of a third party, and escapes what a label says', async () => {
    const districts = belgium.pack.offices.districts.map((each) => ({ ...each, label: { ...each.label, en: `<script>"x" & ${each.key}</script>\u0007` } }))
    const call = readerOf('en', { ...belgium, pack: { ...belgium.pack, offices: { ...belgium.pack.offices, districts } } })
    for (const kind of kindsFor(call, byPlace.table.dimensions)) {
      const picture = pictureOfRelease(call, byPlace, kind)
      expect(picture).not.toMatch(/<script|<style|style=|\u0007|href=/)
      expect([...picture.matchAll(/https?:\/\/[^\s"<]+/g)].map(([address]) => address).filter((address) => !/^(http:\/\/www\.w3\.org\/2000\/svg|https:\/\/ariadne\.example)/.test(address))).toEqual([])
      await drawnPng(picture)
    }
  }, 60_000)

  test('of a table where nobody is counted, where everything is hidden, or of one year alone is still a picture', async () => {
    const year = { name: 'time', codes: [{ code: '2026', parent: null }] }
    for (const cell of [0, 'hidden'] as const) {
      for (const dimensions of [[time, sex], [citizenship, district], [sex], [year]]) {
        for (const kind of kindsFor(reader, dimensions)) {
          const picture = pictureOfRelease(reader, figureOf({ rows: 'sex' }, dimensions, Array.from({ length: size(dimensions) }, () => cell)), kind)
          expect(picture, kind).not.toMatch(/NaN|Infinity|undefined|="-/)
        }
      }
    }
  })

  test('shows districts that are counted together with one letter and one figure', () => {
    const merged = under('district', ...belgium.pack.offices.districts.map(({ key }) => key).filter((key) => key !== 'namur' && key !== 'luxembourg'), 'namur+luxembourg', 'unknown')
    const texts = textsOf(pictureOfRelease(reader, figureOf({ rows: 'district' }, [merged], Array.from({ length: merged.codes.length }, (_, index) => 2_000 + index)), 'map'))
    expect(texts.filter((text) => text === `${2_000 + merged.codes.length - 2} a`)).toHaveLength(2)
    expect(texts.join(' ')).toContain('a: counted together: Namur + Luxembourg (province).')
  })
})

test('a picture of a live table says all over that it is not for release', () => {
  const picture = pictureOfCount(reader, { wish: { rows: 'sex', from: 2026, to: 2026 }, countedOn: byYear.countedOn, table: CountedTable.parse({ dimensions: [sex], cells: [9, 6, 3] }) }, 'bars')
  expect(textsOf(picture).filter((text) => text === 'Not for release.').length).toBeGreaterThan(4)
})

test('a crowd that asks for pictures is told to wait, and the same picture is drawn once', async () => {
  const pictureOf = (width: number) => `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="9"/>`
  const answers = await Promise.all(Array.from({ length: 30 }, (_, index) => pictures.asPng(pictureOf(10 + index))))
  expect(answers.filter((answer) => answer === 'busy')).toHaveLength(10)
  expect(await pictures.asPng(pictureOf(10))).toBe(answers[0])
})

test('the map of the world knows every country that an atlas draws by its code, each once', async () => {
  const { countryOfNumber } = await import('../../src/design/pictures/country-numbers.ts')
  const codes = [...countryOfNumber.values()]
  expect(new Set(codes).size).toBe(codes.length)
  const names = new Intl.DisplayNames('en', { type: 'region', fallback: 'none' })
  expect(codes.filter((code) => names.of(code) === undefined)).toEqual([])
  expect([countryOfNumber.get('056'), countryOfNumber.get('642'), countryOfNumber.get('704'), countryOfNumber.get('826')]).toEqual(['BE', 'RO', 'VN', 'GB'])
})
