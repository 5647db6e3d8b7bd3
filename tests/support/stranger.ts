// Reads released files as somebody would who has nothing but the files: no word of it comes from the program that wrote them.

/** Lines of RFC 4180. */
export function linesOf(text: string): string[][] {
  const lines: string[][] = []
  let line: string[] = []
  let cell = ''
  let quoted = false
  const signs = [...text.replace(/^\uFEFF/, '')]
  for (let at = 0; at < signs.length; at += 1) {
    const sign = signs[at] ?? ''
    if (quoted && sign === '"' && signs[at + 1] === '"') { cell += '"'; at += 1 }
    else if (sign === '"') quoted = !quoted
    else if (!quoted && sign === ',') { line.push(cell); cell = '' }
    else if (!quoted && sign === '\r' && signs[at + 1] === '\n') { lines.push([...line, cell]); line = []; cell = ''; at += 1 }
    else cell += sign
  }
  if (cell !== '' || line.length > 0) throw new Error('the last line has no end')
  return lines
}

export type Row = Readonly<Record<string, string>>
export function rowsOf(lines: readonly (readonly string[])[]): readonly Row[] {
  const [head = [], ...body] = lines
  return body.map((line) => {
    if (line.length !== head.length) throw new Error(`a line of ${line.length} cells under ${head.length} headings: ${line.join(' | ')}`)
    return Object.fromEntries(head.map((name, index) => [name, line[index] ?? '']))
  })
}

/** A table as it can be put together from its lines and its dictionary: the figure or the word at each combination of codes. */
export type Rebuilt = { readonly axes: readonly string[]; readonly at: (codes: readonly string[]) => number | string | undefined; readonly size: number; readonly faults: readonly string[] }

type Told = { readonly rows: readonly Row[]; readonly dictionary: readonly Row[]; readonly axes: readonly { readonly code: string; readonly name: string; readonly field: string }[]; readonly figure: string; readonly state: string; readonly stateField: string }

/** Puts a table together and looks whether its dictionary explains everything in it and its sums are the sums of what stands below them. */
export function rebuild({ rows, dictionary, axes, figure, state, stateField }: Told): Rebuilt {
  const faults: string[] = []
  const meanings = new Map(dictionary.map((row) => [`${row['field'] ?? ''} ${row['code'] ?? ''}`, row]))
  const cells = new Map<string, number | string>()
  for (const row of rows) {
    const key = JSON.stringify(axes.map(({ code }) => row[code]))
    if (cells.has(key)) faults.push(`${key} stands twice`)
    for (const { code, name, field } of axes) if (meanings.get(`${field} ${row[code] ?? ''}`)?.['meaning'] !== row[name]) faults.push(`${field} ${row[code] ?? ''} is not explained as ${row[name] ?? ''}`)
    if (!meanings.get(`${stateField} ${row[state] ?? ''}`)?.['meaning']) faults.push(`the state ${row[state] ?? ''} is not explained`)
    const written = row[figure] ?? ''
    if (written !== '' && !/^\d+$/.test(written)) faults.push(`${written} is no figure`)
    cells.set(key, written === '' ? row[state] ?? '' : Number(written))
  }
  const childrenOf = (field: string, code: string): readonly string[] => dictionary.filter((row) => row['field'] === field && row['parent'] === code && code !== '').map((row) => row['code'] ?? '')
  for (const key of cells.keys()) {
    const codes = JSON.parse(key) as string[]
    for (const [axis, { field }] of axes.entries()) {
      const parts = childrenOf(field, codes[axis] ?? '').flatMap((child) => cells.get(JSON.stringify(codes.map((code, index) => (index === axis ? child : code)))) ?? [])
      const sum = cells.get(key)
      const known = parts.filter((part) => typeof part === 'number')
      const all = known.reduce((total, part) => total + part, 0)
      if (parts.length === 0 || typeof sum !== 'number') continue
      if (known.length === parts.length && all !== sum) faults.push(`${key}: ${all} below ${sum} along ${field}`)
      if (all > sum) faults.push(`${key}: ${all} is more than ${sum} along ${field}`)
      if (known.length === parts.length - 1 && parts.includes('hidden') && sum - all < 5 && sum - all > 0) faults.push(`${key}: what is hidden follows along ${field}`)
    }
  }
  return { axes: axes.map(({ field }) => field), at: (codes) => cells.get(JSON.stringify(codes)), size: cells.size, faults }
}
