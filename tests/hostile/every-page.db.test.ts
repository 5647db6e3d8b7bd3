import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { pino } from 'pino'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { assetsFolder } from '#design'
import type { ModuleDoors } from '#platform/doors/page'
import { modules } from '../../src/main/compose-site.tsx'
import { loadDemonstration } from '../../src/main/demonstration/load-demonstration.ts'
import { Belgium } from '../support/belgium.ts'
import { testDatabase } from '../support/database.ts'
import { exceptionsIn, missingHeaders } from '../support/hostile.ts'
import { Visitors } from '../support/visitors.ts'

/** Walks from each person's first page along every link, and looks at what it finds as a browser with the strict policy would. */
const base = testDatabase()
let be: Belgium
let visitors: Visitors
beforeAll(async () => {
  be = await Belgium.open(base.db)
  be.moment = new Date()
  visitors = await Visitors.open(be)
  await be.inReflection()
  const { draft } = await be.does<{ draft: string }>('labour-inspector', 'delivery.check', { item: 'inspections', year: new Date().getFullYear() - 1, text: 'What was counted\tFigure\ncontrols\t3' })
  await be.does('labour-inspector', 'delivery.hand-over', { draft })
  await loadDemonstration(be.door, 'be', pino({ level: 'silent' }), { atMost: 3 })
}, 240_000)
afterAll(() => visitors.server.close())

const people = [
  'labour-inspector', 'police-officer', 'hospital-social-worker', 'caseworker-pag-asa', 'lead-pag-asa', 'guardian', 'lead-guardianship', 'immigration-officer',
  'public-prosecutor', 'labour-auditor', 'coordinator', 'analyst', 'rapporteur', 'administrator', 'data-protection-officer', null,
] as const
const shown = (modules as readonly ModuleDoors[]).flatMap(({ pages, forms, downloads = [] }) => [...pages, ...forms, ...downloads].map(({ at }) => at as string))
const shapeOf = (address: string): string => {
  const path = address.split('?')[0] ?? ''
  return shown.includes(path) ? path : shown.find((at) => new RegExp(`^${at.replaceAll(/:\w+/g, '[^/]+')}$`).test(path)) ?? path
}
/** How many pages of one kind each person looks at. */
const mostOfAKind = 3
const reached = new Set<string>()
const faults: string[] = []
let looked = 0

async function walk(login: (typeof people)[number]): Promise<void> {
  const seen = new Set<string>()
  const ofAKind = new Map<string, number>()
  const waiting = ['/', '/sign-in', '/account', '/rights', '/check', '/compartments', '/people', '/machines', '/places', '/shelters', '/emergency', '/replacements', '/operations/new', '/files/new', '/confirm', '/i', '/i/nl', '/nothing', '/account/passkeys', '/sign-in/enrol', '/signed-out']
  for (let address = waiting.shift(); address !== undefined; address = waiting.shift()) {
    const shape = `${shapeOf(address)}${address.includes('?') ? '?' : ''}`
    if (seen.has(address) || (ofAKind.get(shape) ?? 0) >= mostOfAKind) continue
    seen.add(address)
    ofAKind.set(shape, (ofAKind.get(shape) ?? 0) + 1)
    const { statusCode, headers, body } = await visitors.as(login, { url: address })
    looked += 1
    const found = missingHeaders(headers)
    if (statusCode >= 500) faults.push(`${login} ${address}: ${statusCode}`)
    if (statusCode === 200) reached.add(shapeOf(address))
    if (/text\/html/.test(String(headers['content-type']))) {
      faults.push(...[...found, ...exceptionsIn(body), ...(headers['cache-control'] === 'no-store' ? [] : ['may be kept'])].map((fault) => `${login} ${address}: ${fault}`))
      for (const [, href = ''] of body.matchAll(/(?:href|action)="(\/[^"#]*)/g)) if (!/^\/(?:assets|language|sign-out)\b/.test(href)) waiting.push(href.replaceAll('&amp;', '&'))
    } else {
      faults.push(...found.map((fault) => `${login} ${address}: ${fault}`))
      const named = headers['content-disposition']
      if (named !== undefined && !/^(?:inline|attachment); filename="[\w.-]+"$/.test(String(named))) faults.push(`${login} ${address}: ${String(named)}`)
      if (headers.location) waiting.push(String(headers.location))
    }
  }
}

describe('every page that can be reached along links', () => {
  test.each(people)('as %s holds no script, style or frame of its own, fetches nothing from elsewhere and carries every header', async (login) => {
    await walk(login)
    expect([...new Set(faults)]).toEqual([])
  }, 240_000)

  test('is nearly every page that there is', () => {
    const missed = shown.filter((at) => !reached.has(at))
    console.info(`${looked} answers looked at, ${reached.size} kinds of pages of ${new Set(shown).size}; not reached: ${missed.join(' ')}`)
    expect(reached.size).toBeGreaterThan(new Set(shown).size * 0.6)
  })
})

describe('what is fetched with a page', () => {
  const files = readdirSync(assetsFolder, { recursive: true, encoding: 'utf8' })

  test('comes with the same headers, and styles and own scripts lead to no other address', async () => {
    expect(files.length).toBeGreaterThan(3)
    for (const file of files.filter((name) => /\.\w+$/.test(name))) {
      const { statusCode, headers } = await visitors.server.inject({ url: `/assets/${file}` })
      expect([file, statusCode, missingHeaders(headers)]).toEqual([file, 200, []])
      if (!/\.(?:css|js)$/.test(file)) continue
      const text = readFileSync(join(assetsFolder, file), 'utf8')
      expect(text.match(/(?:url\(|@import|fetch\(|import\()\s*["']?(?:https?:)?\/\/[^"')]*/g), file).toBeNull()
      if (file.endsWith('.js')) expect(text.match(/\beval\(|new Function\(|document\.write|\.innerHTML\s*=|insertAdjacentHTML/g), file).toBeNull()
    }
  })
})
