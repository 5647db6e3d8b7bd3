import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { folderFor, numberOption, openBenchHome, printTable } from './bench-home.ts'
import { generateFiles } from './generate-files.ts'
import { prepare, tenPages } from './ten-pages.ts'

// What goes over the line for each page: HTML as it is sent, and script and style compressed as a proxy in front sends them.
const kilobytes = (bytes: number): string => (bytes / 1024).toFixed(1)
const home = await openBenchHome(folderFor(numberOption('files', 10_000)))
await generateFiles(home.db, numberOption('files', 10_000))
const prepared = await prepare(home, await tenPages(home))
const dist = join(import.meta.dirname, '..', 'dist')
const assetsOf = (html: string): readonly string[] => [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+\.(?:js|css))"/g)].map(([, address]) => join(dist, address ?? '')).filter(existsSync)
const rows = [...new Set(prepared.map(({ page }) => page))].flatMap((page) => {
  const [first, ...more] = prepared.filter((one) => one.page === page && one.html !== '').toSorted((a, b) => b.bytes - a.bytes)
  if (!first) return []
  const assets = assetsOf(first.html)
  const compressed = (ending: string) => assets.filter((file) => file.endsWith(ending)).reduce((sum, file) => sum + gzipSync(readFileSync(file)).length, 0)
  return [[page, more.length + 1, kilobytes(first.bytes), kilobytes(gzipSync(first.html).length), kilobytes(brotliCompressSync(first.html).length), kilobytes(compressed('.js')), kilobytes(compressed('.css'))]]
})
console.log('\nThe largest of each page, KB:\n')
printTable(['page', 'of', 'HTML', 'gzip', 'brotli', 'script gzip', 'style gzip'], rows)
const fonts = join(dist, 'assets', 'fonts')
if (existsSync(fonts)) console.log(`\nFonts: ${readdirSync(fonts).length} files, of which a browser fetches those whose letters are on the page.`)
await home.close()
