import { AppPage, Button, Card, DataTable, Form, Pagination, Select, TextField } from '#design'
import { form, type FormState, type PageCall } from '#platform/doors/page'
import { listFiles, type FileList } from '../actions/list-files.ts'
import { removeView, saveView } from '../actions/view-acts.ts'
import { fileColumns, FileRow } from './waiting-page.tsx'
import { words } from './words.ts'

function queryOf(list: FileList, page?: number): string {
  const kept = { search: list.searched, state: list.state, variant: list.variant, clock: list.clock, due: list.due, ...(page ? { page: String(page) } : {}) }
  return new URLSearchParams(Object.entries(kept).filter(([, value]) => value !== '')).toString()
}

const searchOf = (query: string): string => new URLSearchParams(query).get('search') ?? ''

/** A view that holds a search is a button, since no link may carry a name. */
function SavedView({ call, view: { id, name, query } }: { readonly call: PageCall; readonly view: FileList['views'][number] }) {
  const search = searchOf(query)
  return (
    <li class="buttons">
      {search === '' ? <a href={`/files?${query}`}>{name}</a> : <form method="post" action="/files/search"><input type="hidden" name="search" value={search} /><Button kind="secondary">{name}</Button></form>}
      <form method="post" action={`/files/views/${id}/forget`}><Button kind="secondary">{words(call.language)('views.remove', { name })}</Button></form>
    </li>
  )
}

function FilesPage({ call, list, state }: { readonly call: PageCall; readonly list: FileList; readonly state: FormState }) {
  const say = words(call.language)
  const filters = { values: { search: list.searched, state: list.state, variant: list.variant, clock: list.clock, due: list.due }, errors: {} }
  const dues = (['late', 'week', 'none', 'new'] as const).map((value) => ({ value, label: say(`files.due-${value}`) }))
  return (
    <AppPage call={call} title={say('files.title')}>
      <h1>{say('files.title')}</h1>
      <Card>
        <form method="post" action="/files/search" class="filters" role="search">
          <TextField form={filters} name="search" label={say('files.search')} hint={say('files.search-hint')} width="medium" />
          <Button kind="secondary">{say('files.find')}</Button>
        </form>
      </Card>
      <Card>
        <form method="get" action="/files" class="filters">
          <Select form={filters} name="state" label={say('files.state')} choices={list.states} empty={say('files.any')} />
          <Select form={filters} name="variant" label={say('files.variant')} choices={list.variants} empty={say('files.any')} />
          <Select form={filters} name="clock" label={say('files.clock')} choices={list.clocks} empty={say('files.any')} />
          <Select form={filters} name="due" label={say('files.due')} choices={dues} empty={say('files.any')} />
          <Button kind="secondary">{say('files.narrow')}</Button>
        </form>
      </Card>
      <Card>
        <DataTable caption={say('files.title')} columns={fileColumns(call)} rows={list.lines.map((line) => FileRow({ call, line }))} empty={say('files.none')} />
        <Pagination language={call.language} page={list.page} pages={list.hasMore ? list.page + 1 : list.page} href={(page) => `/files?${queryOf(list, page)}`} />
      </Card>
      <Card title={say('views.title')}>
        {list.views.length > 0 && (
          <ul class="plain">{list.views.map((view) => <SavedView call={call} view={view} />)}</ul>
        )}
        <Form call={call} form={state} action="/files">
          <input type="hidden" name="query" value={typeof state.values['query'] === 'string' ? state.values['query'] : queryOf(list)} />
          <TextField form={state} name="name" label={say('views.name')} width="medium" />
          <Button kind="secondary">{say('views.save')}</Button>
        </Form>
      </Card>
    </AppPage>
  )
}

export const filesPage = form({
  at: '/files',
  searchedAt: '/files/search',
  asks: listFiles,
  view: (call, list, state) => <FilesPage call={call} list={list} state={state} />,
  does: saveView,
  leadsTo: (_call, _value, { query = '' }) => (typeof query === 'string' && searchOf(query) === '' ? `/files?${query}` : '/files'),
  says: ({ language }) => words(language)('views.saved'),
  menu: { order: 20, label: (language) => words(language)('menu.files') },
})

export const removeViewForm = form({
  at: '/files/views/:view/forget',
  asks: listFiles,
  input: () => ({}),
  view: (call, list, state) => <FilesPage call={call} list={list} state={state} />,
  does: removeView,
  sends: ({ params }) => ({ view: params['view'] }),
  leadsTo: () => '/files',
})
