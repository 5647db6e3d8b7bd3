import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { inTransaction } from '#platform/database/transaction'
import { officeKinds } from '#vocabulary/office-kind'
import { stopGate } from '../../src/modules/statistics/store/gate-thread.ts'
import { Belgium, refusalOf } from '../support/belgium.ts'
import { testDatabase } from '../support/database.ts'
import { Visitors } from '../support/visitors.ts'

const base = testDatabase()
let be: Belgium
let visitors: Visitors

/** Twenty-four invented people of one year, of whom two kinds are few. */
beforeAll(async () => {
  be = await Belgium.open(base.db)
  const people = [...Array.from({ length: 9 }, () => ['woman', 'labour']), ...Array.from({ length: 7 }, () => ['man', 'labour']), ...Array.from({ length: 6 }, () => ['woman', 'sexual']), ...Array.from({ length: 2 }, () => ['man', 'sexual'])]
  for (const [sex, form] of people) await be.does('caseworker-pag-asa', 'procedure.open-file', { facts: { minor: 'no', citizenshipGroup: 'other' }, sex, citizenship: 'VN', forms: [form] })
  visitors = await Visitors.open(be)
}, 120_000)
afterAll(() => stopGate())

const approve = async (subject: string) => {
  const [approval] = await be.rows<{ id: string }>(sql`select id from accounts.approval where subject = ${subject}`)
  await be.does('second-analyst', 'approval.answer', { approval: approval?.id, answer: 'approve', reason: 'Checked' })
}

async function released(wish: object = { rows: 'form', columns: 'sex', from: 2026, to: 2026 }, method: object = {}): Promise<number> {
  const { table } = await be.does<{ table: string }>('analyst', 'table.keep', wish)
  const { proposal } = await be.does<{ proposal: string }>('analyst', 'release.propose', { table, reason: 'Figures of the year', ...method })
  await approve(proposal)
  return (await be.does<{ number: number }>('analyst', 'release.publish', { proposal })).number
}

const started = async () => (await be.does<{ draft: string }>('analyst', 'analysis.start', { title: 'What the invented year shows', language: 'en' })).draft
const saying = (draft: string, text: string, version = 1) => ({ draft, version, language: 'en', title: 'What the invented year shows', summary: '', text })

async function published(draft: string): Promise<{ number: number; edition: number }> {
  const { proposal } = await be.does<{ proposal: string }>('analyst', 'analysis.propose', { draft, reason: 'For the yearly report' })
  expect(refusalOf(await be.ask('analyst', 'analysis.publish', { proposal }))).toBe('accounts:approval-missing')
  await approve(proposal)
  return be.does('analyst', 'analysis.publish', { proposal })
}

describe('an analysis', () => {
  let figure = 0
  beforeAll(async () => { figure = await released() }, 60_000)

  test('cites released figures alone, and says beside the text what it cannot cite', async () => {
    const draft = await started()
    for (const [text, refused] of [
      [`As [${figure + 1}] says`, 'no-such-figure'], [`[${figure}: martian]`, 'no-such-value'], [`[${figure}: woman, man] women`, 'no-such-value'], [`[${figure}: sexual] and [${figure}: labour, man]`, 'answered'],
    ] as const) expect([text, refusalOf(await be.ask('analyst', 'analysis.write', saying(draft, text)))]).toEqual([text, refused])
  })

  test('is told which of its numbers nobody can check', async () => {
    const draft = await started()
    await be.does('analyst', 'analysis.write', saying(draft, `In 2026 there were [${figure}: labour] persons on 17 sites.`))
    expect((await be.does<{ typed: string[] }>('analyst', 'analysis.show-draft', { draft })).typed).toEqual(['17'])
  })

  test('is told where it says what a cited figure keeps hidden, and so is whoever approves it', async () => {
    const draft = await started()
    // Two men: too few to be shown, so another figure beside them is hidden too.
    await be.does('analyst', 'analysis.write', saying(draft, `Of [${figure}: sexual] persons 2 were men, on 17 sites.`))
    const betrays = [{ typed: '2', figure }]
    expect((await be.does<{ betrays: unknown }>('analyst', 'analysis.show-draft', { draft })).betrays).toEqual(betrays)
    const { proposal } = await be.does<{ proposal: string }>('analyst', 'analysis.propose', { draft, reason: 'For the yearly report' })
    expect((await be.does<{ betrays: unknown }>('second-analyst', 'analysis.show-proposal', { proposal })).betrays).toEqual(betrays)
    expect((await visitors.as('second-analyst', { url: `/analyses/proposals/${proposal}` })).body).toContain(`2: verborgen in cijfer ${figure}.`)
    // Without the citation nothing ties the number to the figure.
    await be.does('analyst', 'analysis.write', saying(draft, 'Of them 2 were men.', 2))
    expect((await be.does<{ betrays: unknown }>('analyst', 'analysis.show-draft', { draft })).betrays).toEqual([])
  })

  test('is told where it says what a rounded figure rounds away, and of no fraction', async () => {
    for (const sex of [...Array.from({ length: 7 }, () => 'woman'), ...Array.from({ length: 11 }, () => 'man')]) await be.does('caseworker-pag-asa', 'procedure.open-file', { facts: { minor: 'no', citizenshipGroup: 'other' }, sex, citizenship: 'VN', forms: ['labour'] }, { on: '2025-03-03' })
    const rounded = await released({ rows: 'sex', from: 2025, to: 2025 }, { how: 'round' })
    const draft = await started()
    await be.does('analyst', 'analysis.write', saying(draft, `Of [${rounded}] persons 11 were men, 10 of them young, 1,8 on each of 7 sites.`))
    expect((await be.does<{ betrays: unknown }>('analyst', 'analysis.show-draft', { draft })).betrays).toEqual([{ typed: '11', figure: rounded }, { typed: '7', figure: rounded }])
  }, 60_000)

  test('is written by two without either losing a word', async () => {
    const draft = await started()
    await be.does('second-analyst', 'analysis.write', saying(draft, 'The words of one.'))
    const late = await be.ask('analyst', 'analysis.write', saying(draft, 'The words of the other.'))
    expect(refusalOf(late)).toBe('written-meanwhile')
    expect((await be.does<{ text: string }>('analyst', 'analysis.show-draft', { draft })).text).toBe('The words of one.')
    const page = await visitors.as('analyst', { method: 'POST', url: `/analyses/drafts/${draft}`, payload: { ...saying(draft, 'The words of the other.'), version: '1' } })
    expect(page.body).toContain('The words of one.')
    expect(page.body).toContain('The words of the other.')
    await be.does('analyst', 'analysis.write', saying(draft, 'The words of both.', 2))
  })

  test('is published by two persons as it was approved, and takes its values from the release', async () => {
    const draft = await started()
    await be.does('analyst', 'analysis.write', saying(draft, `# In short\n\nOf them [${figure}: labour] worked, and [${figure}: sexual, man] were men.\n\n[${figure}]`))
    const { number, edition } = await published(draft)
    expect(edition).toBe(1)
    await be.does('analyst', 'analysis.write', saying(draft, 'Written after it was approved.', 2))
    const page = (await visitors.as(null, { method: 'GET', url: `/analyses/${number}` })).body
    expect(page).toContain('Of them <strong>16</strong>')
    expect(page).toContain('and <strong>hidden</strong>')
    expect(page.split('id="figure-1"')).toHaveLength(2)
    expect(page).not.toContain('Written after it was approved.')
    expect((await visitors.as(null, { method: 'GET', url: '/analyses' })).body).toContain('What the invented year shows')
  })

  test('is corrected by its next edition, and the one before can still be read', async () => {
    const first = await started()
    await be.does('analyst', 'analysis.write', saying(first, 'What we thought.'))
    const { number } = await published(first)
    const { draft } = await be.does<{ draft: string }>('analyst', 'analysis.start', { corrects: number })
    await be.does('analyst', 'analysis.write', saying(draft, 'What we know.'))
    expect(await published(draft)).toEqual({ number, edition: 2 })
    const read = async (address: string) => (await visitors.as(null, { method: 'GET', url: address })).body
    expect(await read(`/analyses/${number}`)).toContain('What we know.')
    expect(await read(`/analyses/${number}?edition=1`)).toContain('What we thought.')
    expect((await visitors.as(null, { method: 'GET', url: `/analyses/${number}?edition=3` })).statusCode).toBe(404)
  })

  test('that was written on after it was published becomes the next edition of itself', async () => {
    const draft = await started()
    await be.does('analyst', 'analysis.write', saying(draft, 'First.'))
    const first = await published(draft)
    await be.does('analyst', 'analysis.write', saying(draft, 'Second.', 2))
    expect(await published(draft)).toEqual({ number: first.number, edition: 2 })
  })

  test('that a colleague refuses says so with her reason, and she reads in her language what she is asked about', async () => {
    const draft = await started()
    await be.does('analyst', 'analysis.write', saying(draft, 'Not good enough.'))
    const { proposal } = await be.does<{ proposal: string }>('analyst', 'analysis.propose', { draft, reason: 'The yearly analysis' })
    const [asked] = await be.rows<{ id: string }>(sql`select id from accounts.approval where subject = ${proposal}`)
    const { title } = await be.does<{ title: string }>('analyst', 'analysis.show-draft', { draft })
    expect(await be.does('second-analyst', 'approval.show', { approval: asked?.id })).toMatchObject({ label: 'Publication of an analysis', title, shownAt: `/analyses/proposals/${proposal}` })
    await be.does('second-analyst', 'approval.answer', { approval: asked?.id, answer: 'refuse', reason: 'Say where the figure comes from' })
    expect(await be.does('analyst', 'analysis.show-proposal', { proposal })).toMatchObject({ approval: 'refused', asked: { approval: asked?.id, reason: 'Say where the figure comes from' } })
    expect((await visitors.as('analyst', { method: 'GET', url: `/analyses/proposals/${proposal}` })).body).toContain('Say where the figure comes from')
    expect((await be.does<{ drafts: { id: string; stands: boolean }[] }>('analyst', 'analysis.list-drafts', {})).drafts.find(({ id }) => id === draft)).toMatchObject({ stands: false, proposal })
  })

  test('does not exist for others before it is published', async () => {
    const draft = await started()
    await be.does('analyst', 'analysis.write', saying(draft, 'Not for others yet.'))
    for (const login of ['coordinator', 'rapporteur', 'caseworker-pag-asa', null]) {
      for (const [name, input] of [['analysis.show-draft', { draft }], ['analysis.write', saying(draft, 'x', 2)], ['analysis.propose', { draft, reason: 'x' }], ['analysis.drop', { draft }], ['analysis.list-drafts', {}]] as const) {
        expect([name, refusalOf(await be.ask(login, name, input))], String(login)).toEqual([name, 'not-found'])
      }
    }
    const actor = await be.actor('analyst')
    for (const officeKind of officeKinds) {
      const rows = await inTransaction(base.db, { actor: { ...actor, officeKind } }, async (tx) => (await sql`select from analyses.draft`.execute(tx)).rows.length + (await sql`select from analyses.proposal`.execute(tx)).rows.length)
      expect([officeKind, rows > 0]).toEqual([officeKind, officeKind === 'analysis-centre'])
    }
  })

  test('escapes whatever is typed into it', async () => {
    const draft = await started()
    await be.does('analyst', 'analysis.write', saying(draft, '# <script>alert(1)</script>\n\n<img src=x onerror=alert(1)> & more'))
    const { body } = await visitors.as('analyst', { method: 'GET', url: `/analyses/drafts/${draft}` })
    expect(body).not.toContain('<script>alert')
    expect(body).not.toContain('<img src=x')
  })

  test('cites values and whole tables of a released hand-over, and is refused what is hidden there or does not exist', async () => {
    const text = 'Sex\tAge group\tCitizenship\tForm of exploitation\tFigure\nman\tadult\tBE\tlabour\t25\nman\tadult\tRO\tsexual\t12\nwoman\tadult\tBE\tlabour\t8\nwoman\tadult\tRO\tsexual\t2'
    const { draft: sheet } = await be.does<{ draft: string }>('labour-inspector', 'delivery.check', { item: 'suspects', year: 2025, text })
    await be.does('labour-inspector', 'delivery.hand-over', { draft: sheet })
    let proposal: string | undefined
    for (let tries = 0; tries < 20 && proposal === undefined; tries += 1) {
      const answer = await be.ask('analyst', 'handover.propose', { recipient: 'directive', year: 2025, reason: 'Figures of the year' })
      if (answer.answered) ({ proposal } = answer.value as { proposal: string })
    }
    await approve(proposal ?? '')
    const { number } = await be.does<{ number: number }>('analyst', 'handover.release', { proposal })
    const draft = await started()
    const refusedIn = async (said: string) => refusalOf(await be.ask('analyst', 'analysis.write', saying(draft, said)))
    for (const [said, refused] of [
      [`[${number + 50}/art19a-b-form: labour]`, 'no-such-hand-over'], [`[${number}/art19a-z: labour]`, 'no-such-value'], [`[${number}/art19a-b-form: martian]`, 'no-such-value'], [`[${number}/art19a-b-form/victims: labour]`, 'no-such-value'],
      [`[${number}/art19a-b-form: sexual, woman]`, 'value-not-shown'], [`[${number}/art19a-b-form: begging]`, 'value-not-shown'], [`# Of [${number}/art19a-b-form: sexual, woman]`, 'value-not-shown'],
      // Three parts stand in this table, and of decisions there is no total.
      [`[${number}/art19a-g-sex: trafficking]`, 'no-such-value'], [`# [${figure + 900}] in a heading`, 'no-such-figure'], [`[${number}: labour]`, 'no-such-figure'],
    ] as const) expect([said, await refusedIn(said)]).toEqual([said, refused])
    await be.does('analyst', 'analysis.write', saying(draft, `# [${number}/art19a-b-form: labour] suspects\n\nBeside them [${number}/art19a-b-form: sexual] were others; 2 were women.\n\n[${number}/art19a-b-form]`))
    // What the hand-over hides is told to whoever types it.
    expect((await be.does<{ betrays: { typed: string; figure: number }[] }>('analyst', 'analysis.show-draft', { draft })).betrays).toEqual([{ typed: '2', figure: number }])
    await be.does('analyst', 'analysis.write', saying(draft, `# [${number}/art19a-b-form: labour] suspects\n\nOf them [${number}/art19a-b-form: sexual] were others.\n\n[${number}/art19a-b-form]`, 2))
    const citable = (await visitors.as('analyst', { url: `/analyses/hand-overs/${number}` })).body
    expect(citable).toContain(`[${number}/art19a-b-form: labour]`)
    expect(citable).not.toContain(`[${number}/art19a-b-form: sexual, woman]`)
    expect(citable).toContain(`[${number}/art19a-g-sex/suspects]`)
    for (const login of ['coordinator', 'rapporteur', null]) expect(refusalOf(await be.ask(login, 'analysis.show-hand-over', { number })), String(login)).toBe('not-found')
    const made = await published(draft)
    const page = (await visitors.as(null, { url: `/analyses/${made.number}`, cookies: { ariadne_language: 'en' } })).body
    expect(page).toMatch(new RegExp(`<h2 class="measure"><strong>33</strong> \\(<a href="#hand-over-${number}-art19a-b-form"`))
    // The police owe suspects too and handed in none: that stands beside the value.
    expect(page).toMatch(/Of them <strong>14<\/strong> \(<a [^>]*>hand-over \d+<\/a>; partial\)/)
    expect(page.split(`id="hand-over-${number}-art19a-b-form"`)).toHaveLength(2)
    expect(page).toContain(`href="/hand-overs/released/${number}"`)
  }, 120_000)

  test('cites a figure that a report printed as that, with its source, and keeps it as it was when it was published', async () => {
    const draft = await started()
    expect(refusalOf(await be.ask('analyst', 'analysis.write', saying(draft, 'Once there were [ref: nobody-printed-it].')))).toBe('no-such-point')
    await be.does('analyst', 'analysis.write', saying(draft, 'Once there were [ref: centres-2012] of them, [ref: europe-2012] in all.'))
    expect((await be.does<{ typed: string[] }>('analyst', 'analysis.show-draft', { draft })).typed).toEqual([])
    const { proposal } = await be.does<{ proposal: string }>('analyst', 'analysis.propose', { draft, reason: 'For the yearly report' })
    await approve(proposal)
    const { codebook } = be.door.installation
    const points = codebook.referencePoints as { key: string; figure: Record<string, string> }[]
    const kept = [...points]
    // The codebook is corrected between approval and reading, and loses one of the two.
    points.splice(0, points.length, ...kept.filter(({ key }) => key !== 'europe-2012').map((point) => (point.key === 'centres-2012' ? { ...point, figure: { en: '144', nl: '144', fr: '144', de: '144' } } : point)))
    try {
      const { number } = await be.does<{ number: number }>('analyst', 'analysis.publish', { proposal })
      for (const language of ['en', 'nl', 'fr', 'de'] as const) {
        const page = (await visitors.as(null, { url: `/analyses/${number}`, cookies: { ariadne_language: language } })).body
        expect(page).toContain('Once there were <strong>143</strong> (<a href="#point-centres-2012"')
        expect(page).toContain('about 10,998')
        expect(page).toContain('Belgian action plan against trafficking 2015-2019, §1.1')
        expect(page).not.toContain('144')
        expect(page).not.toMatch(/undefined|\{\{/)
      }
    } finally {
      points.splice(0, points.length, ...kept)
    }
  })

  test('names a number in its title like any other, and a title cites nothing', async () => {
    expect(refusalOf(await be.ask('analyst', 'analysis.start', { title: `The [${figure}] of the year`, language: 'en' }))).toBe('title-cites')
    const draft = await started()
    expect(refusalOf(await be.ask('analyst', 'analysis.write', { ...saying(draft, 'x'), title: `What [${figure}: labour] shows` }))).toBe('title-cites')
    expect(refusalOf(await be.ask('analyst', 'analysis.write', { ...saying(draft, 'x'), title: 'What [ref: centres-2012] shows' }))).toBe('title-cites')
    await be.does('analyst', 'analysis.write', { ...saying(draft, `Of [${figure}: sexual] persons.`), title: 'What 2 of 16 show in 2026' })
    expect(await be.does('analyst', 'analysis.show-draft', { draft })).toMatchObject({ typed: ['2', '16'], betrays: [{ typed: '2', figure }] })
  })
})
