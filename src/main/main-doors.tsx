import { z } from 'zod'
import { AppPage, Card, Chip, DataTable, formatDay, formatShortDay } from '#design'
import { page, type ModuleDoors, type PageCall } from '#platform/doors/page'
import { route, type ValueOf } from '#platform/doors/route'
import { Day } from '#vocabulary/day'
import { notificationDownload, recordDownload, showRecord } from './person-record.ts'
import { listMail, mailPage, retryDeadMail, retryMailForm } from './mail-page.tsx'
import { fileRecordDownload, showFileRecord } from './person-record.ts'
import { fileRightsForm, reportRightsForm, sendRightsOfFile, sendRightsOfReport, showRightsOfFile, showRightsOfReport } from './send-rights.tsx'
import { words } from './words.ts'

const LawRow = z.strictObject({ key: z.string(), title: z.string(), about: z.string(), from: Day, to: Day.nullable(), source: z.string(), url: z.string().nullable(), verified: z.strictObject({ by: z.string(), on: Day }).nullable() })

const OpenRow = z.strictObject({ key: z.string(), question: z.string(), untilThen: z.string(), articles: z.array(z.string()) })

const listLaw = route({
  name: 'law.list',
  kind: 'ask',
  for: 'anyone',
  about: 'The articles that this country\'s rules rest on: what each says in short, since when, where it was read, and whether anybody has checked it; and what the law leaves open, with what is done until somebody answers.',
  asks: z.strictObject({}),
  gives: z.strictObject({ articles: z.array(LawRow), open: z.array(OpenRow) }),
  answers({ installation, language }) {
    const articles = installation.pack.law.articles.map(({ key, title, about, from, to, source, url, verified }) => ({
      key, title: title[language], about: about[language], from, to: to ?? null, source, url: url ?? null, verified: verified === false ? null : verified,
    }))
    const titles = new Map(articles.map(({ key, title }) => [key, title]))
    const open = installation.pack.law.open.map(({ key, question, untilThen, law }) => ({ key, question: question[language], untilThen: untilThen[language], articles: law.map((article) => titles.get(article) ?? article) }))
    return Promise.resolve({ articles, open })
  },
})

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
            article.verified ? <><Chip tone="good">{say('law.text-read')}</Chip> <span class="quiet small">{formatShortDay(article.verified.on, call.language)}</span></> : <Chip>{say('law.unchecked')}</Chip>,
          ] }))} />
      </Card>
      {list.open.length > 0 && (
        <Card title={say('law.open')}>
          <p class="measure">{say('law.open-intro')}</p>
          <DataTable caption={say('law.open')} empty=""
            columns={[{ heading: say('law.question') }, { heading: say('law.until-then') }, { heading: say('law.article') }]}
            rows={list.open.map(({ question, untilThen, articles }) => ({ cells: [<span class="strong">{question}</span>, untilThen, <span class="quiet small">{articles.join(' · ')}</span>] }))} />
        </Card>
      )}
      <p class="quiet">{say('law.today', { day: formatDay(call.today, call.language) })}</p>
    </AppPage>
  )
}

const lawPage = page({ at: '/law', asks: listLaw, input: () => ({}), view: (call, list) => <LawPage call={call} list={list} />, menu: { order: 90, label: (language) => words(language)('law.menu') } })

/** What belongs to the installation as a whole: the law that it follows, its mail, and what modules say together. */
export const mainDoors: ModuleDoors = { book: 'main', routes: [showFileRecord, showRightsOfReport, sendRightsOfReport, showRightsOfFile, sendRightsOfFile, listMail, retryDeadMail, listLaw, showRecord], pages: [mailPage, lawPage], forms: [reportRightsForm, fileRightsForm, retryMailForm], downloads: [fileRecordDownload, recordDownload, notificationDownload] }
