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

const lawPage = page({ at: '/law', asks: listLaw, input: () => ({}), view: (call, list) => <LawPage call={call} list={list} />, menu: { order: 90, label: (language) => words(language)('law.menu') } })

/** What belongs to the installation as a whole: the law that it follows, its mail, and what modules say together. */
export const mainDoors: ModuleDoors = { book: 'main', routes: [showFileRecord, showRightsOfReport, sendRightsOfReport, showRightsOfFile, sendRightsOfFile, listMail, retryDeadMail, listLaw, showRecord], pages: [mailPage, lawPage], forms: [reportRightsForm, fileRightsForm, retryMailForm], downloads: [fileRecordDownload, recordDownload, notificationDownload] }
