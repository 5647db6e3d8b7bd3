import type { ComponentChildren } from 'preact'
import { AppPage, Button, ButtonLink, Card, formatDay, Notice, Select, Tabs, TextField } from '#design'
import type { PageCall } from '#platform/doors/page'
import type { Day } from '#vocabulary/day'
import type { FactDimension } from '../domain/fact-dimensions.ts'
import { partings, type Parting } from '../domain/parts.ts'
import { words } from './words.ts'

export type Figured = { readonly from: number; readonly to: number; readonly by: Parting; readonly countedOn: Day }
export type Figure = 'way' | 'waits' | 'clocks'

/** The addresses of the three figures; the same question is always the same address. */
export const addresses: Readonly<Record<Figure, `/${string}`>> = { way: '/progress', waits: '/progress/waits', clocks: '/progress/clocks' }
export const askedBy = ({ from, to, by }: Omit<Figured, 'countedOn'>): string => new URLSearchParams({ from: String(from), to: String(to), by }).toString()
export const questionIn = ({ query }: Pick<PageCall, 'query'>) => Object.fromEntries(['from', 'to', 'by'].flatMap((key) => (query[key] === undefined ? [] : [[key, query[key]]])))

function Asking({ call, figure, view }: { readonly call: PageCall; readonly figure: Figure; readonly view: Figured }) {
  const say = words(call.language)
  const state = { values: { from: String(view.from), to: String(view.to), by: view.by }, errors: {} }
  return (
    <form method="get" action={addresses[figure]} class="filters no-print">
      <TextField form={state} name="from" label={say('from-year')} width="short" inputmode="numeric" />
      <TextField form={state} name="to" label={say('to-year')} width="short" inputmode="numeric" />
      <Select form={state} name="by" label={say('progress.by')} choices={partings.map((value) => ({ value, label: say(`progress.by-${value}`) }))} />
      <Button kind="secondary">{say('show')}</Button>
    </form>
  )
}

type Props = { readonly call: PageCall; readonly figure: Figure; readonly view: Figured; readonly title: string; readonly children: ComponentChildren }

/** What the three figures of the procedure have in common: the question above, the warning, and below how to read it and where it stays. */
export function ProgressPage({ call, figure, view, title, children }: Props) {
  const say = words(call.language)
  const query = askedBy(view)
  const address = `${addresses[figure]}?${query}`
  return (
    <AppPage call={call} title={`${say('progress.title')}: ${title}`}>
      <h1>{say('progress.title')}</h1>
      <Tabs label={say('progress.title')} tabs={(['way', 'waits', 'clocks'] as const).map((each) => ({ href: `${addresses[each]}?${query}`, label: say(`progress.${each}`), current: each === figure }))} />
      <Asking call={call} figure={figure} view={view} />
      <p class="buttons no-print">
        {view.by !== 'sex' && <ButtonLink kind="secondary" href={`${addresses[figure]}?${askedBy({ ...view, by: 'sex' })}`}>{say('by-sex')}</ButtonLink>}
        <ButtonLink kind="secondary" href={`${addresses[figure]}/figures.csv?${query}`}>{say('download.csv')}</ButtonLink>
        <ButtonLink kind="secondary" href={`${addresses[figure]}/dictionary.csv?${query}`}>{say('download.dictionary')}</ButtonLink>
        <ButtonLink kind="secondary" href={`${addresses[figure]}/figures.xlsx?${query}`}>{say('download.excel')}</ButtonLink>
        <ButtonLink kind="secondary" href={`${addresses[figure]}/figures.svg?${query}`}>{say('download.svg')}</ButtonLink>
        <ButtonLink kind="secondary" href={`${addresses[figure]}/figures.png?${query}`}>{say('download.png')}</ButtonLink>
      </p>
      <Notice tone="late"><p><strong>{say('not-for-release')}</strong> {say('not-for-release-why')}</p></Notice>
      {children}
      <Card title={say('reading.title')}>
        <div class="reading">{readingOf(call, figure, view).map(([name, text]) => <p><span class="strong">{name}.</span> {text}</p>)}</div>
        <p class="quiet small">{say('figure.address', { address: `${call.installation.publicUrl}${address}` })}</p>
      </Card>
    </AppPage>
  )
}

/** What of a figure can leave: a table of the persons of these years, sent to the gate. */
export function ToGate({ call, view, rows, about }: { readonly call: PageCall; readonly view: Figured; readonly rows: FactDimension; readonly about: string }) {
  return (
    <form method="post" action="/tables/keep" class="no-print">
      {Object.entries({ rows, columns: 'sex', from: view.from, to: view.to }).map(([name, value]) => <input type="hidden" name={name} value={String(value)} />)}
      <p class="quiet">{about}</p>
      <Button>{words(call.language)('to-gate')}</Button>
    </form>
  )
}

/** What has to be known to read a figure, on the page and in its files. */
export function readingOf(call: Pick<PageCall, 'language'>, figure: Figure, { countedOn }: Figured): readonly (readonly [string, string])[] {
  const say = words(call.language)
  return [
    [say('reading.definition'), say(`progress.definition-${figure}`)],
    [say('progress.reckoned'), say(`progress.reckoned-${figure}`)],
    [say('reading.not-counted'), `${say(`progress.not-counted-${figure}`)} ${say('not-counted')}`],
    [say('progress.rule'), say('progress.rule-text')],
    [say('reading.source'), say('progress.source')],
    [say('counted'), formatDay(countedOn, call.language)],
  ]
}
