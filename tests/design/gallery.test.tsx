import { existsSync, mkdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import type { Browser } from 'playwright-core'
import { renderToString } from 'preact-render-to-string'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { assetsFolder, PasskeyScript } from '#design'
import { languages } from '#vocabulary/language'
import { axeFindings, browserPlace, openBrowser, openScreen, sidewaysPixels } from '../support/axe.ts'
import { dangerPage, fieldsPage, showingPage } from './gallery.tsx'

const pages = { showing: showingPage, fields: fieldsPage, danger: dangerPage }
const shots = process.env['SHOTS']
const hasBrowser = browserPlace !== undefined && existsSync(browserPlace)

describe.skipIf(!hasBrowser)('every component, seen by a browser', () => {
  let browser: Browser
  beforeAll(async () => { browser = await openBrowser() })
  afterAll(() => browser.close())

  test.each([1280, 320])('at %i pixels nobody is shut out, nothing leaves the screen and the content policy holds', async (width) => {
    const screen = await openScreen(browser, width, assetsFolder)
    const wrong: string[] = []
    for (const language of languages) {
      for (const [name, render] of Object.entries(pages)) {
        await screen.show(render(language))
        const where = `${name} ${language} ${width}`
        if (shots) { mkdirSync(shots, { recursive: true }); await screen.page.screenshot({ path: join(shots, `${name}-${language}-${width}.png`), fullPage: true }) }
        wrong.push(...(await axeFindings(screen.page)).map((finding) => `${where}: ${finding}`))
        const sideways = await sidewaysPixels(screen.page)
        if (sideways > 0) wrong.push(`${where}: ${sideways} pixels too wide`)
      }
    }
    expect([...wrong, ...screen.complaints]).toEqual([])
  }, 240_000)

  test('a table that is stacked on a telephone is to whoever hears it the table that a wide screen shows', async () => {
    const heardAt = async (width: number) => {
      const screen = await openScreen(browser, width, assetsFolder)
      await screen.show(showingPage('en'))
      const display = await screen.page.evaluate<string>('getComputedStyle(document.querySelector("table.table--stack tbody td")).display')
      const { nodes } = await (await screen.page.context().newCDPSession(screen.page)).send('Accessibility.getFullAXTree')
      const heard = (role: string) => nodes.filter((node) => node.role?.value === role && !node.ignored).length
      return { display, roles: { tables: heard('table'), rows: heard('row'), cells: heard('cell'), headings: heard('columnheader') } }
    }
    const [narrow, wide] = [await heardAt(320), await heardAt(1280)]
    expect([narrow.display === 'table-cell', wide.display]).toEqual([false, 'table-cell'])
    expect(narrow.roles).toEqual(wide.roles)
    expect(Math.min(...Object.values(narrow.roles))).toBeGreaterThan(0)
  })

  test('the check sees a page that shuts people out', async () => {
    const screen = await openScreen(browser, 320, assetsFolder)
    await screen.show(`<!doctype html><html><title>x</title><body><p style="color:red"><img src="data:,"><input><span>${'x'.repeat(400)}</span></p></body></html>`)
    expect((await axeFindings(screen.page)).map((finding) => finding.split(':')[0])).toEqual(expect.arrayContaining(['html-has-lang', 'image-alt', 'label']))
    expect(await sidewaysPixels(screen.page)).toBeGreaterThan(0)
    expect(screen.complaints.join(' ')).toContain('Content Security Policy')
  })
})

describe('what every page loads', () => {
  const address = (pattern: RegExp) => join(assetsFolder, showingPage('en').match(pattern)?.[1] ?? '')

  test('the style sheet stays below 25 KB compressed and names no other government', () => {
    const style = readFileSync(address(/href="\/assets\/([^"]+\.css)"/))
    expect(gzipSync(style).length).toBeLessThan(25_000)
    expect(style.toString()).not.toMatch(/govuk|GDS Transport|crown/i)
  })

  test('the script stays below 8 KB', () => expect(readFileSync(address(/src="\/assets\/([^"]+\.js)"/)).length).toBeLessThan(8000))

  test('each script is a file of its own, so that none calls the one before it, and a page without a passkey loads one alone', () => {
    expect(showingPage('en').match(/<script/g)).toHaveLength(1)
    const passkey = renderToString(<PasskeyScript />).match(/^<script src="\/assets\/(passkey-[0-9a-f]+\.js)" defer>/)?.[1] ?? ''
    expect(readFileSync(join(assetsFolder, passkey)).length).toBeLessThan(4000)
    expect(readFileSync(address(/src="\/assets\/([^"]+\.js)"/), 'utf8')).not.toContain('PublicKeyCredential')
  })

  test.each(languages)('in %s no page carries a style or a script inside itself', (language) => {
    for (const render of Object.values(pages)) expect(render(language)).not.toMatch(/ style=|<style|<script(?! src=)|\son[a-z]+="/)
  })
})
