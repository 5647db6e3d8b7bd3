import { z } from 'zod'
import { sql } from 'kysely'
import { AppPage, Card, Chip, DataTable, formatDay, formatInstant, formatShortDay } from '#design'
import { page, type ModuleDoors, type PageCall } from '#platform/doors/page'
import { route, type ValueOf } from '#platform/doors/route'
import { Day } from '#vocabulary/day'
import { Instant } from '#vocabulary/instant'
import { reads } from '#vocabulary/place'
import { notificationDownload, recordDownload, showRecord } from './person-record.ts'
import { listMail, mailPage, retryDeadMail, retryMailForm } from './mail-page.tsx'
import { words } from './words.ts'

const Act = z.strictObject({ number: z.number(), at: Instant, who: z.string().nullable(), office: z.string().nullable(), route: z.string(), outcome: z.string(), refusal: z.string().nullable(), reference: z.string().nullable() })
const Acts = z.strictObject({ acts: z.array(Act), page: z.number(), hasMore: z.boolean(), reference: z.string() })

const listActs = route({
  name: 'act.list',
  kind: 'ask',
  for: reads('record', 'charge'),
  about: 'The record of acts, the latest first: who did or tried what, when, and on which file; never what was read or typed.',
  asks: z.strictObject({ reference: z.string().trim().max(40).default(''), page: z.coerce.number().int().min(1).max(1_000).default(1) }),
  gives: Acts,
  async answers({ tx }, { reference, page: number }) {
    const { rows } = await sql<z.input<typeof Act>>`select * from audit.read_lines(${reference}, 50, ${(number - 1) * 50})`.execute(tx)
    return { acts: rows, page: number, hasMore: rows.length === 50, reference }
  },
})

const LawRow = z.strictObject({ key: z.string(), title: z.string(), about: z.string(), from: Day, to: Day.nullable(), source: z.string(), url: z.string().nullable(), verified: z.string().nullable() })

const listLaw = route({
  name: 'law.list',
  kind: 'ask',
  for: 'anyone',
  about: 'The articles that this country\'s rules rest on: what each says in short, since when, where it was read, and whether anybody has checked it.',
  asks: z.strictObject({}),
  gives: z.strictObject({ articles: z.array(LawRow) }),
  answers({ installation, language }) {
    const articles = installation.pack.law.articles.map(({ key, title, about, from, to, source, url, verified }) => ({
      key, title: title[language], about: about[language], from, to: to ?? null, source, url: url ?? null, verified: verified === false ? null : `${verified.by}, ${verified.on}`,
    }))
    return Promise.resolve({ articles })
  },
})

function ActsPage({ call, list }: { readonly call: PageCall; readonly list: ValueOf<typeof listActs> }) {
  const say = words(call.language)
  const tones = { done: 'good', refused: 'soon', denied: 'late', fault: 'late' } as const
  return (
    <AppPage call={call} title={say('acts.title')}>
      <h1>{say('acts.title')}</h1>
      <p class="measure">{say('acts.intro')}</p>
      <form method="get" action="/acts" class="filters"><label class="ari-label" for="reference">{say('acts.reference')}</label><input class="ari-input ari-input--width-20" id="reference" name="reference" value={list.reference} /><button class="ari-button ari-button--secondary" type="submit">{say('acts.find')}</button></form>
      <Card>
        <DataTable caption={say('acts.title')} empty={say('acts.none')}
          columns={[{ heading: say('acts.when') }, { heading: say('acts.who') }, { heading: say('acts.what') }, { heading: say('acts.file') }, { heading: say('acts.outcome') }]}
          rows={list.acts.map((act) => ({ cells: [formatInstant(act.at, call.language, call.installation.zone), <>{act.who ?? '–'}<br /><span class="quiet small">{act.office}</span></>, <code>{act.route}</code>, act.reference ?? '', <><Chip tone={tones[act.outcome as keyof typeof tones] ?? 'plain'}>{say(`outcome.${act.outcome}` as 'outcome.done')}</Chip>{act.refusal && <div class="quiet small">{act.refusal}</div>}</>] }))} />
        {list.hasMore && <p><a href={`/acts?${new URLSearchParams({ reference: list.reference, page: String(list.page + 1) })}`}>{say('acts.more')}</a></p>}
      </Card>
    </AppPage>
  )
}

function LawPage({ call, list }: { readonly call: PageCall; readonly list: ValueOf<typeof listLaw> }) {
  const say = words(call.language)
  return (
    <AppPage call={call} title={say('law.title')}>
      <h1>{say('law.title')}</h1>
      <p class="measure">{say('law.intro', { country: call.installation.pack.country.name[call.language] })}</p>
      <Card>
        <DataTable caption={say('law.title')} empty=""
          columns={[{ heading: say('law.article') }, { heading: say('law.about') }, { heading: say('law.force') }, { heading: say('law.source') }, { heading: say('law.checked') }]}
          rows={list.articles.map((article) => ({ cells: [
            article.url ? <a class="strong" href={article.url} rel="noreferrer">{article.title}</a> : <span class="strong">{article.title}</span>, article.about,
            <>{formatShortDay(article.from, call.language)}{article.to && <> – {formatShortDay(article.to, call.language)}</>}</>, <span class="quiet small">{article.source}</span>,
            article.verified ? <Chip tone="good">{article.verified}</Chip> : <Chip>{say('law.unchecked')}</Chip>,
          ] }))} />
      </Card>
      <p class="quiet">{say('law.today', { day: formatDay(call.today, call.language) })}</p>
    </AppPage>
  )
}

const actsPage = page({ at: '/acts', asks: listActs, view: (call, list) => <ActsPage call={call} list={list} />, menu: { order: 5, label: (language) => words(language)('acts.menu') } })
const lawPage = page({ at: '/law', asks: listLaw, input: () => ({}), view: (call, list) => <LawPage call={call} list={list} />, menu: { order: 90, label: (language) => words(language)('law.menu') } })

/** What belongs to the installation as a whole: the record of acts and the law that it follows. */
export const mainDoors: ModuleDoors = { book: 'main', routes: [listMail, retryDeadMail, listActs, listLaw, showRecord], pages: [mailPage, actsPage, lawPage], forms: [retryMailForm], downloads: [recordDownload, notificationDownload] }
