import { rulesFor } from '#law'
import { Opening, replay, StepTaken } from '#protection'
import { readCountry } from '../src/main/country-pack.ts'
import { readStories } from '../src/main/stories/read-stories.ts'
import { inputOfStep } from '../src/main/stories/replay-story.ts'
import { load, numberOption, printTable } from './bench-home.ts'

// Works out where a million people stand from the steps of their files, read as they lie in the database: one core, nothing remembered between files.
const files = numberOption('files', 1_000_000)
const pack = readCountry('be')
const stored = readStories().map((story) => JSON.stringify({
  opening: { openedOn: story.opened, variant: story.variant, facts: story.facts },
  steps: story.steps.filter(({ refused }) => !refused).map((step) => ({ step: step.step, by: step.by, on: step.on, input: inputOfStep(pack, step) })),
}))

type Stored = { readonly opening: unknown; readonly steps: readonly unknown[] }
const parsed = stored.map((text) => {
  const { opening, steps } = JSON.parse(text) as Stored
  return { opening: Opening.parse(opening), steps: steps.map((step) => StepTaken.parse(step)) }
})

function measure(one: (index: number) => { readonly steps: number; readonly isWhole: boolean }): readonly [number, number, number] {
  for (let index = 0; index < 2_000; index += 1) one(index)
  const before = process.cpuUsage()
  let [steps, lost] = [0, 0]
  for (let index = 0; index < files; index += 1) {
    const done = one(index)
    steps += done.steps
    if (!done.isWhole) lost += 1
  }
  const { user, system } = process.cpuUsage(before)
  return [(user + system) / 1e6, steps, lost]
}

const replayed = ({ opening, steps }: (typeof parsed)[number]) => {
  const procedure = replay(rulesFor(pack, opening.openedOn), opening, steps)
  return { steps: steps.length, isWhole: procedure.standing !== 'indeterminate' }
}
const engine = measure((index) => replayed(parsed[index % parsed.length] ?? { opening: {} as Opening, steps: [] }))
const whole = measure((index) => {
  const { opening, steps } = JSON.parse(stored[index % stored.length] ?? '') as Stored
  return replayed({ opening: Opening.parse(opening), steps: steps.map((step) => StepTaken.parse(step)) })
})

console.log(`\n${new Date().toISOString()}, load ${load()}\n`)
printTable(['what', 'files', 'steps', 'processor seconds', 'steps a second', 'indeterminate'], ([['replay alone', engine], ['read from JSON, checked, replayed', whole]] as const).map(([what, [seconds, steps, lost]]) =>
  [what, files, steps, seconds.toFixed(1), Math.round(steps / seconds), lost]))
