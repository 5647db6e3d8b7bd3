import { actorNames } from '#law'
import { FileHeader, FileTabs } from '#cases'
import { AppPage, Card, Chip, ClockList, ClockRow, Details, FactList, formatShortDay, languageName, LawNote, MorePages, Notice, ProcedurePicture, Timeline, type Tone } from '#design'
import { page, type PageCall } from '#platform/doors/page'
import type { ProcedureView, QuestionRoundView, StepView } from '../actions/procedure-view.ts'
import { showFile, type FileView } from '../actions/show-file.ts'
import { needSentence } from './need-sentence.ts'
import { words } from './words.ts'

type Shown = { readonly call: PageCall; readonly view: ProcedureView }

const who = (call: PageCall, kind: string): string => actorNames[kind as keyof typeof actorNames]?.[call.language] ?? kind
const everyone = (call: PageCall, kinds: readonly string[]): string => kinds.map((kind) => who(call, kind)).join(', ')

function FilePage({ call, file }: { readonly call: PageCall; readonly file: FileView }) {
  const say = words(call.language)
  const view = file.procedure
  return (
    <AppPage call={call} title={say('page.title', { reference: file.header.reference })}>
      <FileHeader call={call} header={file.header} />
      <FileTabs call={call} file={view.file} current="procedure" />
      {view.trouble !== null && <Notice tone="late"><p>{say('page.indeterminate', { step: view.trouble })}</p></Notice>}
      <Card title={say('page.stands')}>
        <ProcedurePicture language={call.language} places={view.places} />
        <WaysOut call={call} view={view} />
        <p class="quiet small">{view.variantLabel} · {say('page.rules-since', { day: formatShortDay(view.rulesSince, call.language) })}</p>
      </Card>
      <div class="columns">
        <div>
          <WhatMayHappen call={call} view={view} />
          <Questions call={call} view={view} />
          <Documents call={call} view={view} />
          <Card title={say('page.history')}>
            <Timeline items={view.history.map(({ on, label, office, law, detail, letter }) => ({
              when: formatShortDay(on, call.language), what: <>{label}{detail && <span class="quiet">: {detail}</span>}</>, note: <>{office} · <LawNote language={call.language} law={law} />{letter && <><br />{say('page.letter')}: <InEachLanguage call={call} of={`/decisions/${letter}`} /></>}</>,
            }))} />
            <MorePages language={call.language} list={file} href={(number) => `/files/${view.file}?page=${number}`} />
          </Card>
        </div>
        <div>
          <Clocks call={call} view={view} />
          <Conditions call={call} view={view} />
          {view.rights.length > 0 && <Card title={say('page.rights')}><ul class="list">{view.rights.map((right) => <li>{right}</li>)}</ul></Card>}
        </div>
      </div>
    </AppPage>
  )
}

/** The ways that leave the path from here: few words, below the way itself. */
function WaysOut({ call, view }: Shown) {
  if (view.sideExits.length === 0) return null
  return (
    <Details summary={words(call.language)('page.exits')}>
      <ul class="list small quiet">{view.sideExits.map(({ label, stateLabel, law }) => <li>{label} → {stateLabel} · <LawNote language={call.language} law={law} /></li>)}</ul>
    </Details>
  )
}

/** One paper, in each language in which it may be handed over. */
const InEachLanguage = ({ call, of }: { readonly call: PageCall; readonly of: string }) => (
  <>{call.installation.pack.country.documentLanguages.map((language) => <><a href={`${of}/${language}`} hreflang={language}>{words(call.language)('document.open-in', { language: languageName(language, call.language) })}</a>{' '}</>)}</>
)

function WhatMayHappen({ call, view }: Shown) {
  const say = words(call.language)
  const mine = view.steps.filter((step) => step.mine)
  const others = view.steps.filter((step) => !step.mine && step.needs.length === 0)
  const later = view.steps.filter((step) => step.needs.length > 0)
  return (
    <Card title={say('page.now')} tone="now">
      {view.standing === 'ended' && <p>{say('page.ended')}</p>}
      {view.blocking.map((wait) => (
        <p>
          <span class="strong">
            {wait.dueOn && wait.daysLate > 0
              ? say('page.late-since', { who: who(call, wait.who), since: formatShortDay(wait.since, call.language), due: formatShortDay(wait.dueOn, call.language) })
              : say('page.waits-for', { who: who(call, wait.who) })}
          </span> · {wait.subject}{' '}
          {wait.daysLate > 0 && <Chip tone="late">{say('clock.late', { count: wait.daysLate })}</Chip>}
          {wait.dueOn && wait.daysLate === 0 && <span class="quiet">{formatShortDay(wait.dueOn, call.language)}</span>}
        </p>
      ))}
      {mine.length > 0 ? <><p class="strong">{say('page.you-may')}</p><ul class="plain">{mine.map((step) => <MineStep call={call} view={view} step={step} />)}</ul></> : view.standing === 'running' && <p class="quiet">{say('page.nothing-mine')}</p>}
      {others.length > 0 && <Details summary={say('page.by-others')}><ul class="list">{others.map((step) => <li>{step.label} <span class="quiet">({everyone(call, step.by)})</span></li>)}</ul></Details>}
      {later.length > 0 && (
        <Details summary={say('page.not-yet')}>
          <ul class="list">{later.map((step) => <li>{step.label} <span class="quiet">({everyone(call, step.by)})</span><ul class="list">{step.needs.map((need) => <li class="quiet">{needSentence(call.language, need)}</li>)}</ul></li>)}</ul>
        </Details>
      )}
    </Card>
  )
}

const MineStep = ({ call, view, step }: Shown & { readonly step: StepView }) => (
  <li><p><a class="strong" href={`/files/${view.file}/steps/${step.step}`}>{step.label}</a>{step.leadsTo && <span class="quiet"> → {step.leadsTo}</span>}<br /><LawNote language={call.language} law={step.law} /></p></li>
)

function Clocks({ call, view }: Shown) {
  const say = words(call.language)
  return (
    <Card title={say('page.clocks')}>
      {view.clocks.length === 0 ? <p class="quiet">{say('page.no-clocks')}</p> : (
        <ClockList>
          {view.clocks.map((clock) => (
            <ClockRow language={call.language} title={clock.label} level={clock.level} days={clock.days} startsOn={clock.startsOn} endsOn={clock.endsOn} today={call.today}
              note={<>{say('clock.owner', { who: who(call, clock.owner), day: formatShortDay(clock.endsOn, call.language) })} · <LawNote language={call.language} law={clock.law} /></>} />
          ))}
        </ClockList>
      )}
    </Card>
  )
}

const conditionTones: Readonly<Record<string, Tone>> = { yes: 'good', no: 'late', unknown: 'soon' }

function Conditions({ call, view }: Shown) {
  const say = words(call.language)
  return (
    <Card title={say('page.conditions')}>
      <FactList marked facts={view.conditions.map(({ label, met, on, evidence, law }) => [
        <>{label}<br /><LawNote language={call.language} law={law} /></>,
        met === null
          ? <Chip>{say('condition.none')}</Chip>
          : <><Chip tone={conditionTones[met] ?? 'plain'}>{say(`condition.${met}`, { day: on === null ? '' : formatShortDay(on, call.language) })}</Chip>{evidence && <div class="quiet small">{evidence}</div>}</>,
      ])} />
    </Card>
  )
}

function Questions({ call, view }: Shown) {
  if (view.rounds.length === 0) return null
  const say = words(call.language)
  return <Card title={say('page.questions')}>{view.rounds.map((round) => <Round call={call} round={round} />)}</Card>
}

function Round({ call, round }: { readonly call: PageCall; readonly round: QuestionRoundView }) {
  const say = words(call.language)
  const day = (on: string) => formatShortDay(on, call.language)
  return (
    <>
      <h3>{round.label}</h3>
      <p class="quiet">
        {say('questions.asked', { who: who(call, round.askedOf), day: day(round.askedOn) })}
        {round.dueOn && <> · {say('questions.due', { day: day(round.dueOn) })}</>} · {round.answeredOn ? say('questions.answered', { day: day(round.answeredOn) }) : say('questions.waiting')}
      </p>
      {round.questions === null ? <p class="quiet small">{say('questions.only-status')}</p> : (
        <FactList marked facts={round.questions.map(({ text, answer }) => [text, answer === null ? <Chip>{say('questions.waiting')}</Chip> : <Chip tone={conditionTones[answer] ?? 'plain'}>{say(`answer.${answer}`)}</Chip>])} />
      )}
    </>
  )
}

function Documents({ call, view }: Shown) {
  const say = words(call.language)
  const day = (on: string) => formatShortDay(on, call.language)
  return (
    <Card title={say('page.documents')}>
      {view.documents.length === 0 ? <p class="quiet">{say('page.no-documents')}</p> : (
        <FactList marked facts={view.documents.map((document) => [
          <>
            <span class="strong">{document.label}</span><br />
            <span class="quiet">{document.validUntil ? say('document.until', { from: day(document.validFrom), until: day(document.validUntil) }) : say('document.unlimited', { from: day(document.validFrom) })}{document.number && <> · {document.number}</>}</span>
            {document.id && <><br /><InEachLanguage call={call} of={`/documents/${document.id}`} /></>}
          </>,
          <Chip tone={document.status === 'valid' ? 'good' : 'plain'}>{say(`document.status-${document.status}`)}</Chip>,
        ])} />
      )}
    </Card>
  )
}

export const filePage = page({
  at: '/files/:file',
  asks: showFile,
  input: ({ params, query }) => ({ file: params['file'], page: query['page'] }),
  view: (call, file) => <FilePage call={call} file={file} />,
})
