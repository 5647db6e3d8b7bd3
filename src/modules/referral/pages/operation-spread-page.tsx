import { AppPage, Button, Card, DataTable, Form, languageName, Notice } from '#design'
import { form, type Fields, type FormState, type PageCall } from '#platform/doors/page'
import { proposeSpread, referAll, type SpreadView } from '../actions/operation-spread.ts'
import { words } from './words.ts'

type Props = { readonly call: PageCall; readonly view: SpreadView; readonly state: FormState }
type Person = SpreadView['persons'][number]

function CentreChoice({ call, view, state, person }: Props & { readonly person: Person }) {
  const say = words(call.language)
  const name = `centre-${person.number}`
  const sent = state.values[name]
  const chosen = typeof sent === 'string' ? sent : (person.centre ?? '')
  const error = state.errors[name]
  return (
    <>
      <select class={`ari-select${error ? ' ari-select--error' : ''}`} id={name} name={name} aria-label={`${say('spread.centre')}: ${person.name}`} aria-invalid={error ? true : undefined} aria-describedby={error ? `${name}-error` : undefined}>
        <option value="" selected={chosen === ''}>{say('spread.not-yet')}</option>
        {view.centres.map((centre) => <option value={centre.id} selected={centre.id === chosen}>{centre.name}</option>)}
      </select>
      {error && <p class="ari-error-message" id={`${name}-error`}>{error}</p>}
    </>
  )
}

function SpreadPage({ call, view, state }: Props) {
  const say = words(call.language)
  const tongues = (codes: readonly string[]) => codes.map((code) => languageName(code, call.language)).join(', ')
  // Who does not fit stands first: that is what somebody has to decide.
  const persons = view.persons.toSorted((a, b) => Number(a.centre !== null) - Number(b.centre !== null) || a.number - b.number)
  return (
    <AppPage call={call} title={say('spread.title')} back={{ href: `/operations/${view.id}`, label: view.name }}>
      <h1>{say('spread.title')}</h1>
      <p class="page__lead">{say('spread.about')}</p>
      {view.unplaced > 0 && <Notice tone="late"><p>{say('spread.unplaced', { count: view.unplaced })}</p></Notice>}
      {view.faulty > 0 && <Notice tone="soon"><p>{say('spread.faulty', { count: view.faulty })}</p></Notice>}
      <Card title={say('spread.free')}>
        <DataTable caption={say('spread.free')} empty={say('spread.nobody')}
          columns={[{ heading: say('spread.centre') }, { heading: say('pool.minors'), number: true }, { heading: say('pool.women'), number: true }, { heading: say('pool.men'), number: true }]}
          rows={view.centres.map(({ name, free }) => ({ cells: [<span class="strong">{name}</span>, ...[free.minors, free.women, free.men].map((count) => count ?? <span class="quiet">{say('spread.not-counted')}</span>)] }))} />
      </Card>
      {persons.length === 0 ? <p class="quiet">{say('spread.nobody')}</p> : (
        <Form call={call} form={state}>
          <input type="hidden" name="version" value={view.version} />
          <DataTable caption={say('spread.title')} empty={say('spread.nobody')}
            columns={[{ heading: say('operation.row-number'), number: true }, { heading: say('spread.who') }, { heading: say('grid.languages') }, { heading: say('spread.centre') }, { heading: say('spread.why') }]}
            rows={persons.map((person) => ({
              tone: person.centre === null ? 'late' : undefined,
              cells: [
                person.number, <><span class="strong">{person.name}</span><br /><span class="quiet small">{say(`pool.${person.pool}`)}</span></>, tongues(person.languages),
                <CentreChoice call={call} view={view} state={state} person={person} />,
                <>{say(`why.${person.why}` as 'why.language')}{person.sharedLanguages.length > 0 && <><br /><span class="quiet small">{tongues(person.sharedLanguages)}</span></>}</>,
              ],
            }))} />
          <Button>{say('spread.refer')}</Button>
        </Form>
      )}
    </AppPage>
  )
}

const choicesFrom = (fields: Fields) =>
  Object.entries(fields).flatMap(([name, centre]) => (name.startsWith('centre-') && centre !== '' ? [{ number: name.slice('centre-'.length), centre }] : []))

export const spreadPage = form({
  at: '/operations/:operation/spread', asks: proposeSpread, input: ({ params }) => ({ operation: params['operation'] }),
  view: (call, view, state) => <SpreadPage call={call} view={view} state={state} />,
  does: referAll,
  sends: ({ params }, fields) => ({ operation: params['operation'], version: fields['version'], choices: choicesFrom(fields) }),
  leadsTo: (_, { operation }) => `/operations/${operation}`,
  says: ({ language }, { referred }) => words(language)('spread.referred', { count: referred }),
})
