import { createHash } from 'node:crypto'
import { copyFileSync, existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { compile } from 'sass'

const root = join(import.meta.dirname, '..', '..')
const modules = join(root, 'node_modules')
export const assetsFolder = join(root, 'dist', 'assets')
const manifestFile = join(assetsFolder, 'manifest.json')
const sources = ['styles', 'scripts'].map((name) => join(import.meta.dirname, name))

/** Where the pages find their style and script; the names carry a hash, so a browser may keep them for ever. */
export type Manifest = { readonly style: string; readonly script: string; readonly passkey: string; readonly builtFrom: string }

/** Builds style, script and fonts where their sources have changed, and says where they are. Earlier ones stay, for pages still open. */
export function buildAssets(): Manifest {
  const builtFrom = stateOfSources()
  const known = existsSync(manifestFile) ? (JSON.parse(readFileSync(manifestFile, 'utf8')) as Manifest) : undefined
  if (known?.builtFrom === builtFrom && existsSync(join(root, 'dist', known.style))) return known
  mkdirSync(join(assetsFolder, 'fonts'), { recursive: true })
  const style = compile(join(import.meta.dirname, 'styles', 'ariadne.scss'), { style: 'compressed', loadPaths: [modules], silenceDeprecations: ['import'], quietDeps: true }).css
  // Our own name: the class prefix of the components that we compile, and nothing of GOV.UK's identity.
  const manifest: Manifest = {
    style: keep('ariadne.css', `${fontFaces()}${style.replaceAll('govuk-', 'ari-')}`),
    // Each script is a file of its own: joined, one that ends without a semicolon calls the next, and every page would carry what few need.
    script: keep('ariadne.js', scriptOf('page.js')),
    passkey: keep('passkey.js', scriptOf('passkey.js')),
    builtFrom,
  }
  writeFileSync(manifestFile, JSON.stringify(manifest))
  return manifest
}

const scriptOf = (name: string): string => readFileSync(join(import.meta.dirname, 'scripts', name), 'utf8')

function stateOfSources(): string {
  const files = sources.flatMap((folder) => readdirSync(folder).map((name) => join(folder, name)))
  const hash = createHash('sha256')
  for (const file of [...files, import.meta.filename]) hash.update(readFileSync(file))
  return hash.digest('hex')
}

function keep(name: string, text: string): string {
  const hash = createHash('sha256').update(text).digest('hex').slice(0, 12)
  const hashed = name.replace('.', `-${hash}.`)
  writeFileSync(join(assetsFolder, hashed), text)
  return `/assets/${hashed}`
}

/** The scripts of the names that our screens meet; a browser fetches a file only when a letter of its range is on the page. */
const ranges = {
  latin: 'U+0000-00FF,U+0131,U+0152-0153,U+02BB-02BC,U+02C6,U+02DA,U+02DC,U+0304,U+0308,U+0329,U+2000-206F,U+20AC,U+2122,U+2191,U+2193,U+2212,U+2215,U+FEFF,U+FFFD',
  'latin-ext': 'U+0100-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+1D00-1DBF,U+1E00-1E9F,U+1EF2-1EFF,U+2020,U+20A0-20AB,U+20AD-20C0,U+2113,U+2C60-2C7F,U+A720-A7FF',
  vietnamese: 'U+0102-0103,U+0110-0111,U+0128-0129,U+0168-0169,U+01A0-01A1,U+01AF-01B0,U+0300-0301,U+0303-0304,U+0308-0309,U+0323,U+0329,U+1EA0-1EF9,U+20AB',
  cyrillic: 'U+0301,U+0400-045F,U+0490-0491,U+04B0-04B1,U+2116',
} as const

function fontFaces(): string {
  const folder = join(dirname(createRequire(import.meta.url).resolve('@fontsource/source-sans-3/package.json')), 'files')
  return Object.entries(ranges).flatMap(([subset, range]) => [400, 600, 700].map((weight) => {
    const file = `source-sans-3-${subset}-${weight}-normal.woff2`
    copyFileSync(join(folder, file), join(assetsFolder, 'fonts', file))
    return `@font-face{font-family:"Source Sans 3";font-weight:${weight};font-display:swap;src:url(/assets/fonts/${file}) format("woff2");unicode-range:${range}}`
  })).join('')
}
