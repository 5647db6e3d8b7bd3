import { parse, YAMLParseError } from 'yaml'
import { isPackFaults, parseIndicatorPack, strengths, type IndicatorPack, type PackFault } from './indicator-pack.ts'
import { readTable } from '#platform/read-table'

/** A fault in an imported list: the row of the sheet, counted as a spreadsheet counts it, or the line of the YAML; none when it is about the whole. */
export type ImportFault = PackFault & { readonly row?: number }
export type ImportedPack = { readonly pack: IndicatorPack } | { readonly faults: readonly ImportFault[] }

/**
 * Reads a list of signs that an authority hands over: whole, as YAML; or its items as a sheet (key, en, nl, fr, de and optional columns)
 * laid over `onto`, the empty pack that carries title, source and rule. Nothing is imported while one row is wrong.
 */
export function importIndicatorPack(text: string, onto?: IndicatorPack): ImportedPack {
  const looksLikeYaml = /^\s*(#.*\n\s*)*(key|version|title|items)\s*:/.test(text)
  return looksLikeYaml || !onto ? fromYaml(text) : fromSheet(text, onto)
}

function fromYaml(text: string): ImportedPack {
  try {
    const pack = parseIndicatorPack(parse(text))
    return isPackFaults(pack) ? { faults: pack } : { pack }
  } catch (fault) {
    if (!(fault instanceof YAMLParseError)) throw fault
    const line = fault.linePos?.[0].line
    return { faults: [{ at: 'the file', says: `cannot be read as YAML: ${fault.code}`, ...(line && { row: line }) }] }
  }
}

const columns = ['key', 'en', 'nl', 'fr', 'de', 'sign', 'dimension', 'adult', 'child', 'sector'] as const
type Column = (typeof columns)[number]
const isColumn = (name: string): name is Column => columns.some((column) => column === name)

function fromSheet(text: string, onto: IndicatorPack): ImportedPack {
  const [head, ...rows] = readTable(text)
  if (!head) return { faults: [{ at: 'the sheet', says: 'is empty; it needs a first row with key, en, nl, fr, de' }] }
  const names = head.cells.map((cell) => cell.toLowerCase())
  const missing = (['key', 'en', 'nl', 'fr', 'de'] as const).filter((column) => !names.includes(column))
  if (missing.length > 0) return { faults: [{ at: 'the first row', row: head.row, says: `lacks the columns ${missing.join(', ')}` }] }
  const strange = names.filter((name) => name !== '' && !isColumn(name))
  if (strange.length > 0) return { faults: [{ at: 'the first row', row: head.row, says: `has columns that are not known: ${strange.join(', ')}; known are ${columns.join(', ')}` }] }

  const items = rows.map(({ cells }) => itemFrom(Object.fromEntries(names.map((name, index) => [name, cells[index] ?? '']))))
  const pack = parseIndicatorPack({ ...onto, items })
  if (!isPackFaults(pack)) return { pack }
  return {
    faults: pack.map((fault) => {
      const index = /^items\.(\d+)\.?(.*)$/.exec(fault.at)
      const row = index ? rows[Number(index[1])]?.row : undefined
      return row === undefined ? fault : { row, at: index?.[2]?.replace(/^(text|strength)\./, '') || 'the row', says: fault.says }
    }),
  }
}

function itemFrom(cells: Partial<Record<Column, string>>): unknown {
  const strength = { ...(cells.adult && { adult: strengthOf(cells.adult) }), ...(cells.child && { child: strengthOf(cells.child) }) }
  return {
    key: cells.key,
    text: { en: cells.en, nl: cells.nl, fr: cells.fr, de: cells.de },
    ...(cells.sign && { sign: cells.sign }),
    ...(cells.dimension && { dimension: cells.dimension }),
    ...(Object.keys(strength).length > 0 && { strength }),
    ...(cells.sector && { sector: cells.sector.split(/[\s|,]+/).filter(Boolean) }),
  }
}

const strengthOf = (cell: string): string => strengths.find((strength) => strength[0] === cell.toLowerCase()) ?? cell.toLowerCase()
