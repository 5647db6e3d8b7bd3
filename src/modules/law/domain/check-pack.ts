import { addDays } from '#vocabulary/day'
import { inForceOn, type Dated, type Row } from './dated.ts'
import type { Pack } from './pack.ts'
import type { StepRow } from './procedure-schema.ts'
import { erasOf, rulesFor, type Rules } from './rules.ts'

/** Something wrong with a pack, where it is, and what would be right. */
export type Finding = { readonly file: string; readonly place: string; readonly sentence: string }

/** Everything that a well-formed pack may still have wrong; an empty list is the proof that it can be used. */
export function checkPack(pack: Pack): readonly Finding[] {
  const groups = Object.entries(pack.procedure) as readonly (readonly [string, readonly Dated<Row>[]])[]
  const procedure = groups.flatMap(([group, items]) => items.flatMap((item) => checkItem(pack, 'procedure.yaml', `${group} › ${item.key}`, item)))
  const duties = pack.duties.duties.flatMap((item) => checkItem(pack, 'duties.yaml', `duties › ${item.key}`, item))
  const answer = checkItem(pack, 'country.yaml', 'referralAnswer', pack.country.referralAnswer)
  const eras = erasOf(pack).flatMap((era) => checkRules(rulesFor(pack, era)))
  const all = [...checkNames(pack), ...procedure, ...duties, ...answer, ...checkFlat(pack), ...checkCoefficients(pack), ...eras]
  return [...new Map(all.map((finding) => [`${finding.place} ${finding.sentence}`, finding])).values()]
}

const find = (file: string, place: string, sentence: string): Finding => ({ file, place, sentence })

function checkItem(pack: Pack, file: string, place: string, item: Dated<Row>): readonly Finding[] {
  return [...checkRange(file, place, item.rows), ...item.rows.flatMap((row) => checkArticles(pack, file, place, row))]
}

/** The rows of one thing follow each other day by day. */
function checkRange(file: string, place: string, rows: readonly { from: Row['from']; to?: Row['to'] }[]): readonly Finding[] {
  return rows.flatMap((row, index) => {
    const next = rows[index + 1]
    if (row.to !== undefined && row.to < row.from) return [find(file, place, `row ${index + 1} ends on ${row.to}, before it begins; its end must not be earlier than ${row.from}`)]
    if (!next) return []
    if (row.to === undefined) return [find(file, place, `row ${index + 1} has no end although row ${index + 2} begins on ${next.from}; it must end the day before`)]
    const expected = addDays(row.to, 1)
    if (next.from === expected) return []
    return [find(file, place, `rows ${index + 1} and ${index + 2} leave ${next.from > expected ? 'a gap' : 'an overlap'}; row ${index + 2} must begin on ${expected}`)]
  })
}

function checkArticles(pack: Pack, file: string, place: string, row: Row): readonly Finding[] {
  return row.law.flatMap((key) => {
    const article = pack.law.articles.find((candidate) => candidate.key === key)
    if (!article) return [find(file, place, `the article ${key} is not in law.yaml; add it there or correct the key`)]
    if (inForceOn([article], row.from)) return []
    return [find(file, place, `the article ${key} is not in force on ${row.from}, when the row begins; it is from ${article.from}${article.to ? ` to ${article.to}` : ''}`)]
  })
}

function checkFlat(pack: Pack): readonly Finding[] {
  const lists: readonly (readonly [string, string, readonly (Row & { key: string })[]])[] = [
    ['country.yaml', 'holidays', pack.country.holidays], ['country.yaml', 'fourEyes', pack.country.fourEyes], ['country.yaml', 'retention', pack.country.retention], ['offices.yaml', 'offices', pack.offices.offices], ['offices.yaml', 'districts', pack.offices.districts],
    ['offences.yaml', 'offences', pack.offences.offences], ['offences.yaml', 'tiers', pack.offences.tiers],
  ]
  const articles = lists.flatMap(([file, list, rows]) => rows.flatMap((row) => checkArticles(pack, file, `${list} › ${row.key}`, row)))
  const offices = new Set(pack.offices.offices.map(({ key }) => key))
  const districts = pack.offices.districts.flatMap((district) =>
    [...district.prosecutors, ...district.labourAuditors, ...district.centres]
      .filter((key) => !offices.has(key))
      .map((key) => find('offices.yaml', `districts › ${district.key}`, `the office ${key} is not in the list of offices`)),
  )
  const offences = new Set(pack.offences.offences.map(({ key }) => key))
  const tiers = pack.offences.tiers
    .filter((tier) => !offences.has(tier.offence))
    .map((tier) => find('offences.yaml', `tiers › ${tier.key}`, `the offence ${tier.offence} is not in the list of offences`))
  const instruments = new Set(pack.law.instruments.map(({ key }) => key))
  const law = pack.law.articles
    .filter((article) => !instruments.has(article.instrument))
    .map((article) => find('law.yaml', `articles › ${article.key}`, `the instrument ${article.instrument} is not in the list of instruments`))
  const open = pack.law.open.flatMap(({ key, law: cited }) => cited
    .filter((article) => !pack.law.articles.some((known) => known.key === article))
    .map((article) => find('law.yaml', `open › ${key}`, `the article ${article} is not in the list of articles`)))
  const taken = pack.offices.districts.flatMap(({ key, tile }) => (tile ? [{ key, place: `${tile.row}, ${tile.column}` }] : []))
  const tiles = taken
    .filter(({ place }, index) => taken.findIndex((each) => each.place === place) < index)
    .map(({ key, place }) => find('offices.yaml', `districts › ${key}`, `another district lies on the tile ${place} already`))
  return [...articles, ...districts, ...tiles, ...tiers, ...law, ...open]
}

const checkCoefficients = (pack: Pack) => checkRange('offences.yaml', 'coefficients', pack.offences.coefficients)

function checkNames(pack: Pack): readonly Finding[] {
  const lists: readonly (readonly [string, string, readonly { key: string }[]])[] = [
    ...Object.entries(pack.procedure).map(([group, items]) => ['procedure.yaml', group, items] as const),
    ['law.yaml', 'articles', pack.law.articles], ['law.yaml', 'instruments', pack.law.instruments], ['law.yaml', 'open', pack.law.open],
    ['offices.yaml', 'offices', pack.offices.offices], ['duties.yaml', 'duties', pack.duties.duties],
  ]
  return lists.flatMap(([file, list, items]) =>
    items.filter(({ key }, index) => items.findIndex((other) => other.key === key) !== index).map(({ key }) => find(file, `${list} › ${key}`, `the key ${key} is used twice; a key names one thing`)),
  )
}

/** What has to be true of the rules of one day. */
export function checkRules(rules: Rules): readonly Finding[] {
  return [...checkReach(rules), ...[...rules.steps.values()].flatMap(({ key, row }) => checkStep(rules, key, row)), ...checkReferences(rules)]
}

function checkReach(rules: Rules): readonly Finding[] {
  const when = `under the rules of ${rules.since}`
  const reached = new Set([...rules.variants.values()].flatMap((variant) => [...reachable(rules, variant.key, variant.row.start)]))
  const unreached = [...rules.states.keys()].filter((state) => !reached.has(state) && !isOnlyLater(rules, state))
  const stuck = [...rules.variants.values()].flatMap((variant) =>
    [...reachable(rules, variant.key, variant.row.start)].filter((state) => !canEnd(rules, variant.key, state)).map((state) => [variant.key, state] as const),
  )
  return [
    ...unreached.map((state) => find('procedure.yaml', `states › ${state}`, `no step leads to this state ${when}; add a step that leads here or remove it`)),
    ...stuck.map(([variant, state]) => find('procedure.yaml', `states › ${state}`, `the variant ${variant} can get here but to no outcome from here ${when}; add a way out`)),
  ]
}

/** A state whose only steps came into force later waits for them; it is no fault of the earlier rules. */
const isOnlyLater = (rules: Rules, state: string) => {
  const laterStep = [...rules.stepsKnownFrom].some(([key, from]) => from > rules.since && !rules.steps.has(key))
  return laterStep && rules.states.get(state)?.row.kind === 'outcome'
}

const stepsOf = (rules: Rules, variant: string, state: string) =>
  (rules.stepsFrom.get(state) ?? []).filter(({ row }) => row.variants === 'all' || row.variants.includes(variant))

function reachable(rules: Rules, variant: string, start: string): ReadonlySet<string> {
  const seen = new Set([start])
  for (const state of seen) for (const { row } of stepsOf(rules, variant, state)) if (row.leadsTo !== undefined) seen.add(row.leadsTo)
  return seen
}

const canEnd = (rules: Rules, variant: string, state: string) =>
  [...reachable(rules, variant, state)].some((candidate) => rules.states.get(candidate)?.row.kind === 'outcome')

function checkStep(rules: Rules, key: string, row: StepRow): readonly Finding[] {
  const place = `steps › ${key}`
  const unknown = (what: string, name: string, known: ReadonlyMap<string, unknown>) =>
    known.has(name) ? [] : [find('procedure.yaml', place, `the ${what} ${name} does not exist under the rules of ${rules.since}`)]
  const outcomes = row.states.filter((state) => rules.states.get(state)?.row.kind === 'outcome')
  return [
    ...[...row.states, ...(row.leadsTo === undefined ? [] : [row.leadsTo])].flatMap((state) => unknown('state', state, rules.states)),
    ...[row.applies, row.issues].flatMap((document) => (document === undefined ? [] : unknown('document', document, rules.documents))),
    ...(row.cites ?? []).flatMap((article) => unknown('article', article, rules.articles)),
    ...[row.asks, row.answers].flatMap((set) => (set === undefined ? [] : unknown('set of questions', set, rules.questionSets))),
    ...[...row.opens, ...row.closes, ...row.suspends, ...row.resumes].flatMap((period) => unknown('period', period, rules.periods)),
    ...outcomes.map((state) => find('procedure.yaml', place, `the state ${state} is an outcome, so no step may leave it`)),
    ...row.needs.flatMap((guard) => {
      if ('document' in guard) return unknown('document', guard.document, rules.documents)
      if ('condition' in guard) return unknown('condition', guard.condition, rules.conditions)
      if ('clocks' in guard) return guard.clocks.flatMap((clock) => unknown('period', clock, rules.periods))
      return 'steps' in guard ? guard.steps.flatMap((step) => unknown('step', step, rules.steps)) : []
    }),
  ]
}

function checkReferences(rules: Rules): readonly Finding[] {
  const missing = (group: string, key: string, what: string, name: string) => find('procedure.yaml', `${group} › ${key}`, `the ${what} ${name} does not exist under the rules of ${rules.since}`)
  const documents = [...rules.documents.values()].flatMap(({ key, row }) => (row.period !== undefined && !rules.periods.has(row.period) ? [missing('documents', key, 'period', row.period)] : []))
  const sets = [...rules.questionSets.values()].flatMap(({ key, row }) => [
    ...(rules.periods.has(row.period) ? [] : [missing('questionSets', key, 'period', row.period)]),
    ...row.questions.flatMap((question) => question.law.filter((article) => !rules.articles.has(article)).map((article) => missing('questionSets', key, 'article', article))),
  ])
  const grounds = [...rules.grounds.values()].flatMap(({ key, row }) => row.states.filter((state) => !rules.states.has(state)).map((state) => missing('grounds', key, 'state', state)))
  const variants = [...rules.variants.values()].flatMap(({ key, row }) => [row.start, ...row.path].filter((state) => !rules.states.has(state)).map((state) => missing('variants', key, 'state', state)))
  return [...documents, ...sets, ...grounds, ...variants]
}
