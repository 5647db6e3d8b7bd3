import { Button, Card, DataTable, FileField, Form, formatInstant, MorePages, Notice, TextArea } from '#design'
import { extensions, mediaTypes } from '#platform/attachments/file-type'
import { download, form, type FormState, type PageCall } from '#platform/doors/page'
import { addMedicalNote, addMedicalPaper, downloadMedicalPaper, removeMedicalPaper, showMedical, type MedicalView } from '../actions/medical-acts.ts'
import { mostBytes } from '../actions/paper-acts.ts'
import { Correcting, FilePage, Notes } from './care-pages.tsx'
import { takenOut } from './papers-page.tsx'
import { words } from './words.ts'

const accept = Object.values(extensions).flat().map((ending) => `.${ending}`).join(',')
const untouched = (form: FormState): FormState => ({ ...form, values: {}, errors: {}, kept: false })

type Shown = { readonly call: PageCall; readonly view: MedicalView; readonly form: FormState; readonly sent: 'note' | 'paper' }

function MedicalPage({ call, view, form: state, sent }: Shown) {
  const say = words(call.language)
  const { header, notes, papers, searches } = view
  const at = `/files/${header.id}/medical`
  const [ofNote, ofPaper] = sent === 'note' ? [state, untouched(state)] : [untouched(state), state]
  const corrects = notes.find(({ id }) => id === (ofNote.values['corrects'] ?? call.query['corrects']))
  return (
    <FilePage call={call} header={header} current="notes">
      <Notice tone="calm">{say('medical.about')} <a href={`/files/${header.id}/notes`}>{say('care.back')}</a></Notice>
      <Card title={say('medical.title')}>
        <Form call={call} form={ofNote} action={at}>
          <Correcting call={call} corrects={corrects} back={at} />
          <TextArea form={ofNote} name="text" label={say('care.text')} hint={say('care.text-hint')} />
          <Button>{say(corrects ? 'care.add-correction' : 'care.add')}</Button>
        </Form>
      </Card>
      <Card title={say('care.newest')}>
        <Notes call={call} notes={notes} withKind={false} correct={({ id }) => `${at}?corrects=${id}`} />
        <MorePages language={call.language} list={view} href={(page) => `${at}?page=${page}`} />
      </Card>
      <Card title={say('medical.papers')}>
        <DataTable caption={say('medical.papers')} empty={say('papers.none')}
          columns={[{ heading: say('papers.name') }, { heading: say('papers.size') }, { heading: say('papers.added') }, { heading: say('papers.act') }]}
          rows={papers.map((paper) => ({ cells: [
            <><a href={`${at}/papers/${paper.id}`} download aria-label={say('papers.download', { name: paper.name })}>{paper.name}</a>{paper.removed.length > 0 && <><br /><span class="quiet small">{takenOut(call, paper.removed)}</span></>}{!paper.searched && <><br /><span class="quiet small">{say('papers.unsearched')}</span></>}</>,
            say('papers.kb', { count: Math.ceil(paper.size / 1000) }), formatInstant(paper.addedAt, call.language, call.installation.zone),
            paper.isOwn ? <form method="post" action={`${at}/papers/${paper.id}/remove`}><button class="ari-button ari-button--secondary" type="submit" aria-label={say('papers.remove-label', { name: paper.name })}>{say('papers.remove')}</button></form> : '',
          ] }))} />
        <Form call={call} form={ofPaper} action={`${at}/papers`} withFile>
          <p class="measure">{say('papers.traces')}</p>
          <p class="measure">{say(searches ? 'papers.searches' : 'papers.searches-not')}</p>
          <FileField form={ofPaper} name="content" label={say('papers.choose')} hint={say('papers.hint', { most: mostBytes / 1_048_576 })} accept={accept} />
          <Button kind="secondary">{say('papers.save')}</Button>
        </Form>
      </Card>
    </FilePage>
  )
}

const shared = {
  asks: showMedical,
  input: ({ params, query }: PageCall) => ({ file: params['file'], page: query['page'] }),
  leadsTo: ({ params }: PageCall) => `/files/${params['file'] ?? ''}/medical`,
}
const withPaper = (call: PageCall, view: MedicalView, state: FormState) => <MedicalPage call={call} view={view} form={state} sent="paper" />

export const medicalForm = form({
  ...shared, at: '/files/:file/medical', view: (call, view, state) => <MedicalPage call={call} view={view} form={state} sent="note" />, does: addMedicalNote,
  sends: ({ params }, { text, corrects }) => ({ file: params['file'], text, corrects }), says: ({ language }) => words(language)('care.added'),
})
export const medicalPaperForm = form({
  ...shared, at: '/files/:file/medical/papers', view: withPaper, does: addMedicalPaper, takesFile: { field: 'content', mostBytes },
  sends: ({ params }, { name, content }) => ({ file: params['file'], name, content }), says: (call, { removed }) => [words(call.language)('papers.said-added'), takenOut(call, removed)].filter(Boolean).join(' '),
})
export const removeMedicalPaperForm = form({
  ...shared, at: '/files/:file/medical/papers/:attachment/remove', view: withPaper, does: removeMedicalPaper,
  sends: ({ params }) => ({ file: params['file'], attachment: params['attachment'] }), says: ({ language }) => words(language)('papers.said-removed'),
})
export const medicalPaperDownload = download({
  at: '/files/:file/medical/papers/:attachment', asks: downloadMedicalPaper,
  input: ({ params }) => ({ file: params['file'], attachment: params['attachment'] }),
  file: (_call, { name, type, content }) => Promise.resolve({ bytes: Buffer.from(content, 'base64'), type: mediaTypes[type], name, asIs: true }),
})
