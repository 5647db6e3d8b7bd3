import { pictures } from '#design'
import { cellAt, type Dimension } from '../domain/table.ts'
import { nameOfAxis, nameOfCode, type Reader } from './code-names.ts'
import { axisNamed, isCountry, leavesOf, shareAxes, tilesOf, upperOf, type Leaf, type PictureKind } from './picture-kinds.ts'
import { words } from './words.ts'

/** A figure as pictures take it. */
export type Value = number | 'hidden' | null
export type Grid = { readonly dimensions: readonly Dimension[]; readonly values: readonly Value[]; /** Months and years after this day have no figure yet. */ readonly countedOn: string }

export type Drawn = { readonly drawing: pictures.Drawing; readonly figures: pictures.FigureRows }
/** The places on some axes; the other axes stand at their total. */
type At = Readonly<Record<string, number>>

export const saysOfValue = ({ language }: Reader, value: Value): string => (value === null ? words(language)('not-known') : value === 'hidden' ? words(language)('hidden') : String(value))

const shownAt = (call: Reader, { dimensions, values }: Grid, label: string, at: At): pictures.Shown => {
  const value = values[cellAt(dimensions, dimensions.map(({ name }) => at[name] ?? 0))] ?? null
  return { label, value, says: saysOfValue(call, value) }
}

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
  return {
    drawing: pictures.lines(points.map((point) => named(call, 'time', point)), series, paper, { ...wordsOfPictures(call), gap: words(call.language)('picture.gap') }),
    figures: { headings: series.map(({ label }) => label), rows: points.map((point, index) => ({ label: named(call, 'time', point), says: series.map(({ figures }) => figures[index]?.says ?? '') })) },
    axes: ['time', ...(other ? [other.name] : [])],
  }
}

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

const drawMap: Drawer = (call, grid, paper) => {
  const say = words(call.language)
  const district = axisNamed(grid.dimensions, 'district') ?? nothing
  const leaves = leavesOf(district)
  const together = leaves.filter(({ code }) => code.includes('+'))
  const places = (tilesOf(call) ?? []).flatMap(({ key, row, column }) => {
    const leaf = leaves.find(({ code }) => code.split('+').includes(key))
    if (!leaf) return []
    // Districts that a release shows as one bear the same letter, and a line says which they are.
    const mark = leaf.code.includes('+') ? { mark: letterOf(together.indexOf(leaf)) } : {}
    return [{ ...shownAt(call, grid, nameOfCode(call, 'district', key), { district: leaf.place }), row, column, ...mark }]
  })
  const known = new Set((tilesOf(call) ?? []).map(({ key }) => key))
  const figures = along(call, grid, district, leaves)
  const apart = figures.filter((_, index) => !(leaves[index]?.code.split('+') ?? []).some((key) => known.has(key)))
  const about = [say('picture.tiles'), ...together.map((leaf, index) => say('picture.together', { mark: letterOf(index), names: named(call, 'district', leaf) }))].join(' ')
  return { drawing: pictures.tiles(places, apart, paper, { ...wordsOfPictures(call), aboutTiles: about }), figures: rowsOf(call, figures), axes: ['district'] }
}

const letterOf = (index: number): string => String.fromCodePoint(97 + index)

const drawWorld: Drawer = (call, grid, paper) => {
  const say = words(call.language)
  const { country } = call.installation.pack
  const citizenship = axisNamed(grid.dimensions, 'citizenship') ?? nothing
  const leaves = leavesOf(citizenship)
  const figures = along(call, grid, citizenship, leaves)
  const origins = figures.flatMap((figure, index) => { const code = leaves[index]?.code ?? ''; return isCountry(code) ? [{ ...figure, country: code }] : [] })
  const apart = figures.filter((_, index) => !isCountry(leaves[index]?.code ?? ''))
  const aboutWorld = say('picture.world', { country: country.name[call.language] })
  return { drawing: pictures.world(country.code.toUpperCase(), origins, apart, paper, { ...wordsOfPictures(call), aboutWorld, outlines: say('picture.outlines'), offMap: say('picture.off-map') }), figures: rowsOf(call, figures), axes: ['citizenship'] }
}

const drawFlows: Drawer = (call, grid, paper) => {
  const say = words(call.language)
  const [citizenship, district] = [axisNamed(grid.dimensions, 'citizenship') ?? nothing, axisNamed(grid.dimensions, 'district') ?? nothing]
  const [left, right] = [upperOf(citizenship), leavesOf(district)]
  const from = along(call, grid, citizenship, left)
  const to = along(call, grid, district, right)
  const cells = left.map((one) => right.map((other) => shownAt(call, grid, '', { citizenship: one.place, district: other.place })))
  return {
    drawing: pictures.flows({ from, to, cells }, paper, { ...wordsOfPictures(call), aboutFlows: say('picture.flows') }),
    figures: { headings: [...from.map(({ label }) => label), say('category.total')], rows: to.map(({ label, says }, column) => ({ label, says: [...cells.map((row) => row[column]?.says ?? ''), says] })) },
    axes: ['citizenship', 'district'],
  }
}

const drawers: Readonly<Record<PictureKind, Drawer>> = { bars: drawBars, shares: drawShares, lines: drawLines, map: drawMap, world: drawWorld, flows: drawFlows }
