import { SecondPersonSaid } from '#accounts'
import { AppPage, Button, ButtonLink, DataTable, Form, formatDay, formatShortDay, Notice } from '#design'
import { form, page } from '#platform/doors/page'
import { startAnalysis } from '../actions/draft-acts.ts'
import { listAnalyses, publishAnalysis, showAnalysis, showProposedAnalysis } from '../actions/edition-acts.ts'
import { AnalysisBody } from './analysis-text.tsx'
import { TypedNumbers } from './draft-pages.tsx'
import { words } from './words.ts'

export const analysesPage = page({
  at: '/analyses', asks: listAnalyses, input: () => ({}),
  view: (call, { analyses }) => {
    const say = words(call.language)
    return (
      <AppPage call={call} title={say('title')}>
        <h1>{say('title')}</h1>
        <p class="measure">{say('intro')}</p>
        {call.actor?.officeKind === 'analysis-centre' && <p class="no-print"><ButtonLink kind="secondary" href="/analyses/drafts">{say('drafts.title')}</ButtonLink></p>}
        <DataTable caption={say('title')} empty={say('empty')} columns={[{ heading: say('number') }, { heading: say('text.title') }, { heading: say('published') }]}
          rows={analyses.map(({ number, title, language, publishedOn }) => ({ cells: [String(number), <a class="strong" lang={language} href={`/analyses/${number}`}>{title}</a>, formatShortDay(publishedOn, call.language)] }))} />
      </AppPage>
    )
  },
  menu: { order: 63, label: (language) => words(language)('menu'), only: ['analysis-centre', 'coordination', 'rapporteur'] },
})

export const analysisPage = page({
  at: '/analyses/:number', asks: showAnalysis, input: ({ params, query }) => ({ number: params['number'], ...(query['edition'] === undefined ? {} : { edition: query['edition'] }) }),
  view: (call, analysis) => {
    const say = words(call.language)
    const { number, edition, title, editions, publishedOn } = analysis
    const latest = editions[0]?.edition ?? edition
    return (
      <AppPage call={call} title={title} back={{ href: '/analyses', label: say('title') }}>
        <h1 lang={analysis.language}>{title}</h1>
        <p class="page__lead">{say('analysis', { number })} · {say('edition', { edition })} · {formatDay(publishedOn, call.language)}</p>
        {edition < latest && <Notice tone="soon"><p>{say('not-latest')} <a href={`/analyses/${number}`}>{say('latest')}</a></p></Notice>}
        <AnalysisBody call={call} analysis={analysis} />
        {editions.length > 1 && <p class="no-print">{say('editions')} {editions.map((each) => <><a href={`/analyses/${number}?edition=${each.edition}`}>{say('edition', { edition: each.edition })} ({formatShortDay(each.publishedOn, call.language)})</a>{' '}</>)}</p>}
        <p class="quiet small">{say('address', { address: `${call.installation.publicUrl}/analyses/${number}?edition=${edition}` })}</p>
        {call.actor?.officeKind === 'analysis-centre' && <form class="no-print" method="post" action={`/analyses/${number}/revise`}><Button kind="secondary">{say('revise')}</Button></form>}
      </AppPage>
    )
  },
})

export const reviseForm = form({
  at: '/analyses/:number/revise', asks: null, does: startAnalysis, sends: ({ params }) => ({ corrects: params['number'] }),
  view: (call, _, state) => {
    const say = words(call.language)
    return (
      <AppPage call={call} title={say('revise')} narrow back={{ href: `/analyses/${call.params['number'] ?? ''}`, label: say('title') }}>
        <h1>{say('revise')}</h1>
        <p class="measure">{say('revise.what')}</p>
        <Form call={call} form={state}><Button>{say('revise')}</Button></Form>
      </AppPage>
    )
  },
  leadsTo: (_, { draft }) => `/analyses/drafts/${draft}`,
})

export const proposalForm = form({
  at: '/analyses/proposals/:proposal', asks: showProposedAnalysis, input: ({ params }) => ({ proposal: params['proposal'] }),
  does: publishAnalysis, sends: ({ params }) => ({ proposal: params['proposal'] }),
  view: (call, view, state) => {
    const say = words(call.language)
    return (
      <AppPage call={call} title={view.title} back={{ href: '/analyses/drafts', label: say('drafts.title') }}>
        <h1 lang={view.language}>{view.title}</h1>
        <SecondPersonSaid call={call} view={view} may={say('approval.approved')} done={say('approval.used')} anew={{ at: `/analyses/drafts/${view.draft}`, label: say('propose-anew') }} />
        {view.published !== null && <p><a href={`/analyses/${view.published}`}>{say('published-as', { number: view.published })}</a></p>}
        {(view.approval === 'approved' || view.approval === 'not-needed') && (
          <Notice tone="late"><p>{say('for-good')}</p><Form call={call} form={state}><Button kind="danger">{say('publish')}</Button></Form></Notice>
        )}
        <TypedNumbers call={call} view={view} />
        <AnalysisBody call={call} analysis={view} />
      </AppPage>
    )
  },
  leadsTo: (_, { number }) => `/analyses/${number}`, says: ({ language }, { number, edition }) => words(language)('publish.done', { number, edition }),
})
