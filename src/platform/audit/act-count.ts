import type { ActOutcome } from './act-line.ts'

const counts = new Map<ActOutcome, number>()

/** How many lines this process has written since its start, by outcome; for the metrics, without whose they were. */
export const actsByOutcome = (): readonly (readonly [ActOutcome, number])[] => [...counts]

export const countAct = (outcome: ActOutcome): void => void counts.set(outcome, (counts.get(outcome) ?? 0) + 1)
