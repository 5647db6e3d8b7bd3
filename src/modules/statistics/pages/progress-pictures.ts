import { formatDay, pictures } from '#design'
import type { ClocksView, WaitsView, WayView } from '../actions/way-acts.ts'
import { nameOfCode, type Reader } from './code-names.ts'
import { wordsOfPictures } from './picture-drawings.ts'
import { addresses, askedBy, readingOf, type Figure, type Figured } from './progress-frame.tsx'
import { daysSaid, nameOfClock, nameOfPart, nameOfPlace, nameOfWait, yearsIn } from './way-names.ts'
import { words } from './words.ts'

type Drawn = { readonly drawing: pictures.Drawing; readonly figures: pictures.FigureRows }
const paper: pictures.Paper = { width: pictures.drawingWidth, ids: 'fill' }
const number = (value: number, label = ''): pictures.Shown => ({ label, value, says: String(value) })

/** How far people came, each place as a bar of everybody in it. */
export function pictureOfWay(call: Reader, view: WayView): string {
  const say = words(call.language)
  const places = view.parts[0]?.way ?? []
  const lines = places.flatMap(({ key }, at) => view.parts.flatMap(({ part, way }) => { const place = way[at]; return place ? [{ label: told(call, view, nameOfPlace(call, key), part), ...place }] : [] }))
  return pictureOf(call, 'way', view, {
    drawing: pictures.shares([say('progress.took'), say('progress.passed'), say('progress.before'), say('progress.ended')], lines.map(({ label, took, passed, before, ended }) => ({
      label, total: number(took + passed + before + ended, label), parts: [took, passed, before, ended].map((value) => number(value)),
    })), paper, wordsOfPictures(call)),
    figures: {
      headings: [say('progress.came'), say('progress.took'), say('progress.passed'), say('progress.before'), say('progress.ended')],
      rows: lines.map(({ label, came, took, passed, before, ended }) => ({ label, says: [came, took, passed, before, ended].map(String) })),
    },
  })
}

/** How long is waited, each wait as a box of its middle half. */
export function pictureOfWaits(call: Reader, view: WaitsView): string {
  const say = words(call.language)
  const most = Math.max(1, ...view.waits.flatMap(({ parts }) => parts.map(({ horizon }) => horizon ?? 0)))
  const lines = view.waits.flatMap(({ wait, parts }) => parts.map((part) => ({ label: told(call, view, nameOfWait(call, wait), part.part), part })))
  return pictureOf(call, 'waits', view, {
    drawing: pictures.waits(lines.map(({ label, part }) => ({ label, says: daysSaid(part, part.median), ...part })), most, paper, { about: say('progress.box'), days: String }),
    figures: {
      headings: [say('progress.met'), say('progress.quartile'), say('progress.median'), say('progress.three-quarters'), say('progress.nine-tenths'), say('progress.waiting'), say('progress.longest'), say('progress.left')],
      rows: lines.map(({ label, part }) => ({ label, says: [String(part.met), ...[part.quartile, part.median, part.threeQuarters, part.nineTenths].map((days) => daysSaid(part, days)), String(part.waiting), part.longest === null ? '–' : String(part.longest), String(part.left)] })),
    },
  })
}

/** Which clocks were kept, each kind as a bar of all its clocks. */
export function pictureOfClocks(call: Reader, view: ClocksView): string {
  const say = words(call.language)
  const lines = view.clocks.flatMap(({ clock, owner, parts }) => parts.map((part) => ({ label: told(call, view, `${nameOfClock(call, clock)} (${nameOfCode(call, 'owner', owner)})`, part.part), part })))
  const daysOf = (days: number | null) => (days === null ? '–' : String(days))
  return pictureOf(call, 'clocks', view, {
    drawing: pictures.shares([say('progress.kept'), say('progress.late'), say('progress.open'), say('progress.open-late')], lines.map(({ label, part: { kept, late, open, openLate } }) => ({
      label, total: number(kept + late + open + openLate, label), parts: [kept, late, open, openLate].map((value) => number(value)),
    })), paper, wordsOfPictures(call)),
    figures: {
      headings: [say('progress.kept'), say('progress.with-file'), say('progress.late'), say('progress.late-median'), say('progress.late-most'), say('progress.open'), say('progress.open-late'), say('progress.open-late-most')],
      rows: lines.map(({ label, part }) => ({ label, says: [String(part.kept), String(part.withFile), String(part.late), daysOf(part.lateMedian), daysOf(part.lateMost), String(part.open), String(part.openLate), daysOf(part.openLateMost)] })),
    },
  })
}

const told = (call: Reader, { by }: Figured, name: string, part: string): string => (by === 'none' ? name : `${name} · ${nameOfPart(call, by, part)}`)

function pictureOf(call: Reader, figure: Figure, view: Figured, { drawing, figures }: Drawn): string {
  const say = words(call.language)
  const address = `${call.installation.publicUrl}${addresses[figure]}?${askedBy(view)}`
  return pictures.pictureFile({
    language: call.language, title: say(`progress.${figure}-title`, { years: yearsIn(view) }), below: say('counted-on', { day: formatDay(view.countedOn, call.language) }),
    warning: { short: say('not-for-release'), why: say('not-for-release-why') }, reading: [...readingOf(call, figure, view), [say('reading.address'), say('figure.address', { address })]],
    figures: { ...figures, heading: say('picture.figures'), instead: say('picture.elsewhere', { address }) },
  }, figures.rows.length > 0 ? drawing : { ...drawing, notes: [say('progress.no-clocks')] })
}
