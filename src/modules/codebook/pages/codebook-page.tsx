import { AppPage, Card, Chip, DataTable, Details, formatShortDay } from '#design'
import { page, type PageCall } from '#platform/doors/page'
import { showCodebook } from '../actions/show-codebook.ts'
import type { Codebook, CodeList, Mapping, Variable } from '../domain/codebook-schema.ts'
import { words } from './words.ts'

type Entry = Pick<Variable, 'version' | 'from' | 'to' | 'source' | 'verified' | 'earlier'>

/** Since when an entry holds, where it was read, and whether anybody has compared it. */
function Standing({ call, entry }: { readonly call: PageCall; readonly entry: Entry }) {
  const say = words(call.language)
  const held = (version: string, from: Variable['from'], to: Variable['to']) =>
    (to === undefined ? say('valid', { version, from: formatShortDay(from, call.language) }) : say('valid-until', { version, from: formatShortDay(from, call.language), to: formatShortDay(to, call.language) }))
  const { version, from, to, source, verified, earlier } = entry
  return (
    <>
      <p class="quiet small">{held(version, from, to)} · {source} {verified === false && <Chip>{say('unverified')}</Chip>}</p>
      {earlier.toReversed().map((each) => <p class="quiet small">{held(each.version, each.from, each.to)}: {each.changed[call.language]}</p>)}
    </>
  )
}

function ListOfCodes({ call, list, book }: { readonly call: PageCall; readonly list: CodeList; readonly book: Codebook }) {
  const say = words(call.language)
  const nameOf = (mapping: Mapping) => `${book.standards.find(({ key }) => key === mapping.standard)?.label[call.language] ?? mapping.standard}: ${mapping.target}`
  const groups = list.coarser ? book.lists.find(({ key }) => key === list.coarser?.list) : undefined
  const groupOf = (code: string) => groups?.codes.find(({ key }) => key === list.coarser?.codes[code])?.label[call.language] ?? ''
  return (
    <Details summary={`${list.label[call.language]} (${list.key})`}>
      <p>{list.definition[call.language]}</p>
      <Standing call={call} entry={list} />
      {list.maps.map((mapping) => <p class="quiet small">{nameOf(mapping)} {mapping.verified === false && <Chip>{say('unverified')}</Chip>}</p>)}
      <DataTable caption={`${list.label[call.language]} (${list.key})`} empty={say('none')}
        columns={[{ heading: say('column.key') }, { heading: say('column.name') }, ...(groups ? [{ heading: `${groups.label[call.language]} (${groups.key})` }] : []), ...list.maps.map((mapping) => ({ heading: nameOf(mapping) }))]}
        rows={list.codes.map(({ key, label, definition, from, to }) => ({ cells: [<code>{key}</code>, <><span class="strong">{label[call.language]}</span>{definition && <p class="small">{definition[call.language]}</p>}{(from !== undefined || to !== undefined) && <p class="quiet small">{usedFrom(call, from, to)}</p>}</>, ...(groups ? [groupOf(key)] : []), ...list.maps.map(({ codes }) => codes[key] ?? <span class="quiet">{say('no-counterpart')}</span>)] }))} />
    </Details>
  )
}

/** Since when and until when a code is used. */
function usedFrom({ language }: PageCall, from: Variable['to'], to: Variable['to']): string {
  const say = words(language)
  return [...(from === undefined ? [] : [say('used-from', { from: formatShortDay(from, language) })]), ...(to === undefined ? [] : [say('used-to', { to: formatShortDay(to, language) })])].join(', ')
}

function VariablesTable({ call, book }: { readonly call: PageCall; readonly book: Codebook }) {
  const say = words(call.language)
  const valuesOf = ({ kind, list, countries }: Variable) => (countries ? `${book.lists.find(({ key }) => key === list)?.label[call.language] ?? list}; ${say('countries')}` : kind === 'country' ? say('countries') : kind === 'words' ? say('words') : book.lists.find(({ key }) => key === list)?.label[call.language] ?? list)
  return (
    <DataTable caption={say('variables')} empty={say('none')}
      columns={[{ heading: say('column.key') }, { heading: say('column.name') }, { heading: say('column.definition') }, { heading: say('column.values') }, { heading: say('standards') }]}
      rows={book.variables.map((variable) => ({ cells: [
        <code>{variable.key}</code>, <span class="strong">{variable.label[call.language]}</span>,
        <>{variable.definition[call.language]}<Standing call={call} entry={variable} /></>, valuesOf(variable),
        variable.maps.length === 0 ? <span class="quiet">{say('none')}</span> : variable.maps.map(({ standard, target, verified }) => <div>{standard}: {target} {verified === false && <Chip>{say('unverified')}</Chip>}</div>),
      ] }))} />
  )
}

/** The lists and variables whose codes have one in another body's scheme. */
const mappedTo = ({ language }: PageCall, { lists, variables }: Codebook, scheme: string): string =>
  [...new Set([...lists, ...variables].filter(({ maps }) => maps.some(({ standard }) => standard === scheme)).map(({ label }) => label[language]))].join(', ')

function CodebookPage({ call, book }: { readonly call: PageCall; readonly book: Codebook }) {
  const say = words(call.language)
  return (
    <AppPage call={call} title={say('title')}>
      <h1>{say('title')}</h1>
      <p class="page__lead">{say('intro')}</p>
      <Card title={say('items')}>
        <DataTable caption={say('items')} empty={say('none')}
          columns={[{ heading: say('column.name') }, { heading: say('column.definition') }, { heading: say('variables') }, { heading: say('column.not-counted') }]}
          rows={book.items.map((item) => ({ cells: [
            <span class="strong">{item.label[call.language]}</span>, <>{item.definition[call.language]}<Standing call={call} entry={item} /></>,
            item.variables.map(({ key }) => book.variables.find((variable) => variable.key === key)?.label[call.language] ?? key).join(', '),
            item.notCounted?.[call.language] ?? <span class="quiet">{say('none')}</span>,
          ] }))} />
      </Card>
      <Card title={say('variables')}><VariablesTable call={call} book={book} /></Card>
      <Card title={say('facts')}>
        <p>{say('facts.intro')}</p>
        <DataTable caption={say('facts')} empty={say('none')} columns={[{ heading: say('column.key') }, { heading: say('column.name') }, { heading: say('column.definition') }]}
          rows={book.facts.map((fact) => ({ cells: [<code>{fact.key}</code>, <span class="strong">{fact.label[call.language]}</span>, <>{fact.definition[call.language]}<Standing call={call} entry={fact} /></>] }))} />
      </Card>
      <Card title={say('lists')}>{book.lists.map((list) => <ListOfCodes call={call} list={list} book={book} />)}</Card>
      <Card title={say('standards')}>
        <DataTable caption={say('standards')} empty={say('none')} columns={[{ heading: say('column.name') }, { heading: say('column.version') }, { heading: say('column.mapped') }, { heading: say('column.source') }, { heading: say('column.terms') }]}
          rows={book.standards.map(({ key, label, version, from, to, source, terms, note, verified }) => ({ cells: [
            <span class="strong">{label[call.language]}</span>, <>{version}{(from !== undefined || to !== undefined) && <p class="quiet small">{usedFrom(call, from, to)}</p>}</>, <>{mappedTo(call, book, key) || <span class="quiet">{say('none')}</span>}{note && <p class="quiet small">{note[call.language]}</p>}</>,
            <>{source} {verified === false && <Chip>{say('unverified')}</Chip>}</>, terms ?? <span class="quiet">{say('none')}</span>,
          ] }))} />
      </Card>
      <Card title={say('rules')}>
        <p>{say('rules.intro')}</p>
        <DataTable caption={say('rules')} empty={say('none')} columns={[{ heading: say('column.name') }, { heading: say('column.definition') }]}
          rows={book.anomalyRules.map((rule) => ({ cells: [<span class="strong">{rule.label[call.language]}</span>, <>{rule.definition[call.language]}<Standing call={call} entry={rule} /></>] }))} />
      </Card>
      {book.standards.map(({ key, label }) => {
        const fields = book.fields.filter(({ standard }) => standard === key)
        const title = say('fields', { standard: label[call.language] })
        return fields.length === 0 ? null : (
          <Card title={title}>
            <p>{say('fields.intro')}</p>
            <DataTable caption={title} empty={say('none')} columns={[{ heading: say('column.here') }, { heading: say('column.fields') }]}
              rows={(['mapped', 'kept', 'sealed', 'not-collected'] as const).map((here) => ({ cells: [<span class="strong">{say(`fields.${here}`)}</span>, <>{fields.filter((each) => each.here === here).map(({ field }) => <><code>{field}</code> </>)}</>] }))} />
          </Card>
        )
      })}
      <Card title={say('points')}>
        <p>{say('points.intro')}</p>
        <DataTable caption={say('points')} empty={say('none')} columns={[{ heading: say('column.name') }, { heading: say('column.figure') }, { heading: say('column.period') }, { heading: say('column.source') }]}
          rows={book.referencePoints.map(({ label, figure, period, source, published, verified }) => ({ cells: [label[call.language], <span class="strong">{figure[call.language]}</span>, period[call.language], <>{source} ({published[call.language]}) {verified === false && <Chip>{say('unverified')}</Chip>}</>] }))} />
      </Card>
    </AppPage>
  )
}

export const codebookPage = page({
  at: '/codebook', asks: showCodebook, input: () => ({}),
  view: (call, book) => <CodebookPage call={call} book={book} />,
  menu: { order: 68, label: (language) => words(language)('menu.codebook') },
})
