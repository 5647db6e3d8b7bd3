import { everybody, type Parting } from '../domain/parts.ts'
import type { Wait } from '../domain/waits.ts'
import { nameOfCode, type Reader } from './code-names.ts'
import { words } from './words.ts'

const axes: Readonly<Record<Parting, string>> = { none: 'total', sex: 'sex', age: 'age', year: 'time' }

/** What a part of the people is called. */
export const nameOfPart = (call: Reader, by: Parting, part: string): string => (part === everybody ? words(call.language)('progress.all') : nameOfCode(call, axes[by], part))

export const nameOfPlace = (call: Reader, place: string): string => nameOfCode(call, 'reached', place)

export const nameOfWait = ({ installation, language }: Reader, wait: string): string => installation.counting.waits.spans.find(({ key }) => key === wait)?.label[language] ?? wait

export const nameOfStep = ({ installation, language }: Reader, step: string): string => installation.pack.procedure.steps.find(({ key }) => key === step)?.label[language] ?? step

/** A clock is a period of the procedure, or the answer to a referral. */
/** Whoever asks for the name of a clock: its language, and the country whose clocks they are. */
export type ClockReader = Pick<Reader, 'language'> & { readonly installation: Pick<Reader['installation'], 'pack'> }
export const nameOfClock = ({ installation: { pack }, language }: ClockReader, clock: string): string => [...pack.procedure.periods, pack.country.referralAnswer].find(({ key }) => key === clock)?.label[language] ?? clock

/** Where somebody stands, and the ground on which it ended where one was given. */
export function nameOfEnding(call: Reader, { state, ground }: { readonly state: string; readonly ground: string | null }): string {
  const said = ground === null ? undefined : call.installation.pack.procedure.grounds.find(({ key }) => key === ground)?.label[call.language]
  return [nameOfCode(call, 'state', state), ...(said === undefined ? [] : [said])].join(': ')
}

export const yearsIn = ({ from, to }: { readonly from: number; readonly to: number }): string => (from === to ? String(from) : `${from}–${to}`)

/** A share in whole per cents; of nobody there is none. */
export const shareOf = ({ language }: Reader, some: number, all: number): string => (all === 0 ? '–' : new Intl.NumberFormat(language, { style: 'percent', maximumFractionDigits: 0 }).format(some / all))

/** A quantile in days; where nobody knows it yet, that it is longer than the longest wait so far. */
export const daysSaid = ({ met, waiting, left, horizon }: Pick<Wait, 'met' | 'waiting' | 'left' | 'horizon'>, days: number | null): string => (days !== null ? String(days) : met + waiting + left === 0 ? '–' : `> ${horizon ?? 0}`)
