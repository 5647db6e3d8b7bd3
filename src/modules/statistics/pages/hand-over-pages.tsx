import { SecondPersonSaid } from '#accounts'
import { AppPage, Button, ButtonLink, Card, Chip, DataTable, Form, formatDay, formatShortDay, MorePages, Notice, TextArea } from '#design'
import { form, page, type FormState, type PageCall } from '#platform/doors/page'
import type { ValueOf } from '#platform/doors/route'
import { day } from '#vocabulary/day'
import { proposeHandOver, showHandOver, stopHandOver, type HandCellView, type HandOverView } from '../actions/hand-over-acts.ts'
import { listHandOvers, releaseHandOver, showHandOverProposal, showReleasedHandOver } from '../actions/hand-over-release-acts.ts'
import { sourceOf } from '../domain/hand-overs/hand-over.ts'
import { HandedTable, HandOverGrid, Marks, MarksAbout, Origins, Reading } from './hand-over-tables.tsx'
import { gridsOf, handOverTableTitle, officeLabel, recipientLabel, recipientOf, tableOfKey } from './hand-over-words.ts'
import { ReportYears } from './report-years.tsx'
import { AlreadyProposed, takeBackLink } from './proposed.tsx'
import { WarningsCard } from './warnings.tsx'
import { WaysOut } from './ways-out.tsx'
import { Stopped, withQuery, Working, type StopAt } from './work.tsx'
import { words } from './words.ts'

type List = ValueOf<typeof listHandOvers>

function Preparing({ call, list: { year, due, proposed } }: { readonly call: PageCall; readonly list: List }) {
  const say = words(call.language)
  const years = [year, year - 1, year - 2]
  return (
    <Card title={say('handover.prepare')}>
      <DataTable caption={say('handover.prepare')} empty={say('none')} columns={[{ heading: say('handover.recipient') }, { heading: say('handover.due', { year }) }, { heading: say('year') }, { heading: say('handover.on-its-way') }]}
        rows={due.map(({ recipient, day }) => ({ cells: [
          <><span class="strong">{recipientLabel(call, recipient)}</span><p class="quiet small">{recipientOf(call, recipient)?.about[call.language]}</p></>,
          day ? <>{say('handover.due-days', { first: formatShortDay(day.inPrinciple, call.language), last: formatShortDay(day.atLatest, call.language) })} {!day.verified && <Chip>{say('handover.unverified')}</Chip>}</> : say('handover.no-day'),
          <>{years.map((each, index) => <>{index > 0 && ' · '}<a href={`/hand-overs/${recipient}/${each}`}>{each}</a></>)}</>,
          <>{proposed.filter((each) => each.recipient === recipient).map(({ id, year: of, number }) => <div>{number === null ? <a href={`/hand-overs/proposals/${id}`}>{say('handover.proposal-of', { year: of })}</a> : <a href={`/hand-overs/released/${number}`}>{say('handover.number-of', { number, year: of })}</a>}</div>)}</>,
        ] }))} />
    </Card>
  )
}

export const handOversPage = page({
  at: '/hand-overs', asks: listHandOvers, input: ({ query }) => ({ page: query['page'] }),
  view: (call, list) => {
    const say = words(call.language)
    const reports = list.prepares ? [...new Set([list.year, ...list.reports])] : list.reports
    return (
      <AppPage call={call} title={say('handover.title')}>
        <h1>{say('handover.title')}</h1>
        <p class="measure">{say('handover.intro')}</p>
        <ReportYears call={call} years={reports} />
        {list.prepares && <p><a href="/records">{say('records.register')}</a></p>}
        {list.prepares && <Preparing call={call} list={list} />}
        <Card title={say('handover.released')}>
          <DataTable caption={say('handover.released')} empty={say('figures.empty')} columns={[{ heading: say('number') }, { heading: say('handover.recipient') }, { heading: say('year') }, { heading: say('reading.released') }]}
            rows={list.released.map(({ number, recipient, year, releasedOn }) => ({ cells: [
              String(number), <a class="strong" href={`/hand-overs/released/${number}`}>{recipientLabel(call, recipient)}</a>, String(year), formatShortDay(releasedOn, call.language),
            ] }))} />
          <MorePages language={call.language} list={list} href={(page) => `/hand-overs?page=${page}`} />
        </Card>
        {!list.prepares && <p><a href="/figures">{say('figures.title')}</a></p>}
      </AppPage>
    )
  },
  menu: { order: 63, label: (language) => words(language)('menu.hand-overs'), only: ['analysis-centre', 'coordination', 'rapporteur'] },
})

function State({ call, view }: { readonly call: PageCall; readonly view: HandOverView }) {
  const say = words(call.language)
  if (view.state === 'working') return <Working call={call} work={view.work} name="gate" says={say('gate.working')} againAt={addressOf(view, view.victims)} stop={stopAt(view)} />
  if (view.state === 'stopped') return <Stopped call={call} work={view.work} anewAt={anewAt(view)} />
  if (view.state === 'refused') {
    return (
      <Notice tone="late">
        <p><strong>{say('gate.refused')}</strong> {say(`refusal.${view.why ?? 'auditor-refuses'}` as 'refusal.handed-over-from-files', { figures: view.beside.join(', '), threshold: view.threshold, number: view.before?.number ?? 0 })}</p>
        {view.why === 'nothing-to-hand-over' && <ul>{owedIn(view).map(({ office, items }) => <li>{say('handover.owes', { office: officeLabel(call, office), list: listIn(call, items.map((item) => itemLabel(call, item))) })}</li>)}</ul>}
      </Notice>
    )
  }
  return <Notice tone="good"><p><strong>{say('gate.passed')}</strong> {say('handover.passed', { hidden: view.hidden })}</p></Notice>
}
const addressOf = ({ recipient, year }: Pick<HandOverView, 'recipient' | 'year'>, victims: HandOverView['victims']): string => `/hand-overs/${recipient}/${year}${victims === 'files' ? '?victims=files' : ''}`

const anewAt = (view: HandOverView): string => withQuery(addressOf(view, view.victims), 'again')
const stopAt = ({ recipient, year, victims }: HandOverView): StopAt => ({ at: `/hand-overs/${recipient}/${year}/stop`, fields: [['victims', victims]] })

/** What each table would tell if only the sensitive figures were hidden, and what the gate hides beside them. */
function WithoutGate({ call, view }: { readonly call: PageCall; readonly view: HandOverView }) {
  const say = words(call.language)
  const { withoutGate, earlier, tables } = view
  const said = (count: number | null) => (count === null ? say('not-yet') : String(count))
  return (
    <Card title={say('without.title')}>
      <p class="measure">{say('without.intro')} {earlier.numbers.length === 0 ? say('without.alone') : earlier.sameDay.length === 0 ? say('without.other-day', { numbers: earlier.numbers.join(', ') }) : say('without.earlier', { numbers: earlier.numbers.join(', '), same: earlier.sameDay.join(', ') })}</p>
      <Working call={call} work={withoutGate} name="without" says={say('attack.working')} againAt={addressOf(view, view.victims)} stop={stopAt(view)} />
      <Stopped call={call} work={withoutGate} anewAt={anewAt(view)}>{say('attack.stopped')}</Stopped>
      <DataTable caption={say('without.title')} empty={say('none')} columns={[{ heading: say('table') }, { heading: say('gate.sensitive'), number: true }, { heading: say('without.exact'), number: true }, { heading: say('without.opened'), number: true }, { heading: say('without.others'), number: true }]}
        rows={tables.map(({ key, risk: { sensitive, exact, opened, forOthers } }) => ({ cells: [handOverTableTitle(call, key), String(sensitive), said(exact), said(opened), said(forOthers)] }))} />
    </Card>
  )
}

const listIn = ({ language }: PageCall, said: readonly string[]): string => new Intl.ListFormat(language, { type: 'conjunction' }).format(said)
const itemLabel = ({ language, installation: { codebook } }: PageCall, item: string): string => codebook.items.find(({ key }) => key === item)?.label[language] ?? item

/** Which services owe what and have handed in none of it. */
function owedIn({ origins }: HandOverView): readonly { readonly office: string; readonly items: readonly string[] }[] {
  const offices = [...new Set(origins.flatMap(({ missing }) => missing))]
  return offices.map((office) => ({ office, items: [...new Set(origins.flatMap(({ item, missing }) => (missing.includes(office) ? [item] : [])))] }))
}

/** A second hand-over of a year takes the place of the first: which one, of whose figures, and whether anything has changed. */
function Before({ call, view: { before, state } }: { readonly call: PageCall; readonly view: HandOverView }) {
  if (before === null) return null
  const say = words(call.language)
  const about = { number: before.number, day: formatDay(before.releasedOn, call.language), source: say(`handover.source.${before.source}`) }
  return <Notice tone="soon"><p>{say(before.isSame ? 'handover.same-as' : state === 'refused' ? 'handover.before' : 'handover.takes-the-place', about)} <a href={`/hand-overs/released/${before.number}`}>{say('handover.number', { number: before.number })}</a></p></Notice>
}

/** What is said of a live figure: its value or the state that it has in place of one, and whether it leaves. */
function Live({ call, cell }: { readonly call: PageCall; readonly cell: HandCellView }) {
  const say = words(call.language)
  if (cell.value === null) return <span class="quiet">{say(`handover.state.${cell.state}` as 'handover.state.not-available')}</span>
  return <>{cell.value}{cell.leaves === false && <> <Chip tone={cell.why === 'for-others' ? 'calm' : 'soon'}>{say(`mark.${cell.why ?? 'for-others'}`)}</Chip></>}{cell.state === 'provisional' && <> <Chip>{say('handover.provisional')}</Chip></>}<Marks call={call} marks={[...(cell.partial ? ['partial' as const] : []), ...(cell.twice ? ['twice' as const] : [])]} /></>
}

const dueDay = ({ language }: PageCall, { year }: HandOverView, on: string): string => formatDay(day(`${year + 1}-${on}`), language)

function HandOverPage({ call, view, state }: { readonly call: PageCall; readonly view: HandOverView; readonly state: FormState }) {
  const say = words(call.language)
  const title = say('handover.of-year', { recipient: recipientLabel(call, view.recipient), year: view.year })
  const recipient = recipientOf(call, view.recipient)
  const hasFiles = view.origins.some(({ of }) => call.installation.handOvers.counted.some(({ key, files }) => key === of && files))
  const due = call.installation.handOvers.due.find(({ recipients }) => recipients.includes(view.recipient))
  const isProposed = view.state === 'passed' && view.onItsWay === null && view.before?.isSame !== true
  const works = view.work.at === 'working' || view.withoutGate.at === 'working' || view.waysAt === 'working'
  return (
    <AppPage call={call} title={title} back={{ href: '/hand-overs', label: say('handover.title') }} againAt={works && !isProposed ? addressOf(view, view.victims) : undefined}>
      <h1>{title}</h1>
      <p class="measure">{recipient?.about[call.language]} {recipient?.verified === false && <Chip>{say('handover.unverified')}</Chip>}</p>
      <State call={call} view={view} />
      <Before call={call} view={view} />
      <WaysOut call={call} view={view} againAt={addressOf(view, view.victims)} anewAt={anewAt(view)} stop={stopAt(view)} />
      <Card title={say('handover.made-of')}>
        {hasFiles && <p class="no-print">{say('handover.victims-from')} {view.victims === 'files' ? <><a href={addressOf(view, 'deliveries')}>{say('handover.victims-deliveries')}</a> · <strong>{say('handover.victims-files')}</strong></> : <><strong>{say('handover.victims-deliveries')}</strong> · <a href={addressOf(view, 'files')}>{say('handover.victims-files')}</a></>}. {say('handover.never-added')}</p>}
        <Origins call={call} origins={view.origins} />
        {due && <p>{say('handover.due-days-of', { first: dueDay(call, view, due.inPrinciple), last: dueDay(call, view, due.atLatest) })} {due.verified === false && <Chip>{say('handover.unverified')}</Chip>}</p>}
        <p><a href="/deliveries">{say('deliveries.title')}</a></p>
      </Card>
      <WarningsCard call={call} warnings={view.warnings} services={view.services} at={(number) => { const to = addressOf(view, view.victims); return `${to}${to.includes('?') ? '&' : '?'}warnings=${number}` }} />
      <Card title={say('handover.tables')}>
        <p><strong>{say('not-for-release')}</strong> {say('handover.zero-about')}</p>
        {view.hidden > 0 && <p class="measure">{say('handover.why-hidden', { threshold: view.threshold })}</p>}
        <MarksAbout call={call} view={view} />
        {view.tables.map(({ key, parts }) => (
          <>
            {gridsOf(call, handOverTableTitle(call, key), parts).map((grid) => <HandOverGrid grid={grid} says={(cell) => <Live call={call} cell={cell} />} />)}
            <p class="quiet small">{tableOfKey(call, key)?.source} {tableOfKey(call, key)?.verified === false && <Chip>{say('handover.unverified')}</Chip>}</p>
          </>
        ))}
      </Card>
      {view.why !== 'nothing-to-hand-over' && <WithoutGate call={call} view={view} />}
      {view.onItsWay !== null && <AlreadyProposed call={call} at={`/hand-overs/proposals/${view.onItsWay}`} figure={null} />}
      {isProposed && (
        <Card title={say('handover.propose')}>
          <Form call={call} form={state}>
            <input type="hidden" name="victims" value={view.victims} />
            <TextArea form={state} name="reason" label={say('propose.reason')} hint={say('propose.hint')} rows={3} />
            <Button>{say('propose.send')}</Button>
          </Form>
        </Card>
      )}
    </AppPage>
  )
}

export const handOverForm = form({
  at: '/hand-overs/:recipient/:year', asks: showHandOver,
  input: ({ params, query }) => ({ recipient: params['recipient'], year: params['year'], ...(query['victims'] === undefined ? {} : { victims: query['victims'] }), warnings: query['warnings'], ...(query['again'] === 'yes' ? { again: 'yes' } : {}) }),
  does: proposeHandOver, sends: ({ params }, fields) => ({ recipient: params['recipient'], year: params['year'], victims: fields['victims'], reason: fields['reason'] }),
  view: (call, view, state) => <HandOverPage call={call} view={view} state={state} />,
  leadsTo: (_, { proposal }) => `/hand-overs/proposals/${proposal}`,
  says: ({ language }) => words(language)('propose.done'),
})

export const stopHandOverForm = form({
  at: '/hand-overs/:recipient/:year/stop', asks: null, does: stopHandOver, sends: ({ params }, fields) => ({ recipient: params['recipient'], year: params['year'], ...(fields['victims'] === undefined ? {} : { victims: fields['victims'] }) }),
  view: (call) => <AppPage call={call} title={words(call.language)('gate.title')} narrow><h1>{words(call.language)('gate.title')}</h1><p><a href="/hand-overs">{words(call.language)('handover.title')}</a></p></AppPage>,
  leadsTo: () => '/hand-overs', says: ({ language }) => words(language)('gate.stopped'),
})

export const handOverProposalForm = form({
  at: '/hand-overs/proposals/:proposal', asks: showHandOverProposal, input: ({ params }) => ({ proposal: params['proposal'] }),
  does: releaseHandOver, sends: ({ params }) => ({ proposal: params['proposal'] }),
  view: (call, view, state) => {
    const say = words(call.language)
    const title = say('handover.of-year', { recipient: recipientLabel(call, view.recipient), year: view.year })
    return (
      <AppPage call={call} title={title} back={{ href: '/hand-overs', label: say('handover.title') }}>
        <h1>{title}</h1>
        <SecondPersonSaid call={call} view={view} may={say('approval.approved')} done={say('approval.used')} anew={{ at: addressOf(view, sourceOf(view.about.origins)), label: say('release.propose-anew') }} />
        <p class="measure">{say('handover.would-leave')}</p>
        {view.corrects !== null && <p><a href={`/hand-overs/released/${view.corrects}`}>{say('handover.corrects', { number: view.corrects })}</a></p>}
        {view.number !== null && <p><a href={`/hand-overs/released/${view.number}`}>{say('handover.number-of', { number: view.number, year: view.year })}</a></p>}
        {(view.approval === 'approved' || view.approval === 'not-needed') && <Notice tone="late"><p>{say('release.for-good')} <a href={addressOf(view, sourceOf(view.about.origins))}>{say('release.at-gate')}</a></p><Form call={call} form={state}><Button kind="danger">{say('release.publish')}</Button></Form><p>{takeBackLink(call, `/hand-overs/proposals/${view.id}`)}</p></Notice>}
        <Card title={say('handover.tables')}>{view.tables.map((table) => <HandedTable call={call} table={table} />)}</Card>
        <Card title={say('handover.made-of')}><Origins call={call} origins={view.about.origins} /><Reading call={call} about={view.about} /></Card>
      </AppPage>
    )
  },
  leadsTo: (_, { number }) => `/hand-overs/released/${number}`,
  says: ({ language }, { number }) => words(language)('handover.done', { number }),
})

export const releasedHandOverPage = page({
  at: '/hand-overs/released/:number', asks: showReleasedHandOver, input: ({ params }) => ({ number: params['number'] }),
  view: (call, handed) => {
    const say = words(call.language)
    const at = `/hand-overs/released/${handed.number}`
    const title = say('handover.title-of', { number: handed.number, recipient: recipientLabel(call, handed.recipient), year: handed.year })
    const sdmx = handed.tables.filter(({ key }) => tableOfKey(call, key)?.sdmx)
    return (
      <AppPage call={call} title={title} back={{ href: '/hand-overs', label: say('handover.title') }}>
        <h1>{title}</h1>
        <p class="page__lead">{say('handover.released-on', { day: formatDay(handed.releasedOn, call.language) })}</p>
        {handed.correctedBy !== null && <Notice tone="soon"><p>{say('handover.corrected-by')} <a href={`/hand-overs/released/${handed.correctedBy}`}>{say('handover.number', { number: handed.correctedBy })}</a></p></Notice>}
        {handed.corrects !== null && <p><a href={`/hand-overs/released/${handed.corrects}`}>{say('handover.corrects', { number: handed.corrects })}</a></p>}
        <p class="buttons no-print">
          <ButtonLink kind="secondary" href={`${at}/tables.xlsx`}>{say('download.excel')}</ButtonLink>
          <ButtonLink kind="secondary" href={`${at}/tables.csv`}>{say('download.csv')}</ButtonLink>
          <ButtonLink kind="secondary" href={`${at}/dictionary.csv`}>{say('download.dictionary')}</ButtonLink>
        </p>
        <Card title={say('handover.tables')}>{handed.tables.map((table) => <HandedTable call={call} table={table} />)}</Card>
        {sdmx.length > 0 && (
          <Card title={say('handover.sdmx')}>
            <p class="measure">{say('handover.sdmx-about')} <Chip>{say('handover.unverified')}</Chip></p>
            <ul>{sdmx.map(({ key }) => <li><a href={`${at}/sdmx/${key}`}>{handOverTableTitle(call, key)}</a> <code>{tableOfKey(call, key)?.sdmx?.structure}</code> · <a href={`${at}/sdmx/${key}/dictionary.csv`} aria-label={`${handOverTableTitle(call, key)}, ${say('sdmx.dictionary')}`}>{say('sdmx.dictionary')}</a></li>)}</ul>
          </Card>
        )}
        <Card title={say('handover.made-of')}><Origins call={call} origins={handed.about.origins} /><Reading call={call} about={handed.about} /></Card>
        <p class="quiet small">{say('figure.address', { address: `${call.installation.publicUrl}${at}` })}</p>
      </AppPage>
    )
  },
})
