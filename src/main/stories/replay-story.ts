import { isRefusal } from '#vocabulary/refusal'
import { rulesFor, type InputKind, type Pack } from '#law'
import { openOn, StepInput, take, type Procedure } from '#protection'
import type { Story, StoryStep } from './read-stories.ts'

/** A line of a story that did not go as it is told. */
export type Surprise = { readonly line: number; readonly step: string; readonly told: string; readonly happened: string }

/** Tells a story to the engine under the law of its day, and says where the law tells it otherwise. */
export function replayStory(pack: Pack, story: Story): { readonly procedure: Procedure | undefined; readonly surprises: readonly Surprise[] } {
  const rules = rulesFor(pack, story.opened)
  const opened = openOn(rules, { openedOn: story.opened, variant: story.variant, facts: story.facts })
  if (isRefusal(opened)) return { procedure: undefined, surprises: [{ line: 0, step: 'open', told: story.variant, happened: opened.refused }] }
  let procedure = opened
  const surprises: Surprise[] = []
  for (const [index, step] of story.steps.entries()) {
    const before = procedure.state
    const outcome = take(procedure, { step: step.step, by: step.by, on: step.on, input: inputOfStep(pack, step) }, step.on)
    const told = step.refused ? `refused: ${step.refused}` : (step.then ?? before)
    const happened = isRefusal(outcome) ? `refused: ${outcome.refused}` : outcome.procedure.state
    if (told !== happened) surprises.push({ line: index + 1, step: step.step, told, happened: isRefusal(outcome) ? `${happened} ${JSON.stringify(outcome.with ?? {})}` : happened })
    if (!isRefusal(outcome)) procedure = outcome.procedure
  }
  return { procedure, surprises }
}

/** What a step of a story is taken with, in the shape that the step's kind of input has. */
export function inputOfStep(pack: Pack, { step, says = {} }: StoryStep): StepInput {
  const kind: InputKind = pack.procedure.steps.find(({ key }) => key === step)?.rows[0]?.input ?? 'plain'
  return StepInput.parse(kind === 'answers' ? { kind, answers: says } : { kind, ...says })
}
