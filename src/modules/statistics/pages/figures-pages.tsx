import { AppPage, Button, ButtonLink, Card, Chip, DataTable, FactList, Form, formatShortDay, Notice } from '#design'
import { form, page, type PageCall } from '#platform/doors/page'
import { listFigures, showFigure } from '../actions/figure-acts.ts'
import { publishRelease, showProposal } from '../actions/release-acts.ts'
import type { ProvenCell } from '../domain/proven-table.ts'
import { titleOf } from './code-names.ts'
import { FigureChart } from './figure-chart.tsx'
import { FigureTable } from './figure-table.tsx'
import { kindAsked, kindsFor } from './picture-kinds.ts'
import { aboutRelease, type ReleaseShown } from './reading.ts'
import { ReleasedWay } from './released-way.tsx'
import { valueOfProven } from './table-pictures.ts'
import { words } from './words.ts'

/** What a reader gets for a cell: the figure, or the word for why there is none. */
export function saysOf({ language }: Pick<PageCall, 'language'>, cell: ProvenCell): string {
  const say = words(language)
  if (typeof cell === 'number') return String(cell)
  return cell === 'hidden' ? say('hidden') : cell === 'not-available' ? say('not-known') : say(`handover.state.${cell}` as 'handover.state.not-collected')
}

/** A table with all that is needed to read it: takes proven cells and no others. */
export function ReleasedTable({ call, shown, at }: { readonly call: PageCall; readonly shown: ReleaseShown; /** Where it stands, for the links to its other pictures. */ readonly at: string }) {
  const title = titleOf(call, shown.wish)
  const { dimensions, cells } = shown.table
  return (
    <>
      <Card title={title}>
        <FigureChart call={call} title={title} grid={{ dimensions, values: cells.map(valueOfProven), countedOn: shown.countedOn }} href={(chart) => `${at}?chart=${chart}`} />
        <FigureTable call={call} title={title} dimensions={dimensions} cells={cells} says={(cell, index) => <>{saysOf(call, cell)}{shown.table.provisional?.includes(index) && <> <abbr title={words(call.language)('delivered.provisional')}>p</abbr></>}</>} />
      </Card>
      <ReleasedWay call={call} table={shown.table} />
      <Card title={words(call.language)('reading.title')}><FactList facts={aboutRelease(call, shown)} /></Card>
    </>
  )
}

export const figuresPage = page({
  at: '/figures', asks: listFigures, input: () => ({}),
  view: (call, { figures }) => {
    const say = words(call.language)
    return (
      <AppPage call={call} title={say('figures.title')}>
        <h1>{say('figures.title')}</h1>
        <p class="measure">{say('figures.intro')}</p>
        <DataTable caption={say('figures.title')} empty={say('figures.empty')} columns={[{ heading: say('number') }, { heading: say('table') }, { heading: say('counted') }, { heading: say('reading.released') }]}
          rows={figures.map(({ number, wish, countedOn, releasedOn }) => ({ cells: [
            String(number), <a class="strong" href={`/figures/${number}`}>{titleOf(call, wish)}</a>, formatShortDay(countedOn, call.language), formatShortDay(releasedOn, call.language),
          ] }))} />
      </AppPage>
    )
  },
  menu: { order: 62, label: (language) => words(language)('menu.figures'), only: ['analysis-centre', 'coordination', 'rapporteur'] },
})

export const figurePage = page({
  at: '/figures/:number', asks: showFigure, input: ({ params }) => ({ number: params['number'] }),
  view: (call, figure) => {
    const say = words(call.language)
    const heading = say('figure.number', { number: figure.number })
    const kind = kindAsked(call.query, kindsFor(call, figure.table.dimensions))
    return (
      <AppPage call={call} title={`${heading}: ${titleOf(call, figure.wish)}`} back={{ href: '/figures', label: say('figures.title') }}>
        <h1>{heading}: {titleOf(call, figure.wish)}</h1>
        <p class="buttons no-print">
          <ButtonLink kind="secondary" href={`/figures/${figure.number}/table.csv`}>{say('download.csv')}</ButtonLink>
          <ButtonLink kind="secondary" href={`/figures/${figure.number}/dictionary.csv`}>{say('download.dictionary')}</ButtonLink>
          <ButtonLink kind="secondary" href={`/figures/${figure.number}/table.xlsx`}>{say('download.excel')}</ButtonLink>
          <ButtonLink kind="secondary" href={`/figures/${figure.number}/${kind}.svg`}>{say('download.svg')}</ButtonLink>
          <ButtonLink kind="secondary" href={`/figures/${figure.number}/${kind}.png`}>{say('download.png')}</ButtonLink>
        </p>
        <ReleasedTable call={call} shown={figure} at={`/figures/${figure.number}`} />
        <p class="quiet small">{say('figure.address', { address: `${call.installation.publicUrl}/figures/${figure.number}` })}</p>
      </AppPage>
    )
  },
})

export const releaseForm = form({
  at: '/releases/:proposal', asks: showProposal, input: ({ params }) => ({ proposal: params['proposal'] }),
  does: publishRelease, sends: ({ params }) => ({ proposal: params['proposal'] }),
  view: (call, view, state) => {
    const say = words(call.language)
    return (
      <AppPage call={call} title={say('release.title')} back={{ href: '/tables/kept' }}>
        <h1>{say('release.title')}</h1>
        <p class="page__lead"><Chip tone={view.approval === 'used' ? 'good' : 'soon'}>{say(`approval.${view.approval}`)}</Chip></p>
        <p class="measure">{say('release.intro')}</p>
        {view.release !== null && <p><a href={`/figures/${view.release}`}>{say('kept.released', { number: view.release })}</a></p>}
        {view.approval === 'waiting' && <Notice tone="soon"><p>{say('release.waits')} <a href="/approvals">/approvals</a></p></Notice>}
        {(view.approval === 'approved' || view.approval === 'not-needed') && (
          <Notice tone="late"><p>{say('release.for-good')}</p><Form call={call} form={state}><Button kind="danger">{say('release.publish')}</Button></Form></Notice>
        )}
        <ReleasedTable call={call} shown={view} at={`/releases/${view.id}`} />
      </AppPage>
    )
  },
  leadsTo: (_, { number }) => `/figures/${number}`,
  says: ({ language }, { number }) => words(language)('release.done', { number }),
})
