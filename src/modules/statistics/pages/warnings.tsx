import { AppPage, Button, Card, Chip, DataTable, Details, FactList, Form, MorePages, Notice, TextArea } from '#design'
import { form, type PageCall } from '#platform/doors/page'
import { showDelivery } from '../actions/delivery-acts.ts'
import { explainDelivery, type Warnings } from '../actions/warning-acts.ts'
import { atKey } from '../domain/deliveries/margins.ts'
import { deliveredCode } from './delivered-names.ts'
import { itemLabel } from './delivery-words.ts'
import { words } from './words.ts'

type Warning = Warnings['listed'][number]

const ruleOf = ({ installation: { codebook } }: PageCall, key: string) => codebook.anomalyRules.find((rule) => rule.key === key)

/** Where a warning points: the codes of the figure, or all together. */
const placeOf = (call: PageCall, { at }: Warning): string =>
  Object.entries(at).filter(([axis, code]) => code !== call.installation.codebook.variables.find(({ key }) => key === axis)?.total).map(([axis, code]) => deliveredCode(call, { services: {} }, { axis, code })).join(', ') || words(call.language)('warnings.all')
const number = ({ language }: PageCall, value: number | null): string => (value === null ? words(language)('not-known') : new Intl.NumberFormat(language).format(value))

const answerAt = ({ delivery, rule, year, at }: Warning): string =>
  `/deliveries/${delivery ?? ''}/explain?${new URLSearchParams({ rule, year: String(year), codes: atKey(at) }).toString()}`

/** A longer list is opened by whoever wants it. */
const shownAtOnce = 10

type Shown = {
  readonly call: PageCall; readonly warnings: Warnings; readonly mayAnswer?: boolean
  /** Where a page of the warnings stands. */
  readonly at: (page: number) => string
  /** The names of the services where the warnings are about several deliveries. */
  readonly services?: Readonly<Record<string, string>>
}

/** What the rules found, which were looked at, and what the service answered. A warning stops nothing. */
export function WarningsCard({ call, warnings, mayAnswer = false, at, services }: Shown) {
  const say = words(call.language)
  const { rules, listed, elsewhere, page } = warnings
  if (rules.length === 0) return null
  const found = rules.reduce((sum, each) => sum + each.found, 0)
  const nothing = services === undefined && elsewhere > 0 ? 'warnings.none-here' : services === undefined ? 'warnings.none' : 'warnings.none-open'
  return (
    <Card title={say(services === undefined ? 'warnings.title' : 'warnings.of-deliveries')} id="warnings">
      <Notice tone={found > 0 || (services === undefined && elsewhere > 0) ? 'soon' : 'good'}><p>{found === 0 ? say(nothing) : say('warnings.found', { count: found })} {elsewhere > 0 && say(services === undefined ? 'warnings.elsewhere' : 'warnings.answered', { count: elsewhere })} {say('warnings.never-stop')}</p></Notice>
      {listed.length > 0 && (
        <Details summary={say('warnings.found-list')} open={page > 1 || found <= shownAtOnce}>
          <DataTable caption={say('warnings.found-list')} empty="" columns={[...(services === undefined ? [] : [{ heading: say('warnings.delivery') }]), { heading: say('warnings.rule') }, { heading: say('column.year') }, { heading: say('warnings.where') }, { heading: say('column.figure'), number: true }, { heading: say('warnings.against'), number: true }, ...(services === undefined ? [{ heading: say('warnings.answer') }] : [])]}
            rows={listed.map((warning) => ({ cells: [
              ...(services === undefined ? [] : [<a href={`/deliveries/${warning.delivery ?? ''}#warnings`}>{itemLabel(call, warning.item)}, {services[warning.office] ?? ''}</a>]),
              <span class="strong">{ruleOf(call, warning.rule)?.label[call.language] ?? warning.rule}</span>, String(warning.year), placeOf(call, warning), number(call, warning.now), number(call, warning.against),
              ...(services === undefined ? [<>{warning.answers.map(({ explanation }) => <p>{explanation}</p>)}{mayAnswer && <a href={answerAt(warning)} aria-label={`${say('warnings.explain')}: ${ruleOf(call, warning.rule)?.label[call.language] ?? ''}, ${warning.year}, ${placeOf(call, warning)}`}>{say('warnings.explain')}</a>}</>] : []),
            ] }))} />
          <MorePages language={call.language} list={warnings} href={(number) => `${at(number)}#warnings`} />
        </Details>
      )}
      <Details summary={say('warnings.rules')}>
        <DataTable caption={say('warnings.rules')} empty="" columns={[{ heading: say('warnings.rule') }, { heading: say('column.problem') }, { heading: say('warnings.looked'), number: true }, { heading: say('warnings.times'), number: true }]}
          rows={rules.map(({ rule, looked, found: times }) => ({ cells: [
            ruleOf(call, rule)?.label[call.language] ?? rule, ruleOf(call, rule)?.definition[call.language] ?? '', looked === 0 ? <Chip>{say('warnings.nothing-to-compare')}</Chip> : String(looked), String(times),
          ] }))} />
      </Details>
    </Card>
  )
}

export const explainForm = form({
  at: '/deliveries/:delivery/explain', asks: showDelivery, input: ({ params, query }) => ({ delivery: params['delivery'], ...(query['rule'] === undefined ? {} : { warning: { rule: query['rule'], year: query['year'], codes: query['codes'] } }) }),
  does: explainDelivery, sends: ({ params }, fields) => ({ delivery: params['delivery'], rule: fields['rule'], year: fields['year'], codes: fields['codes'], explanation: fields['explanation'] }),
  view: (call, view, state) => {
    const say = words(call.language)
    const [warning] = call.query['rule'] === undefined ? [] : view.warnings.listed
    const rule = warning && ruleOf(call, warning.rule)
    return (
      <AppPage call={call} title={say('warnings.explain')} narrow back={{ href: `/deliveries/${view.delivery.id}` }}>
        <h1>{say('warnings.explain')}</h1>
        <p class="page__lead">{itemLabel(call, view.delivery.item)}, {view.delivery.officeName}</p>
        {warning && rule && view.mayAnswer ? (
          <>
            <FactList facts={[[say('warnings.rule'), rule.label[call.language]], [say('column.year'), String(warning.year)], [say('warnings.where'), placeOf(call, warning)], [say('column.figure'), number(call, warning.now)], [say('warnings.against'), number(call, warning.against)]]} />
            <p>{rule.definition[call.language]}</p>
            <Form call={call} form={state}>
              <input type="hidden" name="rule" value={warning.rule} /><input type="hidden" name="year" value={String(warning.year)} /><input type="hidden" name="codes" value={atKey(warning.at)} />
              <TextArea form={state} name="explanation" label={say('warnings.explanation')} hint={say('warnings.explanation-hint')} rows={4} />
              <Button>{say('warnings.explain')}</Button>
            </Form>
          </>
        ) : <p>{say('warnings.gone')}</p>}
      </AppPage>
    )
  },
  leadsTo: (_, { delivery }) => `/deliveries/${delivery}#warnings`, says: ({ language }) => words(language)('warnings.explained'),
})
