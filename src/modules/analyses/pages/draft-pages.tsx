import { AppPage, Button, ButtonLink, Card, Chip, DataTable, Details, Form, formatInstant, formatShortDay, languageName, Notice, Select, TextArea, TextField } from '#design'
import { codesOfCell, countedLabel, FigureTable, gridsOf, HandOverGrid, handOverTableTitle, recipientLabel, saysOf, saysOfHanded, titleOf } from '#statistics'
import { form, page, type FormState, type PageCall } from '#platform/doors/page'
import { languages } from '#vocabulary/language'
import { dropAnalysis, listAnalysisDrafts, showCitable, showCitableHandOver, showDraft, startAnalysis, writeAnalysis, type Draft } from '../actions/draft-acts.ts'
import { proposeAnalysis } from '../actions/edition-acts.ts'
import { written } from '../domain/citation.ts'
import { AnalysisBody } from './analysis-text.tsx'
import { words } from './words.ts'


const Language = ({ call, state, value }: { readonly call: PageCall; readonly state: FormState; readonly value: string }) => (
  <Select form={state} name="language" label={words(call.language)('language')} value={value} choices={languages.map((each) => ({ value: each, label: languageName(each, call.language) }))} />
)

export const draftsForm = form({
  at: '/analyses/drafts', asks: listAnalysisDrafts, input: () => ({}), does: startAnalysis, sends: (_, fields) => ({ title: fields['title'], language: fields['language'] }),
  view: (call, { drafts }, state) => {
    const say = words(call.language)
    return (
      <AppPage call={call} title={say('drafts.title')} back={{ href: '/analyses', label: say('title') }}>
        <h1>{say('drafts.title')}</h1>
        <p class="measure">{say('drafts.intro')}</p>
        <DataTable caption={say('drafts.title')} empty={say('drafts.empty')} columns={[{ heading: say('text.title') }, { heading: say('drafts.written') }, { heading: say('drafts.state') }]}
          rows={drafts.map(({ id, title, corrects, writtenAt, proposal, published, stands }) => ({ cells: [
            <a class="strong" href={`/analyses/drafts/${id}`}>{title}</a>, formatInstant(writtenAt, call.language, call.installation.zone),
            <>
              {corrects !== null && <Chip>{say('corrects', { number: corrects })}</Chip>}{' '}
              {published !== null ? <a href={`/analyses/${published}`}>{say('published-as', { number: published })}</a> : proposal !== null ? <a href={`/analyses/proposals/${proposal}`}>{say(stands ? 'proposed' : 'not-approved')}</a> : <Chip>{say('being-written')}</Chip>}
            </>,
          ] }))} />
        <Card title={say('start')}>
          <Form call={call} form={state}>
            <TextField form={state} name="title" label={say('text.title')} />
            <Language call={call} state={state} value={call.language} />
            <Button>{say('start')}</Button>
          </Form>
        </Card>
      </AppPage>
    )
  },
  leadsTo: (_, { draft }) => `/analyses/drafts/${draft}`,
})

/** What nobody can check yet, and what a cited figure keeps hidden: said to whoever writes and to whoever approves. */
export function TypedNumbers({ call, view: { typed, betrays } }: { readonly call: PageCall; readonly view: Pick<Draft, 'typed' | 'betrays'> }) {
  const say = words(call.language)
  return (
    <>
      {betrays.length > 0 && <Notice tone="late"><p><strong>{say('betrays')}</strong> {betrays.map(({ typed: number, figure }) => say('betrays.which', { number, figure })).join(' ')} {say('betrays.why')}</p></Notice>}
      {typed.length > 0 && <Notice tone="soon"><p><strong>{say('typed', { count: typed.length })}</strong> {new Intl.ListFormat(call.language).format(typed.slice(0, 30))}. {say('typed.why')}</p></Notice>}
    </>
  )
}

function Released({ call, draft }: { readonly call: PageCall; readonly draft: Draft }) {
  const say = words(call.language)
  return (
    <Card title={say('citable')}>
      <p class="measure">{say('citable.intro')}</p>
      <DataTable caption={say('citable')} empty={say('citable.empty')} columns={[{ heading: say('citation') }, { heading: say('citable.figure') }, { heading: say('citable.counted') }]}
        rows={draft.released.map(({ number, wish, countedOn }) => ({ cells: [<code>[{number}]</code>, <a href={`/analyses/figures/${number}`}>{titleOf(call, wish)}</a>, formatShortDay(countedOn, call.language)] }))} />
      <p><a href="/figures">{say('citable.all')}</a></p>
      <Details summary={say('citable.hand-overs')} open={draft.handedOver.length > 0 && draft.handedOver.length <= 10}>
        <DataTable caption={say('citable.hand-overs')} empty={say('citable.no-hand-over')} columns={[{ heading: say('number') }, { heading: say('citable.hand-over') }, { heading: say('citable.released') }]}
          rows={draft.handedOver.map(({ number, recipient, year, releasedOn }) => ({ cells: [String(number), <a href={`/analyses/hand-overs/${number}`}>{recipientLabel(call, recipient)}, {year}</a>, formatShortDay(releasedOn, call.language)] }))} />
      </Details>
      <Details summary={say('citable.printed')}>
        <p class="measure">{say('printed.intro')}</p>
        <DataTable caption={say('citable.printed')} empty={say('citable.empty')} columns={[{ heading: say('citation') }, { heading: say('citable.figure') }, { heading: say('citable.value') }, { heading: say('citable.source') }]}
          rows={draft.printed.map(({ key, label, figure, period, source, published }) => ({ cells: [<code>{written({ point: key })}</code>, label[call.language], <><span class="strong">{figure[call.language]}</span> ({period[call.language]})</>, `${source} (${published[call.language]})`] }))} />
      </Details>
    </Card>
  )
}

export const draftForm = form({
  at: '/analyses/drafts/:draft', asks: showDraft, input: ({ params }) => ({ draft: params['draft'] }), does: writeAnalysis,
  sends: ({ params }, fields) => ({ draft: params['draft'], version: fields['version'], language: fields['language'], title: fields['title'], summary: fields['summary'], text: fields['text'] }),
  view: (call, draft, state) => {
    const say = words(call.language)
    // Whoever was overtaken sees what her colleague wrote beside what she typed; saving again is then her decision.
    const isOvertaken = state.values['version'] !== undefined && state.values['version'] !== String(draft.version)
    return (
      <AppPage call={call} title={draft.title} back={{ href: '/analyses/drafts', label: say('drafts.title') }}>
        <h1>{draft.title}</h1>
        <TypedNumbers call={call} view={draft} />
        <Card title={say('write')}>
          <p class="measure">{say('write.how')}</p>
          {isOvertaken && <Notice tone="late"><p><strong>{say('overtaken')}</strong></p><pre class="measure">{draft.text}</pre></Notice>}
          <Form call={call} form={state}>
            <input type="hidden" name="version" value={draft.version} />
            <TextField form={state} name="title" label={say('text.title')} value={draft.title} />
            <Language call={call} state={state} value={draft.language} />
            <TextArea form={state} name="summary" label={say('text.summary')} value={draft.summary} rows={4} />
            <TextArea form={state} name="text" label={say('text.text')} hint={say('text.hint')} value={draft.text} rows={24} />
            <Button>{say('save')}</Button>
          </Form>
        </Card>
        <Released call={call} draft={draft} />
        <h2>{say('preview')}</h2>
        <AnalysisBody call={call} analysis={draft} />
        <p class="buttons no-print"><ButtonLink href={`/analyses/drafts/${draft.id}/propose`}>{say('propose')}</ButtonLink></p>
        <form class="no-print" method="post" action={`/analyses/drafts/${draft.id}/drop`}><Button kind="secondary">{say('drop')}</Button></form>
      </AppPage>
    )
  },
  leadsTo: (_, { draft }) => `/analyses/drafts/${draft}`, says: ({ language }) => words(language)('saved'),
})

export const dropDraftForm = form({
  at: '/analyses/drafts/:draft/drop', asks: null, does: dropAnalysis, sends: ({ params }) => ({ draft: params['draft'] }),
  view: (call, _, state) => {
    const say = words(call.language)
    return (
      <AppPage call={call} title={say('drop')} narrow back={{ href: '/analyses/drafts', label: say('drafts.title') }}>
        <h1>{say('drop')}</h1>
        <p class="measure">{say('drop.what')}</p>
        <Form call={call} form={state}><Button kind="danger">{say('drop')}</Button></Form>
      </AppPage>
    )
  },
  leadsTo: () => '/analyses/drafts', says: ({ language }) => words(language)('dropped'),
})

export const proposeForm = form({
  at: '/analyses/drafts/:draft/propose', asks: showDraft, input: ({ params }) => ({ draft: params['draft'] }), does: proposeAnalysis,
  sends: ({ params }, fields) => ({ draft: params['draft'], reason: fields['reason'] }),
  view: (call, draft, state) => {
    const say = words(call.language)
    return (
      <AppPage call={call} title={say('propose')} narrow back={{ href: `/analyses/drafts/${draft.id}`, label: draft.title }}>
        <h1>{say('propose')}</h1>
        <p class="measure">{say('propose.what', { title: draft.title })}</p>
        <TypedNumbers call={call} view={draft} />
        <Form call={call} form={state}>
          <TextArea form={state} name="reason" label={say('propose.reason')} rows={3} />
          <Button>{say('propose')}</Button>
        </Form>
      </AppPage>
    )
  },
  leadsTo: (_, { proposal }) => `/analyses/proposals/${proposal}`, says: ({ language }) => words(language)('propose.done'),
})

export const citablePage = page({
  at: '/analyses/figures/:number', asks: showCitable, input: ({ params }) => ({ number: params['number'] }),
  view: (call, { number, wish, table }) => {
    const say = words(call.language)
    const title = `${say('figure', { number })}: ${titleOf(call, wish)}`
    const cells = table.cells.map((cell, index) => ({ cell, citation: written({ number, codes: codesOfCell(table, index) }) }))
    return (
      <AppPage call={call} title={title} back={{ href: '/analyses/drafts', label: say('drafts.title') }}>
        <h1>{title}</h1>
        <p class="measure">{say('cite.how')} <code>[{number}]</code></p>
        <FigureTable call={call} title={title} dimensions={table.dimensions} cells={cells} says={({ cell, citation }) => <>{saysOf(call, cell)}<br /><code class="small">{citation}</code></>} />
      </AppPage>
    )
  },
})

export const citableHandOverPage = page({
  at: '/analyses/hand-overs/:number', asks: showCitableHandOver, input: ({ params }) => ({ number: params['number'] }),
  view: (call, { number, recipient, year, tables }) => {
    const say = words(call.language)
    const title = say('hand-over.source', { number, recipient: recipientLabel(call, recipient), year })
    return (
      <AppPage call={call} title={title} back={{ href: '/analyses/drafts', label: say('drafts.title') }}>
        <h1>{title}</h1>
        <p class="measure">{say('cite.hand-over')}</p>
        {tables.map(({ key, parts }) => {
          // What is counted is named where the table counts several.
          const cites = (of: string, codes: readonly string[]) => written({ number, table: key, ...(parts.length > 1 ? { part: of } : {}), codes })
          return (
            <Card title={handOverTableTitle(call, key)}>
              <p>{say('cite.whole')} <code>{written({ number, table: key, codes: [] })}</code>{parts.length > 1 && <> · {parts.map(({ of }, index) => <>{index > 0 && ' · '}{countedLabel(call, of)}: <code>{cites(of, [])}</code></>)}</>}</p>
              {gridsOf(call, handOverTableTitle(call, key), parts.map(({ of, table }) => ({ of, dimensions: table.dimensions, cells: table.cells.map((cell, index) => ({ cell, citation: cites(of, codesOfCell(table, index)) })) })))
                .map((grid) => <HandOverGrid grid={grid} says={({ cell, citation }) => <>{saysOfHanded(call, cell)}{typeof cell === 'number' && <><br /><code class="small">{citation}</code></>}</>} />)}
            </Card>
          )
        })}
      </AppPage>
    )
  },
})
