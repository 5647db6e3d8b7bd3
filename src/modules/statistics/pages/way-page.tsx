import { Card, ChartTable, DataTable, PartBar } from '#design'
import { page, type PageCall } from '#platform/doors/page'
import { showWay, type WayView } from '../actions/way-acts.ts'
import { ProgressPage, questionIn, ToGate } from './progress-frame.tsx'
import { nameOfEnding, nameOfPart, nameOfPlace, nameOfStep, shareOf, yearsIn } from './way-names.ts'
import { words } from './words.ts'

type Props = { readonly call: PageCall; readonly view: WayView }

function Way({ call, view }: Props) {
  const say = words(call.language)
  const places = view.parts[0]?.way ?? []
  const row = (part: WayView['parts'][number], at: number, label: string) => {
    const [place, earlier] = [part.way[at], part.way[at - 1]]
    if (!place) return []
    const { took, passed, before, ended, came } = place
    return [{
      label, cells: [String(came), earlier ? shareOf(call, came, earlier.came) : '–', shareOf(call, came, part.way[0]?.came ?? 0), String(passed), String(before), String(ended)],
      picture: <PartBar most={part.way[0]?.came ?? 0} parts={[{ fill: 1, value: took }, { fill: 2, value: passed }, { fill: 3, value: before }, { fill: 4, value: ended }]} />,
    }]
  }
  const groups = view.by === 'none'
    ? [{ rows: view.parts.flatMap((part) => places.flatMap(({ key }, at) => row(part, at, nameOfPlace(call, key)))) }]
    : places.map(({ key }, at) => ({ label: nameOfPlace(call, key), rows: view.parts.flatMap((part) => row(part, at, nameOfPart(call, view.by, part.part))) }))
  return (
    <ChartTable caption={say('progress.way-title', { years: yearsIn(view) })} heading={say('progress.place')} picture={say('progress.way-picture')} groups={groups}
      columns={[say('progress.came'), say('progress.of-before'), say('progress.of-all'), say('progress.passed'), say('progress.before'), say('progress.ended')]}
      legend={[{ fill: 1, says: say('progress.took') }, { fill: 2, says: say('progress.passed') }, { fill: 3, says: say('progress.before') }, { fill: 4, says: say('progress.ended') }]} />
  )
}

/** The people of each part in a column: rows that some part has and another has not show their zero. */
function Parts({ call, view, title, rows }: Props & { readonly title: string; readonly rows: readonly { readonly label: string; readonly inPart: (part: WayView['parts'][number]) => number }[] }) {
  const say = words(call.language)
  return (
    <DataTable caption={title} empty={say('facts.empty')} columns={[{ heading: say('category') }, ...view.parts.map(({ part }) => ({ heading: view.by === 'none' ? say('persons') : nameOfPart(call, view.by, part), number: true }))]}
      rows={rows.map(({ label, inPart }) => ({ cells: [label, ...view.parts.map((part) => String(inPart(part)))] }))} />
  )
}

function WayPage({ call, view }: Props) {
  const say = words(call.language)
  const [everybody] = view.parts
  return (
    <ProgressPage call={call} figure="way" view={view} title={say('progress.way')}>
      <Card title={say('progress.way-title', { years: yearsIn(view) })}>
        <Way call={call} view={view} />
        <ToGate call={call} view={view} rows="reached" about={say('progress.gate-about')} />
      </Card>
      <Card title={say('progress.endings-title')}>
        <Parts call={call} view={view} title={say('progress.endings-title')} rows={(everybody?.endings ?? []).map((each) => ({
          label: each.hasEnded ? nameOfEnding(call, each) : `${say('category.open')}: ${nameOfEnding(call, each)}`,
          inPart: ({ endings }) => endings.find(({ state, ground, hasEnded }) => state === each.state && ground === each.ground && hasEnded === each.hasEnded)?.persons ?? 0,
        }))} />
      </Card>
      <Card title={say('progress.beside-title')}>
        <p class="quiet">{say('progress.beside-about')}</p>
        <Parts call={call} view={view} title={say('progress.beside-title')} rows={(everybody?.beside ?? []).map(({ step }, index) => ({ label: nameOfStep(call, step), inPart: ({ beside }) => beside[index]?.persons ?? 0 }))} />
      </Card>
    </ProgressPage>
  )
}

export const wayPage = page({
  at: '/progress', asks: showWay, input: questionIn, view: (call, view) => <WayPage call={call} view={view} />,
  menu: { order: 61.5, label: (language) => words(language)('menu.progress') },
})
