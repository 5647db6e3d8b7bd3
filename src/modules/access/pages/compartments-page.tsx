import { AppPage, Card, DataTable } from '#design'
import { page, type PageCall } from '#platform/doors/page'
import type { ValueOf } from '#platform/doors/route'
import { listCompartments } from '../actions/list-compartments.ts'
import { compartmentTitle, standingSentence } from './compartments-text.ts'
import { words } from './words.ts'

function CompartmentsPage({ call, list }: { readonly call: PageCall; readonly list: ValueOf<typeof listCompartments> }) {
  const say = words(call.language)
  return (
    <AppPage call={call} title={say('compartments.title')}>
      <h1>{say('compartments.title')}</h1>
      <p class="measure">{say('compartments.intro')}</p>
      {list.compartments.map((row) => (
        <Card title={compartmentTitle(row, call.language)}>
          <DataTable caption={compartmentTitle(row, call.language)} empty="" columns={[{ heading: say('compartments.kind') }, { heading: say('compartments.may') }]}
            rows={row.offices.map(({ kind, standings }) => ({ cells: [<span class="strong">{say(`kind.${kind}`)}</span>, <>{standings.map((standing) => <div>{standingSentence(standing, call.language)}</div>)}</>] }))} />
        </Card>
      ))}
    </AppPage>
  )
}

export const compartmentsPage = page({ at: '/compartments', asks: listCompartments, input: () => ({}), view: (call, list) => <CompartmentsPage call={call} list={list} />, menu: { order: 6, label: (language) => words(language)('compartments.menu') } })
