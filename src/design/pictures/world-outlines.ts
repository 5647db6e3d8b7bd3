import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { feature } from 'topojson-client'
import { countryOfNumber } from './country-numbers.ts'

type Point = readonly [x: number, y: number]
/** A country: its path in tenths of the drawing, and its middle. */
export type Outline = { readonly country: string | null; readonly path: string; readonly middle: Point }

/** In tenths. */
const nearest = 12
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

/** A ring as a path in tenths, each point from the one before; points nearer than a step say nothing at this size. */
function pathOf(ring: readonly Point[]): string {
  const kept: Point[] = []
  for (const [x, y] of ring) {
    const point = [Math.round(x * 10), Math.round(y * 10)] as const
    const last = kept.at(-1)
    if (!last || Math.hypot(point[0] - last[0], point[1] - last[1]) >= nearest) kept.push(point)
  }
  const [first, ...rest] = kept
  if (!first || rest.length < 2) return ''
  return `M${first.join(' ')}l${rest.map(([x, y], index) => { const [x0, y0] = kept[index] ?? first; return `${x - x0} ${y - y0}` }).join(' ').replaceAll(' -', '-')}z`
}

let drawn: readonly Outline[] | undefined

/** The countries of the world, drawn once: Natural Earth's outlines from world-atlas, without Antarctica. */
export function worldOutlines(): readonly Outline[] {
  drawn ??= outlines()
  return drawn
}

function outlines(): readonly Outline[] {
  const file = createRequire(import.meta.url).resolve('world-atlas/countries-50m.json')
  const atlas = JSON.parse(readFileSync(file, 'utf8')) as Parameters<typeof feature>[0]
  const countries = atlas.objects['countries']
  if (!countries) throw new Error('the atlas has no countries')
  const all = feature(atlas, countries)
  return ('features' in all ? all.features : [all]).flatMap(({ id, geometry }): Outline[] => {
    const country = id === undefined ? null : (countryOfNumber.get(String(id)) ?? null)
    if (country === 'AQ' || (geometry.type !== 'Polygon' && geometry.type !== 'MultiPolygon')) return []
    const polygons = geometry.type === 'Polygon' ? [geometry.coordinates] : geometry.coordinates
    const rings = polygons.flatMap((polygon) => polygon.slice(0, 1)).map((ring) => unbroken(ring).map(projected))
    const largest = rings.map((ring) => ({ ring, ...weighed(ring) })).toSorted((a, b) => b.area - a.area)
    return [{ country, path: largest.filter(({ area }) => area > 1.5).map(({ ring }) => pathOf(ring)).join(''), middle: largest[0]?.middle ?? [0, 0] }]
  })
}
