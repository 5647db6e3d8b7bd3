import { Card, ChartTable, PartBar, WaitBar } from '#design'
import { page, type PageCall } from '#platform/doors/page'
import { showClocks, showWaits, type ClocksView, type WaitsView } from '../actions/way-acts.ts'
import { nameOfCode } from './code-names.ts'
import { ProgressPage, questionIn, ToGate } from './progress-frame.tsx'
import { daysSaid, nameOfClock, nameOfPart, nameOfWait, yearsIn } from './way-names.ts'
import { words } from './words.ts'

function WaitsPage({ call, view }: { readonly call: PageCall; readonly view: WaitsView }) {
  const say = words(call.language)
  const title = say('progress.waits-title', { years: yearsIn(view) })
  const most = Math.max(1, ...view.waits.flatMap(({ parts }) => parts.map(({ horizon }) => horizon ?? 0)))
  const row = (label: string, part: WaitsView['waits'][number]['parts'][number]) => ({
    label, cells: [String(part.met), ...[part.quartile, part.median, part.threeQuarters, part.nineTenths].map((days) => daysSaid(part, days)), String(part.waiting), part.longest === null ? '–' : String(part.longest), String(part.left)],
    picture: <WaitBar most={most} waits={{ low: part.quartile, middle: part.median, high: part.threeQuarters, far: part.nineTenths }} />,
  })
  const groups = view.by === 'none'
    ? [{ rows: view.waits.flatMap(({ wait, parts }) => parts.map((part) => row(nameOfWait(call, wait), part))) }]
    : view.waits.map(({ wait, parts }) => ({ label: nameOfWait(call, wait), rows: parts.map((part) => row(nameOfPart(call, view.by, part.part), part)) }))
  return (
    <ProgressPage call={call} figure="waits" view={view} title={say('progress.waits')}>
      <Card title={title}>
        <p class="quiet">{say('progress.waits-about', { most })}</p>
        <ChartTable caption={title} heading={say('progress.wait')} picture={say('progress.waits-picture', { most })} groups={groups}
          columns={[say('progress.met'), say('progress.quartile'), say('progress.median'), say('progress.three-quarters'), say('progress.nine-tenths'), say('progress.waiting'), say('progress.longest'), say('progress.left')]} />
        <ToGate call={call} view={view} rows="to-acceptance" about={say('progress.gate-waits')} />
      </Card>
    </ProgressPage>
  )
}

export const waitsPage = page({ at: '/progress/waits', asks: showWaits, input: questionIn, view: (call, view) => <WaitsPage call={call} view={view} /> })

type Kept = ClocksView['clocks'][number]['parts'][number]

function ClocksPage({ call, view }: { readonly call: PageCall; readonly view: ClocksView }) {
  const say = words(call.language)
  const title = say('progress.clocks-title', { years: yearsIn(view) })
  const most = Math.max(1, ...view.clocks.flatMap(({ parts }) => parts.map(({ kept, late, open, openLate }) => kept + late + open + openLate)))
  const daysOf = (days: number | null) => (days === null ? '–' : String(days))
  const row = (label: string, { kept, withFile, late, lateMedian, lateMost, open, openLate, openLateMost }: Kept) => ({
    label, cells: [String(kept), String(withFile), String(late), daysOf(lateMedian), daysOf(lateMost), String(open), String(openLate), daysOf(openLateMost)],
    picture: <PartBar most={most} parts={[{ fill: 1, value: kept }, { fill: 2, value: late }, { fill: 3, value: open }, { fill: 4, value: openLate }]} />,
  })
  const nameOf = ({ clock, owner }: ClocksView['clocks'][number]) => `${nameOfClock(call, clock)} (${nameOfCode(call, 'owner', owner)})`
  const groups = view.by === 'none'
    ? [{ rows: view.clocks.flatMap((each) => each.parts.map((part) => row(nameOf(each), part))) }]
    : view.clocks.map((each) => ({ label: nameOf(each), rows: each.parts.map((part) => row(nameOfPart(call, view.by, part.part), part)) }))
  return (
    <ProgressPage call={call} figure="clocks" view={view} title={say('progress.clocks')}>
      <Card title={title}>
        {view.clocks.length === 0 ? <p class="quiet">{say('progress.no-clocks')}</p> : (
          <ChartTable caption={title} heading={say('progress.clock')} picture={say('progress.clocks-picture')} groups={groups}
            columns={[say('progress.kept'), say('progress.with-file'), say('progress.late'), say('progress.late-median'), say('progress.late-most'), say('progress.open'), say('progress.open-late'), say('progress.open-late-most')]}
            legend={[{ fill: 1, says: say('progress.kept') }, { fill: 2, says: say('progress.late') }, { fill: 3, says: say('progress.open') }, { fill: 4, says: say('progress.open-late') }]} />
        )}
        <ToGate call={call} view={view} rows="clocks" about={say('progress.gate-clocks')} />
      </Card>
    </ProgressPage>
  )
}

export const clocksPage = page({ at: '/progress/clocks', asks: showClocks, input: questionIn, view: (call, view) => <ClocksPage call={call} view={view} /> })
