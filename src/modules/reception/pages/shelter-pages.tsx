import { AppPage, Button, Card, DataTable, Form, Select, TextField } from '#design'
import { form, type FormState, type PageCall } from '#platform/doors/page'
import { addShelter, closeShelterRoute, listSheltersRoute, putInShelterRoute, showShelterOfStay, type ShelterList, type ShelterOfStay } from '../actions/shelter-acts.ts'
import { words } from './words.ts'

function SheltersPage({ call, list, state }: { readonly call: PageCall; readonly list: ShelterList; readonly state: FormState }) {
  const say = words(call.language)
  return (
    <AppPage call={call} title={say('shelters.title')}>
      <h1>{say('shelters.title')}</h1>
      <p class="page__lead">{say('shelters.about')}</p>
      <Card>
        <DataTable caption={say('shelters.title')} empty={say('shelters.none')}
          columns={[{ heading: say('shelters.name') }, { heading: say('shelters.address') }, { heading: say('shelters.stays'), number: true }, { heading: say('column.act') }]}
          rows={list.shelters.map(({ id, name, address, stays }) => ({ cells: [
            <span class="strong">{name}</span>, address, stays,
            <Form call={call} form={{ ...state, values: {}, errors: {}, kept: false }} action={`/shelters/${id}/close`}><button class="ari-button ari-button--secondary" type="submit" aria-label={say('shelters.close-of', { name })}>{say('shelters.close')}</button></Form>,
          ] }))} />
      </Card>
      <Card title={say('shelters.add')}>
        <Form call={call} form={state} action="/shelters">
          <TextField form={state} name="name" label={say('shelters.name')} width="medium" />
          <TextField form={state} name="address" label={say('shelters.address')} />
          <Button>{say('shelters.add')}</Button>
        </Form>
      </Card>
    </AppPage>
  )
}

function StayShelterPage({ call, view, state }: { readonly call: PageCall; readonly view: ShelterOfStay; readonly state: FormState }) {
  const say = words(call.language)
  return (
    <AppPage call={call} title={say('shelters.of-stay', { reference: view.reference })}>
      <h1>{say('shelters.of-stay', { reference: view.reference })}</h1>
      {view.choices.length === 0 ? <p><a href="/shelters">{say('shelters.add')}</a></p> : (
        <Form call={call} form={state}>
          <Select form={state} name="shelter" label={say('shelters.shelter')} empty="" value={view.shelter ?? undefined} choices={view.choices.map(({ id, name, address }) => ({ value: id, label: `${name}, ${address}` }))} />
          <Button>{say('shelters.save')}</Button>
        </Form>
      )}
    </AppPage>
  )
}

const shared = { asks: listSheltersRoute, input: () => ({}), leadsTo: () => '/shelters', view: (call: PageCall, list: ShelterList, state: FormState) => <SheltersPage call={call} list={list} state={state} /> } as const

export const sheltersForm = form({ ...shared, at: '/shelters', does: addShelter, says: ({ language }) => words(language)('shelters.added'), menu: { order: 31, label: (language) => words(language)('shelters.title') } })
export const closeShelterForm = form({ ...shared, at: '/shelters/:shelter/close', does: closeShelterRoute, sends: ({ params }) => ({ shelter: params['shelter'] }) })
export const stayShelterForm = form({
  at: '/stays/:stay/shelter', asks: showShelterOfStay, view: (call, view, state) => <StayShelterPage call={call} view={view} state={state} />,
  does: putInShelterRoute, leadsTo: () => '/places', says: ({ language }) => words(language)('shelters.saved'),
})
