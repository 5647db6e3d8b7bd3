import { AppPage, Button, Card, DataTable, Form, formatShortDay, languageName, MorePages, TextField } from '#design'
import { form, page, type Fields, type FormState, type PageCall } from '#platform/doors/page'
import { listFree, setPlaces, showOwnPlaces, type FreeList, type OwnPlaces } from '../actions/place-acts.ts'
import { placeGroups } from '../domain/places.ts'
import { words } from './words.ts'

function PlacesPage({ call, own, state }: { readonly call: PageCall; readonly own: OwnPlaces; readonly state: FormState }) {
  const say = words(call.language)
  return (
    <AppPage call={call} title={say('places.title')}>
      <h1>{say('places.title')}</h1>
      <p class="page__lead">{say('places.about')}</p>
      <div class="columns">
        <Card title={say('stays.title')}>
          <DataTable caption={say('stays.title')} empty={say('stays.none')}
            columns={[{ heading: say('column.file') }, { heading: say('column.group') }, { heading: say('column.since') }, { heading: say('column.act') }]}
            rows={own.stays.map(({ id, file, reference, group, from }) => ({
              cells: [<a class="strong" href={`/files/${file}`}>{reference}</a>, say(`group.${group}`), formatShortDay(from, call.language), <><a href={`/stays/${id}/shelter`} aria-label={say('shelters.of-stay', { reference })}>{say('shelters.shelter')}</a>{' · '}<a href={`/stays/${id}/end`} aria-label={say('stay.end-of', { reference })}>{say('stay.end')}</a></>],
            }))} />
          <MorePages language={call.language} list={own} href={(number) => `/places?page=${number}`} />
        </Card>
        <Card title={say('places.counts')}>
          <Form call={call} form={state}>
            {own.counts.map(({ group, places, taken, free, version }) => (
              <>
                <input type="hidden" name={`version-${group}`} value={version} />
                <TextField form={state} name={group} label={say(`group.${group}`)} hint={say('places.taken', { taken, free })} value={String(places)} width="short" inputmode="numeric" />
              </>
            ))}
            <Button>{say('places.save')}</Button>
          </Form>
        </Card>
      </div>
    </AppPage>
  )
}

/** The counts and the version of each that was on the screen when they were typed. */
const countsFrom = (fields: Fields) => ({
  ...Object.fromEntries(placeGroups.map((group) => [group, fields[group]])),
  versions: Object.fromEntries(placeGroups.map((group) => [group, fields[`version-${group}`]])),
})

export const placesPage = form({
  at: '/places', asks: showOwnPlaces, input: ({ query }) => ({ page: query['page'] }),
  view: (call, own, state) => <PlacesPage call={call} own={own} state={state} />,
  does: setPlaces, sends: (_, fields) => countsFrom(fields),
  leadsTo: () => '/places', says: ({ language }) => words(language)('places.saved'),
  menu: { order: 30, label: (language) => words(language)('menu.places') },
})

function FreePage({ call, list }: { readonly call: PageCall; readonly list: FreeList }) {
  const say = words(call.language)
  return (
    <AppPage call={call} title={say('free.title')}>
      <h1>{say('free.title')}</h1>
      <p class="page__lead">{say('free.about')}</p>
      <Card>
        <DataTable caption={say('free.title')} empty={say('free.none')}
          columns={[{ heading: say('column.centre') }, { heading: say('column.languages') }, ...placeGroups.map((group) => ({ heading: say(`group.${group}`), number: true }))]}
          rows={list.centres.map(({ name, languages, groups }) => ({
            cells: [
              <span class="strong">{name}</span>, languages.map((each) => languageName(each, call.language)).join(', '),
              ...placeGroups.map((group) => {
                const counted = groups.find((row) => row.group === group)
                return counted ? say('free.of', { free: counted.free, places: counted.places }) : <span class="quiet">{say('free.unknown')}</span>
              }),
            ],
          }))} />
      </Card>
    </AppPage>
  )
}

export const freePlacesPage = page({
  at: '/free-places', asks: listFree, input: () => ({}),
  view: (call, list) => <FreePage call={call} list={list} />,
  menu: { order: 35, only: ['first-line', 'guardian', 'coordination'], label: (language) => words(language)('menu.free') },
})
