import { mkdirSync } from 'node:fs'
import type { Page } from 'playwright-core'
import { beforeAll } from 'vitest'
import type { Language } from '#vocabulary/language'
import { modules } from '../../src/main/compose-site.tsx'
import { axeFindings, sidewaysPixels } from './axe.ts'
import type { Installation } from './installation.ts'
import { fillReport, sendReport } from './report-on-phone.ts'

/** Set to a folder, it keeps a picture of every main page that is looked at. */
export const pictures = process.env['PICTURES']

/** The role as whom each address is looked at, and what fills its gaps. */
const lookedAtAs: Readonly<Record<string, string | null>> = {
  '/sign-in': null, '/sign-in/demo': null, '/check': null, '/rights': null, '/invitation/:code': null,
  '/reports': 'labour-inspector', '/reports/start': 'labour-inspector', '/reports/:report/drop': 'labour-inspector', '/reports/:report/send': 'labour-inspector', '/reports/:report/sent': 'labour-inspector',
  '/reports/:report/:screen': 'labour-inspector', '/reports/:report/:screen/keep': 'labour-inspector', '/referrals': 'labour-inspector', '/referrals/:referral': 'labour-inspector',
  '/operations': 'labour-inspector', '/operations/new': 'labour-inspector',
  '/analyses': null, '/analyses/drafts': 'analyst', '/analyses/drafts/:draft': 'analyst', '/analyses/drafts/:draft/drop': 'analyst', '/analyses/drafts/:draft/propose': 'analyst',
  '/deliveries': 'labour-inspector', '/deliveries/new/:item': 'labour-inspector', '/deliveries/drafts/:draft': 'labour-inspector', '/deliveries/:delivery': 'labour-inspector', '/codebook': 'analyst', '/delivered': 'analyst', '/hand-overs': 'analyst', '/records': 'analyst', '/hand-overs/report/:year': 'analyst', '/hand-overs/:recipient/:year': 'analyst',
  '/numbers': 'analyst', '/tables': 'analyst', '/tables/keep': 'analyst', '/tables/kept': 'analyst', '/tables/facts': 'analyst', '/progress': 'analyst', '/progress/waits': 'analyst', '/progress/clocks': 'analyst', '/figures': null, '/escalated': 'coordinator', '/people': 'administrator', '/people/new': 'administrator', '/acts': 'data-protection-officer',
  '/compartments': 'data-protection-officer', '/emergencies': 'data-protection-officer', '/emergency': 'labour-inspector',
  '/guarded': 'lead-guardianship', '/guarded/conflicts': 'administrator', '/guarded/sealed': 'lead-pag-asa', '/guarded/guardians': 'lead-guardianship',
}
/** An address that only acts, or that leads elsewhere at once, has no page to look at. */
const isPage = (at: string): boolean => !/\/(start|drop|keep|sign-out|forget|acknowledge|finish|provider|back)$/.test(at)
const addresses = [...new Set(modules.flatMap(({ pages, forms }) => [...pages, ...forms].map(({ at }) => at)))].filter(isPage).toSorted()
/** Whoever opens an address that nobody is named for: the first who may. */
const others = ['caseworker-pag-asa', 'administrator', 'data-protection-officer', 'labour-inspector', 'coordinator', 'immigration-officer', 'public-prosecutor', 'guardian', 'analyst', 'lead-pag-asa', null]
/** The pages that are kept as pictures. */
const main = ['/sign-in', '/waiting', '/files', '/files/:file', '/files/:file/steps/:step', '/reports', '/reports/:report/:screen', '/reports/:report/send', '/arrivals', '/numbers', '/people', '/operations']


/** The address of the house that a link fits: the one with the fewest gaps. */
function fits(link: string): string | undefined {
  const path = link.split(/[?#]/)[0] ?? ''
  return addresses.filter((at) => new RegExp(`^${at.replaceAll(/:\w+/g, '[^/]+')}$`).test(path)).toSorted((one, other) => one.split(':').length - other.split(':').length)[0]
}

export type EveryPage = {
  /** Every address of the house that shows a page. */
  readonly addresses: readonly string[]
  /** What fills the gap of an address, by the name of the gap, and by the whole address where one page needs its own. */
  readonly known: ReadonlyMap<string, string>
  /** Looks at every page in a language and answers with what is wrong on any. */
  readonly findings: (language: Language) => Promise<readonly string[]>
  /** The addresses that were looked at in a language. */
  readonly opened: (language: Language) => readonly string[]
}

/** Every page of the house, found from its own doors and from the links of the pages that were looked at. Call it once at the top of the file. */
export function everyPage(ariadne: Installation): EveryPage {
  const known = new Map<string, string>()
  const opened: string[] = []
  const filled = (at: string): string | null => {
    const address = at.replaceAll(/:(\w+)/g, (whole, name: string) => known.get(`${at} ${name}`) ?? known.get(name) ?? whole)
    return address.includes(':') ? null : address
  }
  const roles = new Map<string, { readonly login: string | null; readonly address: string }>()
  /** Addresses that a page which was looked at links to or sends to, by the address of the house that each fits. */
  const linked = new Map<string, { readonly login: string | null; readonly address: string }>()
  const visits = new Map<string, Page>()
  async function pageOf(login: string | null, language: Language): Promise<Page> {
    const key = `${login} ${language}`
    const page = visits.get(key) ?? await ariadne.visit(login, { language, width: 390, height: 844 })
    visits.set(key, page)
    return page
  }

  async function opens(login: string | null, address: string, status = 200): Promise<boolean> {
    const { request } = (await pageOf(login, 'en')).context()
    return (await request.get(`${ariadne.address}${address}`, { maxRedirects: 0 })).status() === status
  }

  /** As whom a page is looked at, and where: who is named for it, else who was shown a link to it, else the first who may. */
  async function roleOf(at: string): Promise<{ readonly login: string | null; readonly address: string } | undefined> {
    const known = roles.get(at)
    if (known) return known
    const [link, address] = [linked.get(at), filled(at)]
    const tried = at in lookedAtAs ? [lookedAtAs[at] ?? null] : others
    const asked = [...(link ? [link] : []), ...(address === null ? [] : tried.map((login) => ({ login, address })))]
    for (const candidate of asked) {
      // Nobody may learn whether an invitation ever existed, so the page for an unknown one is the page for nothing.
      if (!(await opens(candidate.login, candidate.address, at === '/invitation/:code' ? 404 : 200))) continue
      roles.set(at, candidate)
      return candidate
    }
    return undefined
  }

  async function noteLinks(page: Page, login: string | null): Promise<void> {
    const links = await page.evaluate<string[]>('[...document.querySelectorAll("main [href], main [action]")].map((one) => one.getAttribute("href") ?? one.getAttribute("action") ?? "")')
    for (const link of links) {
      const at = link.startsWith('/') ? fits(link) : undefined
      if (at?.includes(':') && !linked.has(at)) linked.set(at, { login, address: link })
    }
  }

  async function findingsAt(at: string, language: Language): Promise<readonly string[]> {
    const role = await roleOf(at)
    if (!role) return []
    const page = await pageOf(role.login, language)
    await page.goto(role.address)
    await noteLinks(page, role.login)
    opened.push(`${at} ${language}`)
    if (pictures && main.includes(at)) {
      mkdirSync(pictures, { recursive: true })
      const name = `${at.replaceAll(/[^a-z]+/g, '-').slice(1)}-${language}`
      for (const width of [1280, 390]) {
        await page.setViewportSize({ width, height: 900 })
        await page.screenshot({ path: `${pictures}/${name}-${width}.png`, fullPage: true })
      }
    }
    const found = [...await axeFindings(page, { colours: language === 'en' }), ...(await sidewaysPixels(page) > 0 ? ['wider than the screen'] : [])].map((finding) => `${at} (${language}): ${finding}`)
    if (found.length > 0) console.log(found.join('\n'))
    return found
  }

  beforeAll(async () => {
    const inspector = await ariadne.visit('labour-inspector')
    await fillReport(inspector, { signs: 12 })
    known.set('/reports/:report/sent report', new URL(inspector.url()).pathname.split('/')[2] ?? '')
    // Two persons: a centre accepts the first, so that there is a file, and the second waits for its answer.
    await sendReport(inspector, 'PAG-ASA')
    await fillReport(inspector, { signs: 12 })
    await sendReport(inspector, 'PAG-ASA')
    await fillReport(inspector, { signs: 12 })
    const report = new URL(inspector.url()).pathname.split('/')[2] ?? ''
    const sent = async (route: string, data: object): Promise<Record<string, string>> => (await inspector.context().request.post(`${ariadne.address}/api/v1/${route}`, { data })).json() as Promise<Record<string, string>>
    const checked = () => sent('delivery.check', { item: 'inspections', year: new Date().getFullYear() - 1, text: 'What was counted\tFigure\ncontrols\t3' })
    const { delivery = '' } = await sent('delivery.hand-over', { draft: (await checked())['draft'] })
    known.set('/deliveries/:delivery delivery', delivery).set('/deliveries/drafts/:draft draft', (await checked())['draft'] ?? '').set('/deliveries/new/:item item', 'inspections')
    const analyst = await ariadne.visit('analyst')
    const { draft: analysis = '' } = await (await analyst.context().request.post(`${ariadne.address}/api/v1/analysis.start`, { data: { title: 'An invented analysis', language: 'en' } })).json() as Record<string, string>
    for (const at of ['', '/drop', '/propose']) known.set(`/analyses/drafts/:draft${at} draft`, analysis)
    known.set('recipient', 'national').set('year', String(new Date().getFullYear() - 1))
    known.set('report', report).set('screen', 'signs').set('code', 'unknown-code').set('step', 'record-condition?chosen=contact-broken').set('language', 'nl')
    await inspector.goto('/referrals')
    known.set('referral', (await inspector.locator('table a.strong').first().getAttribute('href'))?.split('/')[2] ?? '')
    await inspector.goto('/operations/new')
    await inspector.getByLabel('Name of the operation').fill('Invented market day')
    await inspector.getByLabel('District').selectOption('brussels')
    await inspector.getByRole('button', { name: 'Open an operation' }).click()
    known.set('operation', new URL(inspector.url()).pathname.split('/')[2] ?? '')
    const centre = await ariadne.visit('caseworker-pag-asa')
    const asCentre = async <Answer>(route: string, data: object) => (await centre.context().request.post(`${ariadne.address}/api/v1/${route}`, { data })).json() as Promise<Answer>
    const { referrals } = await asCentre<{ referrals: { id: string }[] }>('referral.list-waiting', {})
    await asCentre('referral.accept', { referral: referrals.find(({ id }) => id !== known.get('referral'))?.id, version: 0 })
    await centre.goto('/files')
    for (const link of await centre.locator('table a.strong').all()) {
      known.set('file', (await link.getAttribute('href'))?.split('/')[2] ?? '')
    }
    const lead = await ariadne.visit('lead-pag-asa')
    const asLead = async <Answer>(route: string, data: object) => (await lead.context().request.post(`${ariadne.address}/api/v1/${route}`, { data })).json() as Promise<Answer>
    const { colleagues } = await asLead<{ colleagues: { id: string; name: string }[] }>('care.show', { file: known.get('file') })
    await asLead('care.name-member', { file: known.get('file'), account: colleagues.find(({ name }) => name === 'C. Fictif')?.id })
    const administrator = await ariadne.visit('administrator')
    await administrator.goto('/people')
    known.set('account', (await administrator.locator('main a[href^="/people/"]:not([href="/people/new"])').first().getAttribute('href'))?.split('/')[2] ?? '')
  })


  return {
    addresses,
    known,
    opened: (language) => addresses.filter((at) => opened.includes(`${at} ${language}`)),
    findings: async (language) => {
      const findings: string[] = []
      // A second time for those to which only another page leads.
      for (let round = 0; round < 2; round += 1) {
        for (const at of addresses.filter((address) => !opened.includes(`${address} ${language}`))) findings.push(...await findingsAt(at, language))
      }
      return findings
    },
  }
}
