import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { sfntFromWoff } from './sfnt-from-woff.ts'

/**
 * The typefaces of printed documents, first choice first: package and subset. A name in a script that is missing here
 * (Chinese, Japanese, Korean, Thai, Tamil …) is shown in a font of the machine if it has one, else as boxes; the text in the PDF stays right.
 */
const subsets = [
  ['source-sans-3', 'latin'], ['source-sans-3', 'latin-ext'], ['source-sans-3', 'vietnamese'], ['source-sans-3', 'cyrillic'],
  ['source-sans-3', 'cyrillic-ext'], ['source-sans-3', 'greek'], ['source-sans-3', 'greek-ext'], ['noto-sans-arabic', 'arabic'],
  ['noto-sans-armenian', 'armenian'], ['noto-sans-bengali', 'bengali'], ['noto-sans-devanagari', 'devanagari'],
  ['noto-sans-ethiopic', 'ethiopic'], ['noto-sans-georgian', 'georgian'],
] as const
const weights = [400, 700] as const

const familyOf = ([, subset]: (typeof subsets)[number]) => `Ariadne ${subset.replaceAll('-', ' ')}`

/** The families in the order in which a character is looked for in them. */
export const documentFontFamilies: readonly string[] = subsets.map(familyOf)

/** Every font file in the form that Typst reads. */
export function documentFonts(): Buffer[] {
  const { resolve } = createRequire(import.meta.url)
  return subsets.flatMap((subset) => weights.map((weight) => {
    const [name, part] = subset
    const folder = join(dirname(resolve(`@fontsource/${name}/package.json`)), 'files')
    return sfntFromWoff(readFileSync(join(folder, `${name}-${part}-${weight}-normal.woff`)), familyOf(subset))
  }))
}
