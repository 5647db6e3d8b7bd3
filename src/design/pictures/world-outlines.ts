import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { feature } from 'topojson-client'
import { countryOfNumber } from './country-numbers.ts'

type Point = readonly [x: number, y: number]
/** A country: its path in halves of the drawing's unit, empty where it is too small to be seen, and its middle in units. */
export type Outline = { readonly country: string | null; readonly path: string; readonly middle: Point }

/** A coast may miss by so much, in units of the drawing: less than a screen shows. */
const tolerance = 0.9
/** Islands of less than this many square units are left out, and countries of less than this many. */
const [smallestIsland, smallestCountry] = [5, 0.5]
/** The drawn world is as wide as this, and as tall. */
export const worldWidth = 960
export const worldHeight = 430

const [a1, a2, a3, a4] = [1.340264, -0.081106, 0.000893, 0.003796]
const root = Math.sqrt(3)
// The Equal Earth projection (Šavrič, Patterson and Jenny 2018): a country is as large as it is, so that none looks as if it counted more.
function projected([longitude, latitude]: readonly number[]): Point {
  const turned = Math.asin((root / 2) * Math.sin(((latitude ?? 0) * Math.PI) / 180))
  const [two, six] = [turned ** 2, turned ** 6]
  const x = (2 * root * (((longitude ?? 0) * Math.PI) / 180) * Math.cos(turned)) / (3 * (9 * a4 * six * two + 7 * a3 * six + 3 * a2 * two + a1))
  const y = turned * (a4 * six * two + a3 * six + a2 * two + a1)
  const scale = worldWidth / 5.42
  return [worldWidth / 2 + x * scale, 240 - y * scale]
}

/** A ring that crosses the line of dates goes on beyond it, instead of leaping over the whole world. */
function unbroken(ring: readonly (readonly number[])[]): readonly (readonly number[])[] {
  let last: number | undefined
  return ring.map(([longitude = 0, latitude = 0]) => {
    const turn = last === undefined ? 0 : Math.round((last - longitude) / 360) * 360
    last = longitude + turn
    return [last, latitude]
  })
}

/** The area of a ring, and its middle by weight. */
function weighed(ring: readonly Point[]): { readonly area: number; readonly middle: Point } {
  let [twice, x, y] = [0, 0, 0]
  for (const [index, [x0, y0]] of ring.entries()) {
    const [x1, y1] = ring[(index + 1) % ring.length] ?? [x0, y0]
    const cross = x0 * y1 - x1 * y0
    twice += cross; x += (x0 + x1) * cross; y += (y0 + y1) * cross
  }
  return twice === 0 ? { area: 0, middle: ring[0] ?? [0, 0] } : { area: Math.abs(twice / 2), middle: [x / (3 * twice), y / (3 * twice)] }
}

/** The points of a line without which it would leave its course by more than the tolerance (Douglas and Peucker 1973). */
function thinned(line: readonly Place[]): readonly Place[] {
  const [first, last] = [line[0], line.at(-1)]
  if (!first || !last || line.length < 3) return line
  // A ring that ends where it began has no course of its own: it is measured from its farthest point.
  const isRing = Math.hypot(last.at[0] - first.at[0], last.at[1] - first.at[1]) < 1e-9
  const away = line.map(({ at: [x, y] }) => {
    const [dx, dy] = [last.at[0] - first.at[0], last.at[1] - first.at[1]]
    return isRing ? Math.hypot(x - first.at[0], y - first.at[1]) : Math.abs(dx * (y - first.at[1]) - dy * (x - first.at[0])) / Math.hypot(dx, dy)
  })
  const farthest = away.reduce((most, each, index) => (each > (away[most] ?? 0) ? index : most), 0)
  if ((away[farthest] ?? 0) <= tolerance) return isRing ? line.filter((_, index) => index === 0 || index === farthest || index === line.length - 1) : [first, last]
  return [...thinned(line.slice(0, farthest + 1)), ...thinned(line.slice(farthest)).slice(1)]
}

/** A place on the globe, and where it is drawn. */
type Place = { readonly degrees: readonly number[]; readonly at: Point }

/** A ring as a path in halves, each point from the one before. */
function pathOf(ring: readonly Point[]): string {
  const points = ring.slice(0, -1).map(([x, y]) => [Math.round(x * 2), Math.round(y * 2)] as const)
  const [first, ...rest] = points.filter(([x, y], index) => index === 0 || x !== points[index - 1]?.[0] || y !== points[index - 1]?.[1])
  if (!first || rest.length < 2) return ''
  return `M${first.join(' ')}l${rest.map(([x, y], index) => { const [x0, y0] = rest[index - 1] ?? first; return `${x - x0} ${y - y0}` }).join(' ')}z`.replaceAll(' -', '-')
}

let drawn: readonly Outline[] | undefined

/** The countries of the world, drawn once: Natural Earth's outlines from world-atlas, without Antarctica. */
export function worldOutlines(): readonly Outline[] {
  drawn ??= outlines()
  return drawn
}

type Atlas = Parameters<typeof feature>[0]
/** The atlas with fewer points: each border is thinned once, so that neighbours still meet. */
function coarser(atlas: Atlas): Atlas {
  const { scale: [kx, ky], translate: [dx, dy] } = atlas.transform ?? { scale: [1, 1], translate: [0, 0] }
  const arcs = atlas.arcs.map((arc) => {
    let [x, y] = [0, 0]
    const degrees = arc.map(([stepX = 0, stepY = 0]) => [(x += stepX) * kx + dx, (y += stepY) * ky + dy])
    return thinned(unbroken(degrees).map((place): Place => ({ degrees: place, at: projected(place) }))).map(({ degrees: kept }) => [...kept])
  })
  return { ...atlas, arcs, transform: undefined } as unknown as Atlas
}

function outlines(): readonly Outline[] {
  const file = createRequire(import.meta.url).resolve('world-atlas/countries-50m.json')
  const atlas = coarser(JSON.parse(readFileSync(file, 'utf8')) as Atlas)
  const countries = atlas.objects['countries']
  if (!countries) throw new Error('the atlas has no countries')
  const all = feature(atlas, countries)
  return ('features' in all ? all.features : [all]).flatMap(({ id, geometry }): Outline[] => {
    const country = id === undefined ? null : (countryOfNumber.get(String(id)) ?? null)
    if (country === 'AQ' || (geometry.type !== 'Polygon' && geometry.type !== 'MultiPolygon')) return []
    const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates
    const rings = polygons.flatMap((polygon) => polygon.slice(0, 1)).map((ring) => unbroken(ring).map(projected)).map((ring) => ({ ring, ...weighed(ring) })).toSorted((a, b) => b.area - a.area)
    return [{ country, path: rings.filter(({ area }, index) => area > (index === 0 ? smallestCountry : smallestIsland)).map(({ ring }) => pathOf(ring)).join(''), middle: rings[0]?.middle ?? [0, 0] }]
  })
}
