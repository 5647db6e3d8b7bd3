import { AppPage, Button, Card, DataTable, FileField, Form, formatInstant, Radios } from '#design'
import { extensions, mediaTypes } from '#platform/attachments/file-type'
import type { Trace } from '#platform/attachments/traces'
import { download, form, type FormState, type PageCall } from '#platform/doors/page'
import { addAttachment, downloadAttachment, listAttachments, mostBytes, removeAttachment, type PapersView } from '../actions/paper-acts.ts'
import { FileHeader, FileTabs } from './file-header.tsx'
import { words } from './words.ts'

const accept = Object.values(extensions).flat().map((ending) => `.${ending}`).join(',')
const megabytes = mostBytes / 1_048_576

/** What was taken out of a picture, in one sentence; nothing where nothing was. */
export function takenOut(call: PageCall, removed: readonly Trace[]): string | undefined {
  const say = words(call.language)
  const what = new Intl.ListFormat(call.language, { type: 'conjunction' }).format(removed.map((trace) => say(`papers.trace-${trace}`)))
  return removed.length === 0 ? undefined : say('papers.taken-out', { what })
}

function PapersPage({ call, view: { header, papers, mayAddIdentity, searches }, form: state }: { readonly call: PageCall; readonly view: PapersView; readonly form: FormState }) {
  const say = words(call.language)
  const at = `/files/${header.id}/papers`
  const kinds = mayAddIdentity ? (['identity', 'own-notes'] as const) : (['own-notes'] as const)
  return (
    <AppPage call={call} title={say('header.file', { reference: header.reference })}>
      <FileHeader call={call} header={header} />
      <FileTabs call={call} file={header.id} current="papers" />
      <Card title={say('papers.title')}>
        <p class="measure">{say('papers.intro')}</p>
        <DataTable caption={say('papers.title')} empty={say('papers.none')}
          columns={[{ heading: say('papers.name') }, { heading: say('papers.kind') }, { heading: say('papers.size') }, { heading: say('papers.added') }, { heading: say('papers.act') }]}
          rows={papers.map((paper) => ({ cells: [
            <><a href={`${at}/${paper.id}`} download aria-label={say('papers.download', { name: paper.name })}>{paper.name}</a>{paper.removed.length > 0 && <><br /><span class="quiet small">{takenOut(call, paper.removed)}</span></>}{!paper.searched && <><br /><span class="quiet small">{say('papers.unsearched')}</span></>}</>,
            say(`papers.${paper.compartment}`), say('papers.kb', { count: Math.ceil(paper.size / 1000) }),
            <>{formatInstant(paper.addedAt, call.language, call.installation.zone)}<br /><span class="quiet small">{paper.office}</span></>,
            paper.isOwn ? <form method="post" action={`${at}/${paper.id}/remove`}><button class="ari-button ari-button--secondary" type="submit" aria-label={say('papers.remove-label', { name: paper.name })}>{say('papers.remove')}</button></form> : '',
          ] }))} />
      </Card>
      <Card title={say('papers.add')}>
        <Form call={call} form={state} action={at} withFile>
          <p class="measure">{say('papers.traces')}</p>
          <p class="measure">{say(searches ? 'papers.searches' : 'papers.searches-not')}</p>
          <FileField form={state} name="content" label={say('papers.choose')} hint={say('papers.hint', { most: megabytes })} accept={accept} />
          <Radios form={state} name="compartment" label={say('papers.kind')} value={kinds[0]} choices={kinds.map((value) => ({ value, label: say(`papers.${value}`) }))} />
          <Button>{say('papers.save')}</Button>
        </Form>
      </Card>
    </AppPage>
  )
}

const shared = {
  asks: listAttachments,
  input: ({ params }: PageCall) => ({ file: params['file'] }),
  view: (call: PageCall, view: PapersView, state: FormState) => <PapersPage call={call} view={view} form={state} />,
  leadsTo: ({ params }: PageCall) => `/files/${params['file'] ?? ''}/papers`,
}

export const papersForm = form({
  ...shared,
  at: '/files/:file/papers',
  does: addAttachment,
  takesFile: { field: 'content', mostBytes },
  sends: ({ params }, { compartment, name, content }) => ({ file: params['file'], compartment, name, content }),
  says: (call, { removed }) => [words(call.language)('papers.said-added'), takenOut(call, removed)].filter(Boolean).join(' '),
})

export const removePaperForm = form({
  ...shared,
  at: '/files/:file/papers/:attachment/remove',
  does: removeAttachment,
  sends: ({ params }) => ({ file: params['file'], attachment: params['attachment'] }),
  says: ({ language }) => words(language)('papers.said-removed'),
})

export const paperDownload = download({
  at: '/files/:file/papers/:attachment',
  asks: downloadAttachment,
  input: ({ params }) => ({ file: params['file'], attachment: params['attachment'] }),
  file: (_call, { name, type, content }) => Promise.resolve({ bytes: Buffer.from(content, 'base64'), type: mediaTypes[type], name, asIs: true }),
})
