import type { PictureWords, Shown } from './drawing.ts'

const tones = ['#d5e5e8', '#9fc3c9', '#3b7884', '#0d4f5c'] as const

export type Class = { readonly from: number; readonly to: number; readonly tone: string; readonly isDark: boolean }

/** Few classes that are told apart in grey. Their limits are figures of the table, so that a key says no number that does not stand there. */
export function classesOf(figures: readonly Shown[]): readonly Class[] {
  const known = [...new Set(figures.flatMap(({ value }) => (typeof value === 'number' && value > 0 ? [value] : [])))].toSorted((a, b) => a - b)
  const count = Math.min(tones.length, known.length)
  return Array.from({ length: count }, (_, index) => {
    const own = known.slice(Math.floor((index * known.length) / count), Math.floor(((index + 1) * known.length) / count))
    const place = count === 1 ? 2 : Math.round((index * (tones.length - 1)) / (count - 1))
    return { from: own[0] ?? 0, to: own.at(-1) ?? 0, tone: tones[place] ?? tones[0], isDark: place >= 2 }
  })
}

export const classOf = (classes: readonly Class[], value: number): Class | undefined => classes.find(({ from, to }) => value >= from && value <= to)

export const labelOf = ({ from, to }: Class, say: PictureWords): string => (from === to ? String(from) : say.fromTo(from, to))
