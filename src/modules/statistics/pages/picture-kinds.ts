import { pictures } from '#design'
import type { Fields } from '#platform/doors/page'
import { isClocks, isTime } from '../domain/fact-dimensions.ts'
import type { Dimension } from '../domain/table.ts'
import type { Reader } from './code-names.ts'

/** The ways in which a table can be drawn; the address of a picture ends in one. */
export const pictureKinds = ['bars', 'shares', 'lines', 'map', 'place-map', 'world', 'place-world', 'flows'] as const
export type PictureKind = (typeof pictureKinds)[number]

export type Leaf = { readonly code: string; readonly place: number }

/** The categories that have none below them. */
export const leavesOf = ({ codes }: Dimension): readonly Leaf[] =>
  codes.flatMap(({ code }, place) => (codes.some(({ parent }) => parent === code) ? [] : [{ code, place }]))

/** The categories right below the total. */
export const upperOf = ({ codes }: Dimension): readonly Leaf[] => codes.flatMap(({ code, parent }, place) => (parent !== null && parent === codes[0]?.code ? [{ code, place }] : []))

export const axisNamed = (dimensions: readonly Dimension[], name: string): Dimension | undefined => dimensions.find((each) => each.name === name)
export const isCountry = (code: string): boolean => /^[A-Z]{2}$/.test(code)

const isAsked = ({ name }: Dimension): boolean => isTime(name) || isClocks(name)

/** The axes of the bars of shares: which one gives the bars, and which one cuts them. One fact alone cuts the one bar of everybody. */
export function shareAxes([rows, columns]: readonly Dimension[]): { readonly bars: Dimension | null; readonly parts: Dimension } | undefined {
  const fits = (parts: Dimension | undefined): parts is Dimension => parts !== undefined && leavesOf(parts).length > 1 && leavesOf(parts).length <= pictures.mostPatterns
  if (!columns) return fits(rows) ? { bars: null, parts: rows } : undefined
  if (!rows) return undefined
  // How long it took, or whether clocks were kept, is what the others are asked about.
  if (isAsked(rows) && !isAsked(columns) && fits(rows)) return { bars: columns, parts: rows }
  return fits(columns) ? { bars: rows, parts: columns } : fits(rows) ? { bars: columns, parts: rows } : undefined
}

/** Each district of the country with its tile; undefined where the country has not said where they lie. */
export function tilesOf({ installation }: Reader): readonly { readonly key: string; readonly row: number; readonly column: number }[] | undefined {
  const placed = installation.pack.offices.districts.map(({ key, tile }) => (tile ? { key, ...tile } : undefined))
  return placed.length > 1 && placed.every((each) => each !== undefined) ? placed : undefined
}

/** How a table can be drawn, the usual way first: years and months as a line, waits and clocks as shares, everything else as bars. */
export function kindsFor(call: Reader, dimensions: readonly Dimension[]): readonly PictureKind[] {
  const time = axisNamed(dimensions, 'time')
  const citizenship = axisNamed(dimensions, 'citizenship')
  const district = axisNamed(dimensions, 'district')
  const place = axisNamed(dimensions, 'exploited-in')
  const placeNames = place ? leavesOf(place).flatMap(({ code }) => code.split('+')) : []
  const fits: Readonly<Record<PictureKind, boolean>> = {
    bars: true, shares: shareAxes(dimensions) !== undefined, lines: time !== undefined && leavesOf(time).length > 1, map: district !== undefined && tilesOf(call) !== undefined,
    'place-map': tilesOf(call)?.some(({ key }) => placeNames.includes(key)) ?? false,
    world: citizenship !== undefined && citizenship.codes.some(({ code }) => isCountry(code)), 'place-world': placeNames.some(isCountry),
    flows: citizenship !== undefined && (place ?? district) !== undefined,
  }
  const kinds = pictureKinds.filter((kind) => fits[kind])
  const usual = dimensions[0]?.name === 'time' && fits.lines ? 'lines' : fits.shares && dimensions.some(isAsked) ? 'shares' : 'bars'
  return [usual, ...kinds.filter((kind) => kind !== usual)]
}

/** The kind that an address asks for, where it fits; otherwise the usual one. */
export const kindAsked = ({ chart }: Fields, kinds: readonly PictureKind[]): PictureKind => kinds.find((kind) => kind === chart) ?? kinds[0] ?? 'bars'
