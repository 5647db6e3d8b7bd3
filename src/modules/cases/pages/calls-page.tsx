import { AppPage, Card, Chip, DataTable, Notice } from '#design'
import { page, type PageCall } from '#platform/doors/page'
import { listCalls, showLetter, type CallList, type LetterView } from '../actions/contact-acts.ts'
import { RuleNote } from './contact-card.tsx'
import { FileHeader, FileTabs } from './file-header.tsx'
import { words } from './words.ts'

function CallsPage({ call, list }: { readonly call: PageCall; readonly list: CallList }) {
  const say = words(call.language)
  return (
    <AppPage call={call} title={say('calls.title')}>
      <h1>{say('calls.title')}</h1>
      <p class="measure">{say('calls.intro')}</p>
      <Card>
        <DataTable caption={say('calls.title')} empty={say('calls.none')}
          columns={[{ heading: say('column.file') }, { heading: say('calls.number') }, { heading: say('calls.how') }, { heading: say('calls.why') }]}
          rows={list.calls.map((line) => ({
            cells: [
              <><a class="strong" href={`/files/${line.file}/person`}>{line.reference}</a><br />{line.name}</>,
              <><span class="strong">{line.number}</span><br /><Chip tone={line.now ? 'good' : 'soon'}>{say(line.now ? 'calls.now' : 'calls.later', { from: line.rule.from, until: line.rule.until })}</Chip></>,
              <><RuleNote call={call} rule={line.rule} />{line.note && <div class="small">{line.note}</div>}</>,
              <>{line.tasks > 0 && <div>{say('calls.tasks', { count: line.tasks })}</div>}{line.clocks > 0 && <div>{say('calls.clocks', { count: line.clocks })}</div>}</>,
            ],
          }))} />
      </Card>
      {list.notCalled.length > 0 && (
        <Card title={say('calls.not')}>
          <p class="quiet">{say('calls.not-about')}</p>
          <DataTable caption={say('calls.not')} empty="" columns={[{ heading: say('column.file') }, { heading: say('calls.because') }]}
            rows={list.notCalled.map(({ file, reference, because }) => ({ cells: [<a class="strong" href={`/files/${file}/person`}>{reference}</a>, say(`calls.not-${because}`)] }))} />
        </Card>
      )}
    </AppPage>
  )
}

export const callsPage = page({
  at: '/calls', asks: listCalls, input: () => ({}), view: (call, list) => <CallsPage call={call} list={list} />,
  menu: { order: 25, label: (language) => words(language)('calls.menu') },
})

function LetterPage({ call, view }: { readonly call: PageCall; readonly view: LetterView }) {
  const say = words(call.language)
  const { header, letter, because } = view
  return (
    <AppPage call={call} title={say('letter.title')}>
      <FileHeader call={call} header={header} />
      <FileTabs call={call} file={header.id} current="person" />
      <h2>{say('letter.title')}</h2>
      {because !== null && <Notice tone="soon"><p>{say(`refusal.contact-${because}`)}</p></Notice>}
      {letter !== null && (
        <>
          <Notice tone="soon"><p>{say('letter.about')}</p></Notice>
          <Card><p class="large">{letter.address.split('\n').map((line) => <>{line}<br /></>)}</p></Card>
          <p>{say(`answers.${letter.answeredBy}`)} · {say(`may-say.${letter.maySay}`)}</p>
        </>
      )}
    </AppPage>
  )
}

export const letterPage = page({
  at: '/files/:file/letter', asks: showLetter, input: ({ params }) => ({ file: params['file'] }), view: (call, view) => <LetterPage call={call} view={view} />,
})
