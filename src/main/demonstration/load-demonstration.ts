import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { FastifyBaseLogger } from 'fastify'
import { addDemonstrationAccounts, readDemonstrationAccounts } from '#accounts'
import type { Door } from '#platform/doors/perform'
import { dayIn, instant } from '#vocabulary/instant'
import { packFolder } from '../country-pack.ts'
import { goRound } from '../rounds.ts'
import { readStories, type Story } from '../stories/read-stories.ts'
import { Cast } from './cast.ts'
import { personaFor } from './personas.ts'
import { shiftOf, shiftStory } from './shift-story.ts'
import { figuresToTell } from './tell-figures.ts'
import { placesToTell } from './tell-places.ts'
import { StoryTeller } from './tell-story.ts'

/** How many invented people live each story that is still open; past stories are lived once. */
const copiesOfOpen = 5

/** Brings in the invented people of the evaluation edition: accounts, and the stories told through the same doors as everything else. */
export async function loadDemonstration(door: Door, country: string, log: FastifyBaseLogger, { atMost = Infinity, ending }: { readonly atMost?: number; readonly ending?: AbortSignal } = {}): Promise<number> {
  await addDemonstrationAccounts(door.db, readDemonstrationAccounts(readFileSync(join(packFolder(country), 'demonstration.yaml'), 'utf8')))
  const people = peopleOf(readStories()).slice(0, atMost)
  const { rows } = await sql<{ person: string }>`select person from platform.told`.execute(door.db)
  const told = new Set(rows.map(({ person }) => person))
  const today = dayIn(door.installation.zone, instant(door.clock()))
  const cast = new Cast(door)
  const teller = new StoryTeller(cast)
  for (const { key, story, seed, copy } of people.filter((person) => !told.has(person.key))) {
    // A server that is stopped goes on with the next person when it starts again.
    if (ending?.aborted) return told.size
    const days = shiftOf({ ...story, ...(story.rests === undefined ? {} : { rests: Math.max(0, story.rests - copy) }) }, today, 8 + (seed % 30))
    await teller.tell(shiftStory(story, days), personaFor(story, seed, days), seed)
    await keepTold(door, key)
  }
  // Some people alone, as tests want them, fill no centre and make no figures that could leave.
  const acts = atMost === Infinity ? [...placesToTell(cast, country, today), ...figuresToTell(cast, country, today)] : []
  for (const { key, tell } of acts.filter((act) => !told.has(act.key))) {
    if (ending?.aborted) return told.size
    await tell()
    await keepTold(door, key)
  }
  await goRound(door)
  log.info(`The demonstration is whole: ${people.length} invented people.`)
  return people.length
}

const keepTold = (door: Door, key: string) => sql`insert into platform.told (person) values (${key}) on conflict do nothing`.execute(door.db)

type Person = { readonly key: string; readonly story: Story; readonly seed: number; readonly copy: number }

/** The people who live the stories. Those that rest today come first, so that the first pages fill first. */
function peopleOf(stories: readonly Story[]): readonly Person[] {
  return stories
    .toSorted((a, b) => Number(a.rests === undefined) - Number(b.rests === undefined))
    .flatMap((story, index) => Array.from({ length: story.rests === undefined ? 1 : copiesOfOpen }, (_, copy): Person => ({ key: `${story.title} #${copy}`, story, copy, seed: index * 31 + copy * 7 + 1 })))
}
