import { AppPage, Card, Chip, languageName, LawNote, Tabs } from '#design'
import { download, page, type PageCall } from '#platform/doors/page'
import { showRights, type RightsView } from '../actions/show-rights.ts'
import { audiences } from '../domain/rights-sheet.ts'
import { rightsPdf } from '../store/rights-pdf.ts'
import { words } from './words.ts'

function RightsPage({ call, view, neutral = false }: { readonly call: PageCall; readonly view: RightsView; readonly neutral?: boolean }) {
  const say = words(call.language)
  const { sheet } = view
  // Where the address itself must not tell, nor the title that a browser keeps, the links do not either.
  const address = (audience: string, language: string) => (neutral ? `/i/${language}?audience=${audience}` : `/rights?audience=${audience}&language=${language}`)
  const articles = new Map(call.installation.pack.law.articles.map((article) => [article.key, article]))
  return (
    <AppPage call={call} title={say(neutral ? 'rights.neutral-title' : 'rights.title')} narrow quickExit>
      <Tabs label={say('rights.title')} tabs={audiences.map((audience) => ({ href: address(audience, sheet.language), label: say(`rights.${audience}`), current: audience === sheet.audience }))} />
      <div lang={sheet.language} dir={sheet.direction}>
        <h1>{sheet.title}</h1>
        <p class="large">{sheet.lead}</p>
        <Card title={sheet.labels.contacts} tone="now">
          <ul class="plain">{sheet.contacts.map(({ name, phone, web, note }) => <li><p class="large"><span class="strong">{name}</span>{phone && <> · <a href={`tel:${phone.replaceAll(' ', '')}`}>{phone}</a></>}{web && <> · {web}</>}<br /><span class="quiet small">{note}</span></p></li>)}</ul>
        </Card>
        {sheet.sections.map(({ title, statements }) => (
          <Card title={title}>
            {statements.map(({ text, law, verified }) => (
              <p class="large">{text}{law.length > 0 && <><br /><LawNote language={call.language} law={law.flatMap((key) => {
                const article = articles.get(key)
                return article ? [{ title: article.title[call.language], about: article.about[call.language], url: article.url ?? null, verified: verified !== null && verified !== false }] : []
              })} /></>}</p>
            ))}
          </Card>
        ))}
        {!sheet.isChecked && <p><Chip>{sheet.labels['unchecked-text']}</Chip></p>}
      </div>
      <p class="no-print">{say('rights.print')}: <a href={`/rights/sheet/${sheet.audience}/${sheet.language}`}>PDF A4</a> · <a href={`/rights/card/${sheet.audience}/${sheet.language}`}>PDF A6</a></p>
      <p class="no-print">{say('rights.other-languages')}: {view.languages.map((language) => <><a href={address(sheet.audience, language)} lang={language} hreflang={language}>{languageName(language, call.language)}</a>{' '}</>)}</p>
    </AppPage>
  )
}

const one = (value: PageCall['query'][string] | undefined) => (typeof value === 'string' && value !== '' ? value : undefined)

export const rightsPage = page({
  at: '/rights',
  asks: showRights,
  input: ({ query }) => ({ ...(one(query['language']) ? { language: one(query['language']) } : {}), ...(one(query['audience']) ? { audience: one(query['audience']) } : {}) }),
  view: (call, view) => <RightsPage call={call} view={view} />,
})

const neutralView = (call: PageCall, view: RightsView) => <RightsPage call={call} view={view} neutral />
/** The same sheet under an address that can be read out or sent: neither it nor the title says what it is. */
export const shortRightsPage = page({ at: '/i', asks: showRights, input: ({ query }) => (one(query['audience']) ? { audience: one(query['audience']) } : {}), view: neutralView })
export const neutralRightsPage = page({
  at: '/i/:language', asks: showRights, input: ({ params, query }) => ({ language: params['language'], ...(one(query['audience']) ? { audience: one(query['audience']) } : {}) }), view: neutralView,
})

export const printRights = download({
  at: '/rights/:format/:audience/:language',
  asks: showRights,
  input: ({ params }) => ({ audience: params['audience'], language: params['language'] }),
  file: async (call, { sheet }) => {
    const { pack, packFolder, mode } = call.installation
    const format = call.params['format'] === 'card' ? 'card' : 'sheet'
    const bytes = await rightsPdf({ sheet, format, folder: packFolder, isEvaluation: mode === 'evaluation', titleOf: (key) => pack.law.articles.find((article) => article.key === key)?.title[call.language] ?? key })
    // The name of the file must not say what it is about: it may be seen on a phone.
    return { bytes, type: 'application/pdf', name: `information-${sheet.language}.pdf` }
  },
})
