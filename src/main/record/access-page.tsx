import { join } from 'node:path'
import { AppPage, Card, Chip, DataTable, FactList, languageName } from '#design'
import { renderPdf } from '#platform/documents/render-pdf'
import { download, page, type PageCall } from '#platform/doors/page'
import { showAccessReport, type AccessReport } from './access-report.ts'
import { words } from './words.ts'

const Articles = ({ law, unchecked }: { readonly law: AccessReport['rights'][number]['law']; readonly unchecked: string | undefined }) => (
  <>{law.map(({ title, isChecked }, index) => <>{index > 0 && ' · '}{title}{!isChecked && <> <Chip>{unchecked}</Chip></>}</>)}</>
)

function Service({ service, labels }: { readonly service: AccessReport['services'][number]; readonly labels: AccessReport['labels'] }) {
  return (
    <Card title={service.name}>
      <FactList facts={[
        [labels['why'], service.why],
        [labels['basis'], service.basis.length === 0 ? labels['no-basis'] : <Articles law={service.basis} unchecked={labels['unchecked']} />],
      ]} />
      <DataTable caption={service.name} empty="" columns={[{ heading: labels['when'] ?? '' }, { heading: labels['read'] ?? '', number: true }, { heading: labels['listed'] ?? '', number: true }, { heading: labels['written'] ?? '', number: true }]}
        rows={service.months.map(({ when, read, listed, written }) => ({ cells: [when, read, listed, written] }))} />
      {service.medical && <p>{labels['medical']}</p>}
    </Card>
  )
}

function AccessPage({ call, report }: { readonly call: PageCall; readonly report: AccessReport }) {
  const say = words(call.language)
  const { labels } = report
  return (
    <AppPage call={call} title={say('access.card')} back={{ href: `/files/${report.file}/acts`, label: say('saw.title') }}>
      <div lang={report.language} dir={report.direction}>
        <h1>{labels['title']}</h1>
        <p class="large measure">{labels['lead']}</p>
        <FactList facts={[[labels['reference'], report.reference], [labels['made-on'], report.madeOn]]} />
        <h2>{labels['seen']}</h2>
        {report.services.length === 0 && <p>{labels['nobody']}</p>}
        {report.services.map((service) => <Service service={service} labels={labels} />)}
        <p class="measure">{labels['limits']}</p>
        <Card title={labels['told'] ?? ''}>
          <DataTable caption={labels['told'] ?? ''} empty="" columns={[{ heading: labels['service'] ?? '' }, { heading: labels['as'] ?? '' }, { heading: labels['since'] ?? '' }, { heading: labels['until'] ?? '' }]}
            rows={report.told.map(({ service, as, since, until }) => ({ cells: [service, as, since, until ?? '–'] }))} />
        </Card>
        <Card title={labels['shared'] ?? ''}>
          <DataTable caption={labels['shared'] ?? ''} empty={labels['nothing-shared'] ?? ''} columns={[{ heading: labels['when'] ?? '' }, { heading: labels['what'] ?? '' }, { heading: labels['to'] ?? '' }, { heading: labels['basis'] ?? '' }]}
            rows={report.shared.map(({ when, what, to, basis }) => ({ cells: [when, what, to, basis] }))} />
        </Card>
        <Card title={labels['rights'] ?? ''}><ul>{report.rights.map(({ text, law }) => <li>{text} <span class="law"><Articles law={law} unchecked={labels['unchecked']} /></span></li>)}</ul></Card>
        <Card title={labels['contacts'] ?? ''}><ul>{report.contacts.map(({ name, web, note }) => <li>{[name, note, web].filter((part) => part !== null).join(' · ')}</li>)}</ul></Card>
        <p>{labels['keep-safe']}</p>
        {!report.isChecked && <p><Chip>{labels['unchecked-text']}</Chip></p>}
      </div>
      <p class="no-print"><a href={`/files/${report.file}/access/${report.language}/pdf`}>{say('access.print')}</a></p>
      <p class="no-print">{say('access.languages')}: {report.languages.map((language) => <><a href={`/files/${report.file}/access/${language}`} lang={language} hreflang={language}>{languageName(language, call.language)}</a>{' '}</>)}</p>
    </AppPage>
  )
}

export const accessPage = page({ at: '/files/:file/access/:language', asks: showAccessReport, view: (call, report) => <AccessPage call={call} report={report} /> })

export const accessDownload = download({
  at: '/files/:file/access/:language/pdf', asks: showAccessReport,
  input: ({ params }) => ({ file: params['file'], language: params['language'] }),
  file: async ({ installation }, report) => {
    const { labels } = report
    const common = { specimen: labels['specimen'], specimenLong: labels['specimen-long'], page: labels['page'], notVerified: labels['unchecked'] }
    const bytes = await renderPdf({ template: join(installation.packFolder, 'documents', 'access-report.typ'), language: report.language, title: labels['title'] ?? '', data: { ...report, words: { common } } })
    // The name of the file must not say what it is about: it may be seen on a phone.
    return { bytes, type: 'application/pdf', name: `information-${report.language}.pdf` }
  },
})
