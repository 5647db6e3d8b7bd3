/** A figure that a text cites: the whole of it, or one value at a code of each of its dimensions (none named: the total). */
export type Citation = { readonly number: number; readonly codes: readonly string[] }
export type Piece = string | Citation
/** What a text consists of: headings, paragraphs with citations in them, and whole figures on lines of their own. */
export type Block = { readonly heading: string } | { readonly figure: number } | { readonly pieces: readonly Piece[] }

const cited = /\[(\d{1,6})(?::([^[\]]{1,300}))?\]/g

/** The blocks of a text, divided by empty lines: "# …" is a heading, "[3]" alone is figure 3, "[3: woman, 2025]" within a sentence is one of its values. */
export const blocksOf = (text: string): readonly Block[] => text.split(/\r?\n[ \t]*\r?\n/).map((block) => block.trim()).filter((block) => block !== '').map(blockOf)

function blockOf(block: string): Block {
  if (block.startsWith('# ')) return { heading: block.slice(2).trim() }
  const alone = /^\[(\d{1,6})\]$/.exec(block)
  return alone ? { figure: Number(alone[1]) } : { pieces: piecesOf(block) }
}

function piecesOf(block: string): readonly Piece[] {
  const pieces: Piece[] = []
  let from = 0
  for (const match of block.matchAll(cited)) {
    if (match.index > from) pieces.push(block.slice(from, match.index))
    pieces.push({ number: Number(match[1]), codes: (match[2] ?? '').split(',').map((code) => code.trim()).filter((code) => code !== '') })
    from = match.index + match[0].length
  }
  if (from < block.length) pieces.push(block.slice(from))
  return pieces
}

/** How a value is cited, in the words that an author writes into a text. */
export const written = ({ number, codes }: Citation): string => (codes.length === 0 ? `[${number}]` : `[${number}: ${codes.join(', ')}]`)

/** All that a text cites, in its order. */
export const citationsIn = (text: string): readonly Citation[] => blocksOf(text).flatMap((block) =>
  'figure' in block ? [{ number: block.figure, codes: [] }] : 'pieces' in block ? block.pieces.filter((piece) => typeof piece !== 'string') : [])

/** The numbers of the figures that a text cites, each once, in the order in which a reader meets them. */
export const figuresIn = (text: string): readonly number[] => [...new Set(citationsIn(text).map(({ number }) => number))]

const isYear = (digits: string): boolean => /^(19|20)\d\d$/.test(digits)

/** The whole number that is written so, with groups of three or without; undefined for one with a fraction. */
export const wholeOf = (written: string): number | undefined => (/^(?:\d+|\d{1,3}(?:[.,\u00a0\u202f]\d{3})+)$/.test(written) ? Number(written.replaceAll(/\D/g, '')) : undefined)

/** Numbers that stand in a text without being cited. A year is none; all others want a figure or a source, since nobody can check them. */
export const typedNumbers = (text: string): readonly string[] => [...new Set(blocksOf(text).flatMap((block) => {
  const prose = 'heading' in block ? [block.heading] : 'pieces' in block ? block.pieces.filter((piece) => typeof piece === 'string') : []
  return prose.flatMap((each) => each.match(/\d+(?:[.,\u00a0\u202f]\d+)*/g) ?? [])
}).filter((digits) => !isYear(digits)))]
