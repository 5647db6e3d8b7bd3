import { existsSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import axe from 'axe-core'
import { chromium, type Browser, type Page } from 'playwright-core'
import places from './browser-places.json' with { type: 'json' }

/** Where Debian puts Chromium, the one without a window first, since a page costs it half; another machine names its own in CHROMIUM. */
export const browserPlace = process.env['CHROMIUM'] ?? places.find((place) => existsSync(place))
const quiet = ['--headless', '--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync']

export const openBrowser = (): Promise<Browser> => chromium.launch({ executablePath: browserPlace ?? '/usr/bin/chromium', args: quiet })

const kinds: Readonly<Record<string, string>> = { '.css': 'text/css', '.js': 'text/javascript', '.woff2': 'font/woff2' }
/** As strict as the server's: what breaks it here would break there. */
const policy = "default-src 'none'; style-src 'self'; script-src 'self'; font-src 'self'; img-src 'self' data:; form-action 'self'; base-uri 'none'"

/** A screen of one width that shows pages held in memory, under the content policy, without any server. */
export async function openScreen(browser: Browser, width: number, assetsFolder: string): Promise<{ page: Page; show: (html: string) => Promise<void>; complaints: string[] }> {
  const context = await browser.newContext({ viewport: { width, height: 900 } })
  const page = await context.newPage()
  const complaints: string[] = []
  let shown = ''
  page.on('console', (message) => { if (message.type() === 'error') complaints.push(message.text()) })
  page.on('pageerror', (fault) => complaints.push(fault.message))
  await context.route('**/*', (route) => {
    const { pathname } = new URL(route.request().url())
    if (!pathname.startsWith('/assets/')) return route.fulfill({ body: shown, headers: { 'content-type': 'text/html; charset=utf-8', 'content-security-policy': policy } })
    return route.fulfill({ body: readFileSync(join(assetsFolder, pathname.slice('/assets/'.length))), contentType: kinds[extname(pathname)] ?? 'application/octet-stream' })
  })
  const show = async (html: string) => {
    shown = html
    await page.goto('http://gallery.invalid/gallery', { waitUntil: 'load' })
    await page.evaluate('document.fonts.ready.then(() => true)')
  }
  return { page, show, complaints }
}

const rules = ['wcag2a', 'wcag2aa', 'wcag21aa', 'wcag22aa']
type Violation = { readonly id: string; readonly nodes: readonly { readonly target: readonly string[]; readonly failureSummary?: string }[] }

/** What the accessibility rules of WCAG 2.2 A and AA find, each as rule and place. Colours are the dearest rule and the same in every language: one look at them is enough. */
export async function axeFindings(page: Page, { colours = true }: { readonly colours?: boolean } = {}): Promise<readonly string[]> {
  // Asked in the page itself: the wrapper for browsers carries every rule that passed out of the page again, which takes four times as long.
  await page.evaluate(axe.source)
  const options = { runOnly: { type: 'tag', values: rules }, resultTypes: ['violations'], rules: { 'color-contrast': { enabled: colours } } }
  const violations = await page.evaluate<readonly Violation[]>(`axe.run(${JSON.stringify(options)}).then(({ violations }) => violations)`)
  return violations.flatMap(({ id, nodes }) => nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} (${failureSummary?.split('\n')[1]?.trim() ?? ''})`))
}

/** By how many pixels the page is wider than the screen; nobody should have to push it sideways to read. */
export const sidewaysPixels = (page: Page): Promise<number> => page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth')
