import { AppPage, Button, Card, ClockChip, DataTable, formatDay, formatShortDay, newsTile, Pagination, Select, Tiles } from '#design'
import { page, type PageCall } from '#platform/doors/page'
import type { FileLine } from '../actions/file-view.ts'
import { listWaiting, type WaitingList } from '../actions/list-files.ts'
import { describePerson } from './describe-person.ts'
import { ToldCard } from './told-clocks.tsx'
import { words } from './words.ts'

/** The cells of a file in a list: who without a name, what waits, for whom, by when. */
export function FileRow({ call, line }: { readonly call: PageCall; readonly line: FileLine }) {
  const say = words(call.language)
  return {
    tone: line.level === 'late' ? ('late' as const) : line.level === 'warning' || line.level === 'due' ? ('soon' as const) : undefined,
    cells: [
      <><a class="strong" href={`/files/${line.id}`}>{line.reference}</a><br /><span class="quiet small">{describePerson({ ...line, age: null }, call.language, call.today)}</span></>,
      <>{line.because === null ? line.state : say(`because.${line.because === 'clock' && line.level === 'late' ? 'clock-over' : line.because}` as 'because.clock', { subject: line.subject ?? '' })}<br /><span class="quiet small">{line.since && <>{say('since', { day: formatShortDay(line.since, call.language) })} · </>}{line.state}</span></>,
      line.waitsFor ?? '',
      line.dueOn === null || line.level === null ? <span class="quiet">{say('no-date')}</span> : <>{formatShortDay(line.dueOn, call.language)} <ClockChip language={call.language} level={line.level} days={line.days} /></>,
    ],
  }
}

export const fileColumns = (call: PageCall) => {
  const say = words(call.language)
  return [{ heading: say('column.file') }, { heading: say('column.what') }, { heading: say('column.who') }, { heading: say('column.by') }]
}

function WaitingPage({ call, list }: { readonly call: PageCall; readonly list: WaitingList }) {
  const say = words(call.language)
  const { counts } = list
  const addressOf = (pageNumber: number) => `/waiting?${new URLSearchParams({ ...(list.due ? { due: list.due } : {}), ...(list.clock ? { clock: list.clock } : {}), page: String(pageNumber) })}`
  return (
    <AppPage call={call} title={say('waiting.title')}>
      <h1>{say('waiting.title')}</h1>
      <p class="page__lead">{call.actor?.officeName} · {formatDay(call.today, call.language)}</p>
      <Tiles tiles={[
        { count: counts.late, label: say('waiting.late'), tone: 'late', href: '/waiting?due=late' },
        { count: counts.week, label: say('waiting.week'), tone: 'soon', href: '/waiting?due=week' },
        { count: counts.all, label: say('waiting.all'), href: '/waiting' },
        ...(counts.asked > 0 ? [{ count: counts.asked, label: say('waiting.asked', { count: counts.asked }), tone: 'soon' as const, href: '/arrivals' }] : []),
        ...newsTile(call, list.news, '/waiting?due=new'),
      ]} />
      <ToldCard call={call} told={list.told} />
      <form method="get" action="/waiting" class="filters no-print">
        {list.due && <input type="hidden" name="due" value={list.due} />}
        <Select form={{ values: { clock: list.clock }, errors: {} }} name="clock" label={say('files.clock')} choices={list.clocks} empty={say('files.any')} />
        <Button kind="secondary">{say('files.find')}</Button>
      </form>
      <Card>
        <DataTable caption={say('waiting.title')} columns={fileColumns(call)} rows={list.lines.map((line) => FileRow({ call, line }))} empty={say(counts.asked > 0 ? 'waiting.only-asked' : 'waiting.empty')} />
        <Pagination language={call.language} page={list.page} pages={list.hasMore ? list.page + 1 : list.page} href={addressOf} />
      </Card>
    </AppPage>
  )
}

export const waitingPage = page({
  at: '/waiting',
  asks: listWaiting,
  view: (call, list) => <WaitingPage call={call} list={list} />,
  menu: { order: 10, label: (language) => words(language)('menu.waiting') },
})
