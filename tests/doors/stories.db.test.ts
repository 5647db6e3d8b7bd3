import { sql } from 'kysely'
import { beforeAll, describe, expect, test } from 'vitest'
import { findOrphanClocks } from '#cases'
import { inTransaction } from '#platform/database/transaction'
import { Cast } from '../../src/main/demonstration/cast.ts'
import { personaFor } from '../../src/main/demonstration/personas.ts'
import { StoryTeller } from '../../src/main/demonstration/tell-story.ts'
import { goRound } from '../../src/main/rounds.ts'
import { readStories } from '../../src/main/stories/read-stories.ts'
import { replayStory } from '../../src/main/stories/replay-story.ts'
import { testDatabase } from '../support/database.ts'
import { Belgium } from '../support/belgium.ts'

const base = testDatabase()
let be: Belgium
const stories = readStories()
const told: { title: string; file: string; state: string }[] = []

beforeAll(async () => {
  be = await Belgium.open(base.db)
  const teller = new StoryTeller(new Cast(be.door))
  for (const [seed, story] of stories.entries()) {
    await teller.tell(story, personaFor(story, seed), seed)
    const [file] = await be.rows<{ id: string; state: string }>(sql`select id, state from cases.file where id not in (select unnest(${told.map(({ file: id }) => id)}::uuid[]))`)
    if (file) told.push({ title: story.title, file: file.id, state: file.state })
  }
}, 240_000)

describe(`the ${stories.length} stories, told through the doors`, () => {
  test('each opens one file', () => {
    expect(told.map(({ title }) => title)).toEqual(stories.map(({ title }) => title))
  })

  test('end in the state in which the engine ends them', () => {
    const pack = be.door.installation.pack
    expect(told.map(({ title, state }) => [title, state])).toEqual(stories.map((story) => [story.title, replayStory(pack, story).procedure?.state]))
  })

  test('are stored so that replay gives what the lists show: state, standing, documents', async () => {
    for (const { title, file, state } of told) {
      const view = await seenBySome(file)
      expect(view, title).toMatchObject({ state, trouble: null })
      const [cached] = await be.rows<{ state: string; outcome: string | null; variant: string }>(sql`select state, outcome, variant from cases.file where id = ${file}`)
      expect(cached, title).toEqual({ state: view['state'], variant: view['variant'], outcome: view['standing'] === 'ended' ? view['state'] : null })
      const rows = await be.rows<{ ended: string | null }>(sql`select ended_on as ended from protection.document where file = ${file} order by step_number`)
      const shown = view['documents'] as { status: string; number: string | null; code: string | null }[]
      expect(shown.every(({ number, code }) => number !== null && code !== null), title).toBe(true)
      expect(rows, title).toHaveLength(shown.length)
      expect(rows.filter(({ ended }) => ended !== null), title).toHaveLength(shown.filter(({ status }) => status === 'ended').length)
      expect(rows.filter(({ ended }) => ended === null).length, title).toBeLessThanOrEqual(1)
    }
  })

  test('are due when their first open clock ends, and never without one', async () => {
    const wrong = await be.rows<{ reference: string }>(sql`select reference from cases.file where due_on is distinct from
      (select min(ends_on) from cases.clock where clock.file = file.id and closed_on is null and suspended_since is null)`)
    expect(wrong).toEqual([])
  })

  test('show the same clocks on the page as in the lists', async () => {
    for (const { title, file } of told) {
      const view = await seenBySome(file)
      const rows = await be.rows<{ key: string; ends: string }>(sql`select key, ends_on as ends from cases.clock where file = ${file} and closed_on is null and key <> 'referral-answer' order by key, ends_on`)
      const shown = (view['clocks'] as { key: string; endsOn: string }[]).map(({ key, endsOn: ends }) => ({ key, ends })).toSorted((a, b) => a.key.localeCompare(b.key) || a.ends.localeCompare(b.ends))
      expect(rows.toSorted((a, b) => a.key.localeCompare(b.key) || a.ends.localeCompare(b.ends)), title).toEqual(shown)
    }
  })

  test('leave no open clock without an owner, and none on a file that has ended', async () => {
    expect(await findOrphanClocks(base.db)).toEqual([])
    expect(await be.rows(sql`select file.reference, clock.key from cases.clock join cases.file on file.id = clock.file where closed_on is null and outcome is not null`)).toEqual([])
    expect(await be.rows(sql`select reference from cases.file where outcome is not null and waiting_office is not null`)).toEqual([])
  })

  test('are gone round once a day: the second round says nothing', async () => {
    await goRound(be.door)
    const said = await be.count('cases.notice')
    expect(said).toBeGreaterThan(0)
    await goRound(be.door)
    expect(await be.count('cases.notice')).toBe(said)
  })

  test('show each centre its own files and no other', async () => {
    for (const login of ['caseworker-pag-asa', 'caseworker-payoke', 'caseworker-surya']) {
      const actor = await be.actor(login)
      const seen = await inTransaction(base.db, { actor }, async (tx) => (await sql<{ id: string }>`select id from cases.file`.execute(tx)).rows.map(({ id }) => id))
      const own = await be.rows<{ id: string }>(sql`select distinct file as id from cases.party where office = ${actor.office} and until is null and relation <> 'asked-centre'`)
      expect(seen.toSorted()).toEqual(own.map(({ id }) => id).toSorted())
    }
  })
})

/** A file whose referral still waits is no centre's; others who act in it see it. */
async function seenBySome(file: string): Promise<Record<string, unknown>> {
  for (const login of ['caseworker-pag-asa', 'caseworker-payoke', 'caseworker-surya', 'immigration-officer', 'guardian', 'labour-auditor', 'public-prosecutor']) {
    const outcome = await be.ask(login, 'procedure.show', { file })
    if (outcome.answered) return outcome.value
  }
  throw new Error('nobody sees the file')
}
