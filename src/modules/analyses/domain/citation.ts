/**
 * A figure that a text cites: the whole of it, or one value at a code of each of its dimensions (none named: the total). Of a hand-over the table is named
 * too, and what is counted where the table has several parts.
 */
export type Citation = { readonly number: number; readonly codes: readonly string[]; readonly table?: string; readonly part?: string }
/** A figure that a report printed, by its key in the codebook. */
export type Printed = { readonly point: string }
export type Piece = string | Citation | Printed
/** What a text consists of: headings, paragraphs with citations in them, and whole figures on lines of their own. */
export type Block = { readonly heading: readonly Piece[] } | { readonly figure: Citation } | { readonly pieces: readonly Piece[] }

const cited = /\[(?:ref: ?([a-z0-9-]{1,80})|(\d{1,6})(?:\/([a-z0-9-]{1,80}))?(?:\/([a-z0-9-]{1,80}))?(?::([^[\]]{1,300}))?)\]/g

/** The blocks of a text, divided by empty lines: "# …" is a heading, "[3]" alone is figure 3, "[3: woman, 2025]" within a sentence is one of its values, "[5/table: woman]" one of hand-over 5. */
export const blocksOf = (text: string): readonly Block[] => text.split(/\r?\n[ \t]*\r?\n/).map((block) => block.trim()).filter((block) => block !== '').map(blockOf)

function blockOf(block: string): Block {
  if (block.startsWith('# ')) return { heading: piecesOf(block.slice(2).trim()) }
  const pieces = piecesOf(block)
  const [only] = pieces
  // A value alone on its line is a sentence of one value; a figure without codes is shown whole.
  return pieces.length === 1 && typeof only === 'object' && 'number' in only && only.codes.length === 0 && !block.includes(':') ? { figure: only } : { pieces }
}

function piecesOf(block: string): readonly Piece[] {
  const pieces: Piece[] = []
  let from = 0
  for (const match of block.matchAll(cited)) {
    if (match.index > from) pieces.push(block.slice(from, match.index))
    const [whole, point, number, table, part, codes = ''] = match
    pieces.push(point !== undefined ? { point } : {
      number: Number(number), codes: codes.split(',').map((code) => code.trim()).filter((code) => code !== ''), ...(table === undefined ? {} : { table }), ...(part === undefined ? {} : { part }),
    })
    from = match.index + whole.length
  }
  if (from < block.length) pieces.push(block.slice(from))
  return pieces
}

/** How a value is cited, in the words that an author writes into a text. */
export const written = (cites: Citation | Printed): string => {
  if ('point' in cites) return `[ref: ${cites.point}]`
  const of = [String(cites.number), cites.table, cites.part].filter((each) => each !== undefined).join('/')
  return cites.codes.length === 0 ? `[${of}]` : `[${of}: ${cites.codes.join(', ')}]`
}

const allIn = (text: string): readonly (Citation | Printed)[] => blocksOf(text).flatMap((block) =>
  'figure' in block ? [block.figure] : ('pieces' in block ? block.pieces : block.heading).filter((piece) => typeof piece !== 'string'))

/** All released values that a text cites, in its order, in headings too. */
export const citationsIn = (text: string): readonly Citation[] => allIn(text).filter((each): each is Citation => 'number' in each)

/** The keys of the printed figures that a text cites, each once. */
export const pointsIn = (text: string): readonly string[] => [...new Set(allIn(text).flatMap((each) => ('point' in each ? [each.point] : [])))]

/** The numbers of the figures that a text cites, each once, in the order in which a reader meets them. */
export const figuresIn = (text: string): readonly number[] => [...new Set(citationsIn(text).flatMap(({ number, table }) => (table === undefined ? [number] : [])))]

/** The same of the hand-overs. */
export const handOversIn = (text: string): readonly number[] => [...new Set(citationsIn(text).flatMap(({ number, table }) => (table === undefined ? [] : [number])))]

const isYear = (digits: string): boolean => /^(19|20)\d\d$/.test(digits)

/** The whole number that is written so, with groups of three or without; undefined for one with a fraction. */
export const wholeOf = (written: string): number | undefined => (/^(?:\d+|\d{1,3}(?:[.,\u00a0\u202f]\d{3})+)$/.test(written) ? Number(written.replaceAll(/\D/g, '')) : undefined)

/** Numbers that stand in a text without being cited. A year is none; all others want a figure or a source, since nobody can check them. */
export const typedNumbers = (text: string): readonly string[] => [...new Set(blocksOf(text).flatMap((block) => {
  const prose = 'figure' in block ? [] : ('pieces' in block ? block.pieces : block.heading).filter((piece) => typeof piece === 'string')
  return prose.flatMap((each) => each.match(/\d+(?:[.,\u00a0\u202f]\d+)*/g) ?? [])
}).filter((digits) => !isYear(digits)))]
