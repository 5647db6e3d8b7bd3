import { pictures } from '#design'
import { cellAt, type Dimension } from '../domain/table.ts'
import { nameOfAxis, nameOfCode, type Reader } from './code-names.ts'
import { axisNamed, isCountry, leavesOf, shareAxes, tilesOf, upperOf, type Leaf, type PictureKind } from './picture-kinds.ts'
import { words } from './words.ts'

/** A figure as pictures take it; null where it is not known. */
export type Value = number | 'hidden' | 'not-collected' | null
export type Grid = { readonly dimensions: readonly Dimension[]; readonly values: readonly Value[]; /** Months and years after this day have no figure yet. */ readonly countedOn: string }

export type Drawn = { readonly drawing: pictures.Drawing; readonly figures: pictures.FigureRows }
/** The places on some axes; the other axes stand at their total. */
type At = Readonly<Record<string, number>>

export function saysOfValue({ language }: Reader, value: Value): string {
  const say = words(language)
  return value === null ? say('not-known') : value === 'hidden' ? say('hidden') : value === 'not-collected' ? say('handover.state.not-collected') : String(value)
}

/** A figure as drawings take it: where there is none, nothing is drawn, and it is said why. */
export const shownAs = (call: Reader, label: string, value: Value): pictures.Shown => ({ label, value: value === 'not-collected' ? null : value, says: saysOfValue(call, value) })

const shownAt = (call: Reader, { dimensions, values }: Grid, label: string, at: At): pictures.Shown => shownAs(call, label, values[cellAt(dimensions, dimensions.map(({ name }) => at[name] ?? 0))] ?? null)

/** The words that all drawings share. */
export const wordsOfPictures = ({ language }: Reader): pictures.PictureWords => {
  const say = words(language)
  return { hidden: say('hidden'), aboutHidden: say('picture.hidden'), fromTo: (from, to) => say('picture.from-to', { from, to }) }
}

/** Draws a table in one of the ways that fit it, on a paper of any width; with the figures as rows, for drawings that do not write each one. */
export function drawn(call: Reader, grid: Grid, kind: PictureKind, paper: pictures.Paper): Drawn {
  const { drawing, figures, axes } = drawers[kind](call, grid, paper)
  const others = grid.dimensions.filter(({ name }) => !axes.includes(name))
  const notes = others.length === 0 ? [] : [words(call.language)('picture.all-of', { facts: others.map(({ name }) => nameOfAxis(call, name)).join(', ') })]
  return { drawing: { ...drawing, notes: [...notes, ...drawing.notes] }, figures }
}

type Drawer = (call: Reader, grid: Grid, paper: pictures.Paper) => Drawn & { readonly axes: readonly string[] }

const named = (call: Reader, axis: string, { code }: Leaf): string => nameOfCode(call, axis, code)
const persons = (call: Reader): string => words(call.language)('persons')
const rowsOf = (call: Reader, figures: readonly pictures.Shown[]): pictures.FigureRows => ({ headings: [persons(call)], rows: figures.map(({ label, says }) => ({ label, says: [says] })) })
const nothing: Dimension = { name: '', codes: [] }

/** The figures of one axis, everything else at its total. */
const along = (call: Reader, grid: Grid, { name }: Dimension, leaves: readonly Leaf[]): readonly pictures.Shown[] =>
  leaves.map((leaf) => shownAt(call, grid, named(call, name, leaf), { [name]: leaf.place }))

const drawBars: Drawer = (call, grid, paper) => {
  const rows = grid.dimensions[0] ?? nothing
  const figures = along(call, grid, rows, leavesOf(rows))
  return { drawing: pictures.bars(figures, paper, wordsOfPictures(call)), figures: rowsOf(call, figures), axes: [rows.name] }
}

const drawLines: Drawer = (call, grid, paper) => {
  const time = axisNamed(grid.dimensions, 'time') ?? nothing
  const other = grid.dimensions.find((each) => each.name !== 'time' && leavesOf(each).length <= pictures.mostSeries)
  const points = leavesOf(time).filter(({ code }) => code <= grid.countedOn.slice(0, code.length))
  const leaves = other ? leavesOf(other) : [{ code: 'total', place: 0 }]
  const all = leaves.map((leaf) => ({
    label: other ? named(call, other.name, leaf) : words(call.language)('category.total'),
    figures: points.map((point) => shownAt(call, grid, named(call, 'time', point), { time: point.place, ...(other ? { [other.name]: leaf.place } : {}) })),
  }))
  // A line of nothing but zeros hides the others; the table has it.
  const risen = all.filter(({ figures }) => figures.some(({ value }) => value !== 0))
  const series = risen.length > 0 ? risen : all.slice(0, 1)
  const flat = all.filter((each) => !series.includes(each)).map(({ label }) => label)
  const drawing = pictures.lines(points.map((point) => named(call, 'time', point)), series, paper, { ...wordsOfPictures(call), gap: words(call.language)('picture.gap') })
  return {
    drawing: { ...drawing, notes: [...(flat.length > 0 ? [words(call.language)('picture.flat', { list: listed(call, flat) })] : []), ...drawing.notes] },
    figures: { headings: series.map(({ label }) => label), rows: points.map((point, index) => ({ label: named(call, 'time', point), says: series.map(({ figures }) => figures[index]?.says ?? '') })) },
    axes: ['time', ...(other ? [other.name] : [])],
  }
}

const listed = ({ language }: Reader, names: readonly string[]): string => new Intl.ListFormat(language, { type: 'conjunction' }).format(names)

const drawShares: Drawer = (call, grid, paper) => {
  const { bars, parts } = shareAxes(grid.dimensions) ?? { bars: null, parts: nothing }
  const leaves = leavesOf(parts)
  const everybody: Leaf = { code: 'total', place: 0 }
  const bar = (leaf: Leaf, label: string) => {
    const at: At = bars ? { [bars.name]: leaf.place } : {}
    return { label, total: shownAt(call, grid, label, at), parts: leaves.map((part) => shownAt(call, grid, named(call, parts.name, part), { ...at, [parts.name]: part.place })) }
  }
  const rows = [bar(everybody, words(call.language)('category.total')), ...(bars ? leavesOf(bars).filter(({ place }) => place !== 0).map((leaf) => bar(leaf, named(call, bars.name, leaf))) : [])]
  const labels = leaves.map((leaf) => named(call, parts.name, leaf))
  return {
    drawing: pictures.shares(labels, rows, paper, wordsOfPictures(call)),
    figures: { headings: [...labels, words(call.language)('category.total')], rows: rows.map(({ label, total, parts: own }) => ({ label, says: [...own.map(({ says }) => says), total.says] })) },
    axes: [...(bars ? [bars.name] : []), parts.name],
  }
}

/** The districts of an axis on their tiles: where somebody was found, or where she was exploited. */
const drawTiles = (axis: 'district' | 'exploited-in'): Drawer => (call, grid, paper) => {
  const say = words(call.language)
  const district = axisNamed(grid.dimensions, axis) ?? nothing
  const leaves = leavesOf(district)
  const together = leaves.filter(({ code }) => code.includes('+'))
  const places = (tilesOf(call) ?? []).flatMap(({ key, row, column }) => {
    const leaf = leaves.find(({ code }) => code.split('+').includes(key))
    if (!leaf) return []
    // Districts that a release shows as one bear the same letter, and a line says which they are.
    const mark = leaf.code.includes('+') ? { mark: letterOf(together.indexOf(leaf)) } : {}
    return [{ ...shownAt(call, grid, nameOfCode(call, axis, key), { [axis]: leaf.place }), row, column, ...mark }]
  })
  const known = new Set((tilesOf(call) ?? []).map(({ key }) => key))
  const figures = along(call, grid, district, leaves)
  const apart = figures.filter(({ value }, index) => value !== 0 && !(leaves[index]?.code.split('+') ?? []).some((key) => known.has(key)))
  const about = [say(axis === 'district' ? 'picture.found-in' : 'picture.exploited-in'), say('picture.tiles'), ...together.map((leaf, index) => say('picture.together', { mark: letterOf(index), names: named(call, axis, leaf) }))].join(' ')
  return { drawing: pictures.tiles(places, apart, paper, { ...wordsOfPictures(call), aboutTiles: about }), figures: rowsOf(call, figures), axes: [axis] }
}

const letterOf = (index: number): string => String.fromCodePoint(97 + index)

/** The countries of an axis, each shaded, and what stands on no map. */
function countriesOf(call: Reader, grid: Grid, axis: Dimension) {
  const leaves = leavesOf(axis)
  const figures = along(call, grid, axis, leaves)
  const shaded = figures.flatMap((figure, index) => { const { code = '', place = 0 } = leaves[index] ?? {}; return isCountry(code) ? [{ ...figure, country: code, place }] : [] })
  return { figures, shaded, apart: figures.filter((_, index) => !isCountry(leaves[index]?.code ?? '')) }
}

/** The country's own districts together, as one place of the world. */
const homeOf = (call: Reader, { codes }: Dimension) => codes.flatMap(({ code }, place) => (code === 'here' ? [{ country: call.installation.pack.country.code.toUpperCase(), place }] : []))
const aboutOutlines = ({ language }: Reader) => ({ outlines: words(language)('picture.outlines'), offMap: words(language)('picture.off-map') })

/** Lines from each citizenship to where its people were exploited, or, where the table does not say so, to the country that found them. */
const drawWorld: Drawer = (call, grid, paper) => {
  const say = words(call.language)
  const { country } = call.installation.pack
  const home = country.code.toUpperCase()
  const citizenship = axisNamed(grid.dimensions, 'citizenship') ?? nothing
  const place = axisNamed(grid.dimensions, 'exploited-in')
  const { figures, shaded, apart } = countriesOf(call, grid, citizenship)
  const ends = place ? [...homeOf(call, place), ...leavesOf(place).flatMap((leaf) => (isCountry(leaf.code) ? [{ country: leaf.code, place: leaf.place }] : []))] : []
  const lines = shaded.flatMap((origin) => (place
    ? ends.map((end) => ({ from: origin.country, to: end.country, figure: shownAt(call, grid, '', { citizenship: origin.place, 'exploited-in': end.place }) }))
    : [{ from: origin.country, to: home, figure: origin }]))
  const aboutWorld = place ? say('picture.world-exploited') : say('picture.world', { country: country.name[call.language] })
  return { drawing: pictures.world({ home, shaded, lines, apart }, paper, { ...wordsOfPictures(call), ...aboutOutlines(call), aboutWorld }), figures: rowsOf(call, figures), axes: ['citizenship', ...(place ? ['exploited-in'] : [])] }
}

const drawPlaceWorld: Drawer = (call, grid, paper) => {
  const place = axisNamed(grid.dimensions, 'exploited-in') ?? nothing
  const { shaded } = countriesOf(call, grid, place)
  const apart = along(call, grid, place, leavesOf(place).filter(({ code, place: at }) => !isCountry(code) && code !== 'here' && place.codes[at]?.parent !== 'here'))
  const own = homeOf(call, place).map(({ country, place: at }) => ({ ...shownAt(call, grid, nameOfCode(call, 'citizenship', country), { 'exploited-in': at }), country }))
  const home = own[0]?.country ?? ''
  return { drawing: pictures.world({ home, shaded: [...own, ...shaded], lines: [], apart }, paper, { ...wordsOfPictures(call), ...aboutOutlines(call), aboutWorld: words(call.language)('picture.exploited-in') }), figures: rowsOf(call, [...own, ...shaded, ...apart]), axes: ['exploited-in'] }
}

/** More would be bands that nobody can follow. */
const mostOrigins = 12

/** Where flows come from: the groups where the table has no more, and otherwise its countries, of which the largest are drawn where they are many. */
function originsOf(call: Reader, grid: Grid, citizenship: Dimension): { readonly left: readonly Leaf[]; readonly leftOut: number } {
  const leaves = leavesOf(citizenship)
  if (!leaves.some(({ code }) => isCountry(code))) return { left: upperOf(citizenship), leftOut: 0 }
  const met = leaves.map((leaf) => ({ leaf, value: shownAt(call, grid, '', { citizenship: leaf.place }).value })).filter(({ value }) => value !== 0)
  const largest = new Set(met.toSorted((one, other) => valueOr0(other.value) - valueOr0(one.value)).slice(0, mostOrigins))
  return { left: met.filter((each) => largest.has(each)).map(({ leaf }) => leaf), leftOut: met.length - largest.size }
}
const valueOr0 = (value: Value): number => (typeof value === 'number' ? value : 0)

const drawFlows: Drawer = (call, grid, paper) => {
  const say = words(call.language)
  const citizenship = axisNamed(grid.dimensions, 'citizenship') ?? nothing
  const exploited = axisNamed(grid.dimensions, 'exploited-in')
  const end = exploited ?? axisNamed(grid.dimensions, 'district') ?? nothing
  const { left, leftOut } = originsOf(call, grid, citizenship)
  // A place without anybody takes the room of the others; the table has its zero.
  const all = leavesOf(end).map((leaf) => ({ leaf, figure: shownAt(call, grid, named(call, end.name, leaf), { [end.name]: leaf.place }) }))
  const met = all.filter(({ figure }) => figure.value !== 0)
  const right = met.length > 0 ? met : all
  const from = along(call, grid, citizenship, left)
  const to = right.map(({ figure }) => figure)
  const cells = left.map((one) => right.map(({ leaf }) => shownAt(call, grid, '', { citizenship: one.place, [end.name]: leaf.place })))
  const drawing = pictures.flows({ from, to, cells }, paper, { ...wordsOfPictures(call), aboutFlows: say(exploited ? 'picture.flows-exploited' : 'picture.flows') })
  return {
    drawing: { ...drawing, notes: [...(leftOut > 0 ? [say('picture.origins-left-out', { count: leftOut })] : []), ...drawing.notes] },
    figures: { headings: [...from.map(({ label }) => label), say('category.total')], rows: to.map(({ label, says }, column) => ({ label, says: [...cells.map((row) => row[column]?.says ?? ''), says] })) },
    axes: ['citizenship', end.name],
  }
}

const drawers: Readonly<Record<PictureKind, Drawer>> = {
  bars: drawBars, shares: drawShares, lines: drawLines, map: drawTiles('district'), 'place-map': drawTiles('exploited-in'), world: drawWorld, 'place-world': drawPlaceWorld, flows: drawFlows,
}
