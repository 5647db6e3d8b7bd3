import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { z } from 'zod'
import { Day } from '#vocabulary/day'
import { ActorKind } from '#law'
import { Facts } from '#protection'

const said = z.union([z.string(), z.array(z.string())])

/** One line of a story: who takes which step on which day, and where the person stands afterwards or why it is refused. */
export const StoryStep = z.strictObject({
  on: Day,
  by: ActorKind,
  step: z.string(),
  /** What the taker says; the answers to a magistrate's questions stand here by their key. */
  says: z.record(z.string(), said).optional(),
  /** The state afterwards; without it, the person stays where she is. */
  then: z.string().optional(),
  /** The refusal that the law gives instead. */
  refused: z.string().optional(),
})
export type StoryStep = z.infer<typeof StoryStep>

/** The case history of an invented person, told so that a lawyer can read and sign it. */
export const Story = z.strictObject({
  title: z.string(),
  opened: Day,
  variant: z.string(),
  person: z.strictObject({
    sex: z.enum(['woman', 'man', 'other']), born: z.int(), citizenship: z.string().regex(/^[A-Z]{2}$/), language: z.string(),
    forms: z.string(), sector: z.string(), district: z.string(),
    /** The code of a place of exploitation; without it, the district. */
    exploitedIn: z.string().optional(),
  }),
  facts: Facts,
  /** Which form the reflection document has under the law of the story. */
  reflectionDocument: z.enum(['order-to-leave', 'annex-15']).optional(),
  /** Days from the last step to today in the demonstration; without it the story is past. */
  rests: z.int().min(0).optional(),
  steps: z.array(StoryStep),
})
export type Story = z.infer<typeof Story>

const StoryFile = z.strictObject({ stories: z.array(Story).min(1) })

export const storiesFolder = join(import.meta.dirname, '..', '..', '..', 'stories')

/** Every story of the folder, in the order of its files. */
export function readStories(folder: string = storiesFolder): readonly Story[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.yaml')).toSorted()
  return files.flatMap((name) => {
    const read = StoryFile.safeParse(parse(readFileSync(join(folder, name), 'utf8')))
    if (!read.success) throw new Error(`${name}: ${z.prettifyError(read.error)}`)
    return read.data.stories
  })
}
