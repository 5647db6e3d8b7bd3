/** A row of a pasted sheet, numbered as a spreadsheet numbers it: the first line is 1. */
export type TableRow = { readonly row: number; readonly cells: readonly string[] }

/** Cells of a text pasted from a sheet, separated by tabs, semicolons or commas; quotes may hold separators and line ends. Empty rows are left out. */
export function readTable(text: string): readonly TableRow[] {
  const clean = text.replace(/^\uFEFF/, '').replace(/\r\n?/g, '\n')
  const separator = separatorOf(clean)
  const rows: { row: number; cells: string[] }[] = []
  let cells: string[] = []
  let cell = ''
  let quoted = false
  let row = 1
  const endRow = () => {
    rows.push({ row, cells: [...cells, cell].map((value) => value.trim()) })
    cells = []
    cell = ''
    row += 1
  }
  for (let at = 0; at < clean.length; at += 1) {
    const sign = clean[at]
    if (quoted && sign === '"' && clean[at + 1] === '"') {
      cell += '"'
      at += 1
    } else if (sign === '"' && (quoted || cell.trim() === '')) {
      quoted = !quoted
      if (quoted) cell = ''
    } else if (!quoted && sign === separator) {
      cells.push(cell)
      cell = ''
    } else if (!quoted && sign === '\n') endRow()
    else cell += sign
  }
  if (cell !== '' || cells.length > 0) endRow()
  return rows.filter((candidate) => candidate.cells.some((value) => value !== ''))
}

function separatorOf(text: string): string {
  // A title above the headings has none, or a comma of its own.
  const head = text.split('\n', 40).filter((line) => line.trim() !== '')
  const linesWith = (separator: string): number => head.filter((line) => line.includes(separator)).length
  return (['\t', ';', ','] as const).toSorted((one, other) => linesWith(other) - linesWith(one))[0] ?? '\t'
}
