import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { readCountry, readCountryCodebook, readCountryDetection } from '../src/main/country-pack.ts'
import { option } from './bench-home.ts'

// Whether the codebook names only fields and values that HTCDS 2.0 has; its list of fields lies beside the project and not in it.
const file = option('fields', join(import.meta.dirname, '..', '..', 'shared', 'data', 'htcds', 'htcds_fields.json'))
const known = new Map((JSON.parse(readFileSync(file, 'utf8')) as { full: string; values: string[] }[]).map(({ full, values }) => [full, values]))
const book = readCountryCodebook('be', readCountry('be'), readCountryDetection('be'))
const listed = new Set(book.fields.filter(({ standard }) => standard === 'htcds').map(({ field }) => field))
const strange = [
  // One entry of the published list has no name.
  ...[...known.keys()].filter((field) => field !== '' && !listed.has(field)).map((field) => `${field}: not said what becomes of it`),
  ...[...listed].filter((field) => !known.has(field)).map((field) => `${field}: no field of it`),
  ...book.lists.flatMap(({ maps }) => maps.filter(({ standard }) => standard === 'htcds').flatMap(({ target, codes }) =>
    Object.values(codes).filter((value) => value !== null && !known.get(target)?.includes(value)).map((value) => `${target}: ${value}`))),
  ...book.variables.flatMap(({ maps }) => maps.filter(({ standard, target }) => standard === 'htcds' && !known.has(target)).map(({ target }) => target)),
]
console.log(strange.length === 0 ? 'Every field and value that the codebook names is one of HTCDS 2.0, and of each of its fields the codebook says what becomes of it.' : strange.join('\n'))
process.exitCode = strange.length === 0 ? 0 : 1
