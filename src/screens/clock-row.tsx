import type { ComponentChildren } from 'preact'
import { day, daysBetween } from '#vocabulary/day'
import type { Language } from '#vocabulary/language'
import { Chip, type Tone } from './showing.tsx'
import { words } from './sentences.ts'

export type ClockLevel = 'quiet' | 'warning' | 'due' | 'late' | 'suspended'

const tones: Readonly<Record<ClockLevel, Tone>> = { quiet: 'calm', warning: 'soon', due: 'soon', late: 'late', suspended: 'plain' }

/** How long a clock still runs, or by how much it is late, in words. */
export function ClockChip({ language, level, days }: { readonly language: Language; readonly level: ClockLevel; readonly days: number }) {
  const say = words(language)
  const said = { late: () => say('days-late', { count: days }), due: () => say('due-today'), suspended: () => say('suspended'), quiet: () => say('days-left', { count: days }), warning: () => say('days-left', { count: days }) }[level]()
  return <Chip tone={tones[level]}>{said}</Chip>
}

type Props = {
  readonly language: Language
  readonly title: string
  readonly note: ComponentChildren
  readonly level: ClockLevel
  readonly days: number
  readonly startsOn: string
  readonly endsOn: string
  readonly today: string
}

/** One legal period: what it is, its article, how much of it has passed. */
export function ClockRow({ language, title, note, level, days, startsOn, endsOn, today }: Props) {
  const whole = Math.max(1, daysBetween(day(startsOn), day(endsOn)))
  const passed = Math.min(100, Math.max(0, (daysBetween(day(startsOn), day(today)) / whole) * 100))
  const tone = level === 'late' ? ' clock--late' : level === 'warning' || level === 'due' ? ' clock--soon' : ''
  return (
    <li class={`clock${tone}`}>
      <div class="clock__head"><span class="strong">{title}</span><ClockChip language={language} level={level} days={days} /></div>
      <div class="small">{note}</div>
      <svg viewBox="0 0 100 4" preserveAspectRatio="none" aria-hidden="true"><rect class="clock__ground" width="100" height="4" /><rect class="clock__run" width={passed.toFixed(1)} height="4" /></svg>
    </li>
  )
}

export const ClockList = ({ children }: { readonly children: ComponentChildren }) => <ul class="clocks">{children}</ul>
