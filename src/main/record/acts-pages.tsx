import { AppPage, Button, Card, Chip, DataTable, DateField, dayFrom, formatInstant, NewsTiles, Pagination, Select, TextField, type Tone } from '#design'
import { page, type PageCall } from '#platform/doors/page'
import { actOutcomes, type ActOutcome } from '#platform/audit/act-line'
import type { Language } from '#vocabulary/language'
import { AccessLinks } from './access-links.tsx'
import { listActs, listOwnActs, listWhoSaw, type Acts, type OwnActs, type WhoSaw } from './list-acts.ts'
import { routeLabel } from './route-label.ts'
import { words } from './words.ts'

const tones: Readonly<Record<ActOutcome, Tone>> = { begun: 'plain', done: 'good', repeated: 'plain', refused: 'soon', denied: 'late', fault: 'late' }
const subjects = ['account', 'act', 'approval', 'care', 'clock', 'command', 'contact', 'decision', 'document', 'emergency', 'file', 'mail', 'medical', 'numbers', 'operation', 'person', 'place', 'procedure', 'referral', 'report', 'round', 'session', 'stay', 'task', 'view'] as const

const Outcome = ({ language, act }: { readonly language: Language; readonly act: { readonly outcome: ActOutcome; readonly refusal: string | null } }) => (
  <><Chip tone={tones[act.outcome]}>{words(language)(`outcome.${act.outcome}`)}</Chip>{act.refusal && <div class="quiet small">{act.refusal}</div>}</>
)

const moment = (call: PageCall, at: string) => formatInstant(at, call.language, call.installation.zone)

function Filters({ call, list: { asked, offices } }: { readonly call: PageCall; readonly list: Acts }) {
  const say = words(call.language)
  const day = (name: 'from' | 'to') => Object.fromEntries((asked[name]?.split('-') ?? []).map((part, index) => [`${name}-${['year', 'month', 'day'][index] ?? ''}`, part]))
  const filled = { values: { reference: asked.reference, who: asked.who, office: asked.office ?? '', outcome: asked.outcome ?? '', subject: asked.subject ?? '', ...day('from'), ...day('to') }, errors: {} }
  return (
    <form method="post" action="/acts/search" class="filters" role="search">
      <TextField form={filled} name="reference" label={say('acts.reference')} width="medium" />
      <TextField form={filled} name="who" label={say('acts.person')} width="medium" />
      <Select form={filled} name="office" label={say('acts.office')} choices={offices} empty={say('acts.any')} />
      <Select form={filled} name="subject" label={say('acts.subject')} choices={subjects.map((value) => ({ value, label: say(`noun.${value}`) }))} empty={say('acts.any')} />
      <Select form={filled} name="outcome" label={say('acts.outcome')} choices={actOutcomes.map((value) => ({ value, label: say(`outcome.${value}`) }))} empty={say('acts.any')} />
      <DateField form={filled} name="from" label={say('acts.from')} language={call.language} />
      <DateField form={filled} name="to" label={say('acts.to')} language={call.language} />
      <Button kind="secondary">{say('acts.find')}</Button>
    </form>
  )
}

function whoOf(call: PageCall, { who, office, kind }: Acts['acts'][number]) {
  const say = words(call.language)
  if (who === null) return <span class="quiet">{say(kind === 'command' || kind === 'round' ? 'acts.itself' : 'acts.nobody')}</span>
  return <>{who}<br /><span class="quiet small">{office}</span></>
}

function ActsPage({ call, list }: { readonly call: PageCall; readonly list: Acts }) {
  const say = words(call.language)
  const [last] = list.acts.slice(-1)
  const earlier = new URL(call.address, call.installation.publicUrl)
  if (last) earlier.searchParams.set('before', String(last.number))
  return (
    <AppPage call={call} title={say('acts.title')}>
      <h1>{say('acts.title')}</h1>
      <p class="measure">{say('acts.intro')}</p>
      <NewsTiles call={call} news={list.news} />
      <Card><Filters call={call} list={list} /></Card>
      {list.file && <AccessLinks call={call} file={list.file} />}
      <Card>
        <DataTable caption={say('acts.title')} empty={say('acts.none')}
          columns={[{ heading: say('acts.when') }, { heading: say('acts.who') }, { heading: say('acts.what') }, { heading: say('acts.file') }, { heading: say('acts.outcome') }]}
          rows={list.acts.map((act) => ({
            cells: [
              moment(call, act.at), whoOf(call, act),
              <>{routeLabel(act.route, call.language)}{act.about && <div class="quiet small">{say('acts.about', { name: act.about })}</div>}</>,
              <>{act.reference}{act.shown > 0 && <div class="quiet small">{say('acts.shown', { count: act.shown })}</div>}</>,
              <Outcome language={call.language} act={act} />,
            ],
          }))} />
        {list.hasMore && <p><a href={`/acts${earlier.search}`}>{say('acts.more')}</a></p>}
      </Card>
    </AppPage>
  )
}

/** Days come as three numbers from the form, and as one text from a link. */
function askedOf({ query }: PageCall): Readonly<Record<string, unknown>> {
  const { from, to } = { from: dayFrom(query, 'from') ?? query['from'], to: dayFrom(query, 'to') ?? query['to'] }
  const rest = Object.fromEntries(Object.entries(query).filter(([name]) => !/^(from|to)(-|$)/.test(name)))
  return { ...rest, ...(from ? { from } : {}), ...(to ? { to } : {}) }
}

export const actsPage = page({
  at: '/acts', searchedAt: '/acts/search', asks: listActs, input: askedOf, view: (call, list) => <ActsPage call={call} list={list} />,
  menu: { order: 5, label: (language) => words(language)('acts.menu') },
})

function WhoSawPage({ call, list }: { readonly call: PageCall; readonly list: WhoSaw }) {
  const say = words(call.language)
  const title = `${say('saw.title')} · ${list.reference}`
  return (
    <AppPage call={call} title={title} back={{ href: call.actor?.officeKind === 'data-protection' ? '/acts' : `/files/${list.file}`, label: say('saw.back') }}>
      <h1>{title}</h1>
      <p class="measure">{say('saw.intro')}</p>
      <AccessLinks call={call} file={list.file} />
      <Card>
        <DataTable caption={say('saw.title')} empty={say('saw.none')} columns={[{ heading: say('acts.when') }, { heading: say('acts.who') }, { heading: say('acts.what') }]}
          rows={list.seen.map(({ at, who, office, route, inList }) => ({
            cells: [moment(call, at), <>{office}{who && <><br /><span class="quiet small">{who}</span></>}</>, <>{routeLabel(route, call.language)}{inList && <> <span class="quiet small">({say('saw.in-list')})</span></>}</>],
          }))} />
        <Pagination language={call.language} page={list.page} pages={list.hasMore ? list.page + 1 : list.page} href={(number) => `/files/${list.file}/acts?page=${number}`} />
      </Card>
    </AppPage>
  )
}

export const whoSawPage = page({ at: '/files/:file/acts', asks: listWhoSaw, view: (call, list) => <WhoSawPage call={call} list={list} /> })

function OwnActsPage({ call, list }: { readonly call: PageCall; readonly list: OwnActs }) {
  const say = words(call.language)
  return (
    <AppPage call={call} title={say('own.title')} back={{ href: '/account' }}>
      <h1>{say('own.title')}</h1>
      <p class="measure">{say('own.intro')}</p>
      <Card>
        <DataTable caption={say('own.title')} empty={say('acts.none')} columns={[{ heading: say('acts.when') }, { heading: say('acts.what') }, { heading: say('acts.file') }, { heading: say('acts.outcome') }]}
          rows={list.acts.map((act) => ({
            cells: [
              moment(call, act.at), <>{routeLabel(act.route, call.language)}{act.byOthers && <div class="quiet small">{say('own.others')}</div>}</>,
              <>{act.reference}{act.shown > 0 && <div class="quiet small">{say('acts.shown', { count: act.shown })}</div>}</>, <Outcome language={call.language} act={act} />,
            ],
          }))} />
        <Pagination language={call.language} page={list.page} pages={list.hasMore ? list.page + 1 : list.page} href={(number) => `/account/acts?page=${number}`} />
      </Card>
    </AppPage>
  )
}

export const ownActsPage = page({ at: '/account/acts', asks: listOwnActs, view: (call, list) => <OwnActsPage call={call} list={list} /> })
