import { SecondPersonSaid } from '#accounts'
import { AppPage, Button, ButtonLink, Card, DataTable, FactList, Form, formatShortDay, MorePages, Notice } from '#design'
import { form, page, type PageCall } from '#platform/doors/page'
import { listFigures, showFigure, type FigureLists, type ListedFigure } from '../actions/figure-acts.ts'
import { publishRelease, showProposal } from '../actions/release-acts.ts'
import { axisOf, isClocks, isTime } from '../domain/fact-dimensions.ts'
import type { ProvenCell } from '../domain/proven-table.ts'
import { isDelivered, type ReleaseWish } from '../domain/release-wish.ts'
import { askedOf } from '../domain/table-wish.ts'
import { titleOf } from './code-names.ts'
import { FigureChart } from './figure-chart.tsx'
import { FigureTable } from './figure-table.tsx'
import { recipientLabel } from './hand-over-words.ts'
import { kindAsked, kindsFor } from './picture-kinds.ts'
import { aboutRelease, type ReleaseShown } from './reading.ts'
import { ReportYears } from './report-years.tsx'
import { ReleasedTimes } from './released-times.tsx'
import { ReleasedWay } from './released-way.tsx'
import { takeBackLink } from './proposed.tsx'
import { gateAddress } from './table-address.ts'
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
      <ReleasedTimes call={call} shown={shown} />
      <Card title={words(call.language)('reading.title')}><FactList facts={aboutRelease(call, shown)} /></Card>
    </>
  )
}

/** Whether a released table says how long people waited, or how clocks were kept. */
const isOfTimes = (wish: ReleaseWish): boolean => !isDelivered(wish) && askedOf(wish).map(axisOf).some((axis) => isTime(axis) || isClocks(axis))

function FigureList({ call, caption, figures }: { readonly call: PageCall; readonly caption: string; readonly figures: readonly ListedFigure[] }) {
  const say = words(call.language)
  return (
    <DataTable caption={caption} empty={say('figures.empty')} columns={[{ heading: say('number') }, { heading: say('table') }, { heading: say('counted') }, { heading: say('reading.released') }]}
      rows={figures.map(({ number, wish, countedOn, releasedOn }) => ({ cells: [
        String(number), <a class="strong" href={`/figures/${number}`}>{titleOf(call, wish)}</a>, formatShortDay(countedOn, call.language), formatShortDay(releasedOn, call.language),
      ] }))} />
  )
}

/** The tables of a year that went to Eurostat, the Commission and the government: what each got last. */
function Yearly({ call, handedOver, reports }: Pick<FigureLists, 'handedOver' | 'reports'> & { readonly call: PageCall }) {
  if (handedOver.length === 0) return null
  const say = words(call.language)
  return (
    <Card title={say('figures.yearly')}>
      <p class="quiet measure">{say('figures.yearly-about')}</p>
      <ReportYears call={call} years={reports} />
      <DataTable caption={say('figures.yearly')} empty={say('figures.empty')} columns={[{ heading: say('year') }, { heading: say('handover.recipient') }, { heading: say('number') }, { heading: say('reading.released') }]}
        rows={handedOver.map(({ number, recipient, year, releasedOn }) => ({ cells: [String(year), <a class="strong" href={`/hand-overs/released/${number}`}>{recipientLabel(call, recipient)}</a>, String(number), formatShortDay(releasedOn, call.language)] }))} />
      <p><a href="/hand-overs">{say('figures.yearly-all')}</a></p>
    </Card>
  )
}

export const figuresPage = page({
  at: '/figures', asks: listFigures, input: ({ query }) => ({ page: query['page'] }),
  view: (call, { figures, handedOver, reports, ...place }) => {
    const say = words(call.language)
    const ofTimes = figures.filter(({ wish }) => isOfTimes(wish))
    const others = figures.filter(({ wish }) => !isOfTimes(wish))
    return (
      <AppPage call={call} title={say('figures.title')}>
        <h1>{say('figures.title')}</h1>
        <p class="measure">{say('figures.intro')}</p>
        {place.page === 1 && <Yearly call={call} handedOver={handedOver} reports={reports} />}
        {ofTimes.length === 0 ? <FigureList call={call} caption={say('figures.title')} figures={others} /> : (
          <>
            <Card title={say('figures.times')}><p class="quiet measure">{say('figures.times-about')}</p><FigureList call={call} caption={say('figures.times')} figures={ofTimes} /></Card>
            {others.length > 0 && <Card title={say('figures.others')}><FigureList call={call} caption={say('figures.others')} figures={others} /></Card>}
          </>
        )}
        <MorePages language={call.language} list={place} href={(page) => `/figures?page=${page}`} />
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
    const kinds = kindsFor(call, figure.table.dimensions)
    const kind = kindAsked(call.query, kinds)
    const address = `${call.installation.publicUrl}/figures/${figure.number}${kind === kinds[0] ? '' : `?chart=${kind}`}`
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
        {figure.bySex !== null && <p class="no-print"><ButtonLink kind="secondary" href={`/figures/${figure.bySex}`}>{say('by-sex')}</ButtonLink></p>}
        <ReleasedTable call={call} shown={figure} at={`/figures/${figure.number}`} />
        <p class="quiet small">{say('figure.address', { address })}</p>
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
        <SecondPersonSaid call={call} view={view} may={say('approval.approved')} done={say('approval.used')} anew={{ at: gateAddress(view.keptTable, view.method), label: say('release.propose-anew') }} />
        <p class="measure">{say('release.intro')}</p>
        {view.release !== null && <p><a href={`/figures/${view.release}`}>{say('kept.released', { number: view.release })}</a></p>}
        {(view.approval === 'approved' || view.approval === 'not-needed') && (
          <Notice tone="late"><p>{say('release.for-good')} <a href={gateAddress(view.keptTable, view.method)}>{say('release.at-gate')}</a></p><Form call={call} form={state}><Button kind="danger">{say('release.publish')}</Button></Form><p>{takeBackLink(call, `/releases/${view.id}`)}</p></Notice>
        )}
        <ReleasedTable call={call} shown={view} at={`/releases/${view.id}`} />
      </AppPage>
    )
  },
  leadsTo: (_, { number }) => `/figures/${number}`,
  says: ({ language }, { number }) => words(language)('release.done', { number }),
})
