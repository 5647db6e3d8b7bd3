import { AppPage, BarChart, Button, Card, formatDay, LastLooked, TextField } from '#design'
import { page, type PageCall } from '#platform/doors/page'
import type { Language } from '#vocabulary/language'
import { showNumbers, type Numbers } from '../actions/show-numbers.ts'
import { words } from './words.ts'

type Table = Numbers['tables'][number]

function labelOf(call: PageCall, dimension: Table['dimension'], category: string): string {
  if (dimension === 'state') return call.installation.pack.procedure.states.find(({ key }) => key === category)?.label[call.language] ?? category
  if (dimension === 'month') return monthName(category, call.language)
  const say = words(call.language)
  return say(`category.${category}` as 'category.woman')
}

const monthName = (month: string, language: Language) => new Intl.DateTimeFormat(language, { month: 'long', timeZone: 'UTC' }).format(new Date(`${month}-01T00:00:00Z`))

function NumbersTable({ call, table }: { readonly call: PageCall; readonly table: Table }) {
  const say = words(call.language)
  const says = (shown: Table['figures'][number]['shown']) => (typeof shown === 'number' ? String(shown) : say(shown))
  const title = say(`dimension.${table.dimension}`)
  const figures = table.figures.map(({ category, shown }) => ({ label: labelOf(call, table.dimension, category), shown }))
  return (
    <Card title={title}>
      <BarChart title={title} language={call.language} headings={{ category: say('category'), figure: say('persons') }}
        bars={figures.map(({ label, shown }) => ({ label, value: shown === 'not-known' ? null : shown, says: says(shown) }))}
        total={{ label: say('total'), says: says(table.total) }} />
    </Card>
  )
}

function NumbersPage({ call, numbers }: { readonly call: PageCall; readonly numbers: Numbers }) {
  const say = words(call.language)
  return (
    <AppPage call={call} title={say('title')}>
      <h1>{say('title')}</h1>
      <p class="measure">{say('intro', { from: formatDay(numbers.from, call.language), to: formatDay(numbers.to, call.language) })}</p>
      <LastLooked call={call} since={numbers.lookedAt} />
      <form method="get" action="/numbers" class="filters no-print">
        <TextField form={{ values: { year: numbers.from.slice(0, 4) }, errors: {} }} name="year" label={say('year')} width="short" inputmode="numeric" />
        <Button kind="secondary">{say('show')}</Button>
      </form>
      {numbers.tables.map((table) => <NumbersTable call={call} table={table} />)}
    </AppPage>
  )
}

export const numbersPage = page({
  at: '/numbers',
  asks: showNumbers,
  view: (call, numbers) => <NumbersPage call={call} numbers={numbers} />,
  menu: { order: 60, label: (language) => words(language)('menu.numbers') },
})
