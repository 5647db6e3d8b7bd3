import { Card, Chip, Details, LawNote, Notice } from '#design'
import { sayFrom } from '#platform/words'
import type { PageCall } from '#platform/doors/page'
import type { ScreeningView } from '../actions/report-views.ts'
import { words } from './words.ts'

type Shown = { readonly call: PageCall; readonly screening: ScreeningView }

/** A part of the explanation as a sentence; the signs it speaks of are named after it. */
const sentence = (call: PageCall, { key, count = 0, needed = 0, pack = '', dimension = '', signs = [] }: ScreeningView['because'][number]): string | undefined =>
  sayFrom('detection', call.language, `reason.${key}`, { count, needed, pack, dimension, signs: signs.join('; ') })

/** What the signs mean so far, and which duties follow; it points and never decides. */
export function SoFar({ call, screening }: Shown) {
  const say = words(call.language)
  const met = screening.packs.filter(({ rule }) => rule === 'met')
  const others = screening.packs.filter(({ rule }) => rule !== 'met')
  return (
    <Notice>
      <p class="strong">{say('so-far')}</p>
      {screening.because.map((part) => <p>{sentence(call, part)}</p>)}
      {met.map(({ title, seen, because }) => (
        <>
          <p><span class="strong">{title}</span>: {seen.join('; ')}</p>
          <Details summary={say('why-list')}>{because.map((part) => <p>{sentence(call, part)}</p>)}</Details>
        </>
      ))}
      {others.length > 0 && <Details summary={say('other-lists')}>{others.flatMap(({ because }) => because).map((part) => <p>{sentence(call, part)}</p>)}</Details>}
      <Duties call={call} screening={screening} />
    </Notice>
  )
}

export function Duties({ call, screening }: Shown) {
  const say = words(call.language)
  if (screening.duties.length === 0) return <p class="quiet">{say('duties.none')}</p>
  return (
    <Details summary={say('duties-link', { count: screening.duties.length })}>
      <ol class="list">
        {screening.duties.map((duty) => (
          <li><p>{duty.text} <Chip tone="soon">{say(`when.${duty.when}` as 'when.immediately')}</Chip><br /><span class="quiet">→ {duty.towards}</span><br /><LawNote language={call.language} law={duty.law} /></p></li>
        ))}
      </ol>
    </Details>
  )
}

export const DutiesCard = ({ call, screening }: Shown) => <Card title={words(call.language)('duties.title')} tone="now"><Duties call={call} screening={screening} /></Card>
