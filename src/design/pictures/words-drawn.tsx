const narrow = new Set('iljtfrI.,;:!|\'()[]- ')
const broad = new Set('mwMW%@—')

/** How wide a text is about: Source Sans, and with some room to spare where a reader's machine has another face. */
export function widthOf(text: string, size: number, bold = false): number {
  const ems = [...text].reduce((sum, letter) => sum + (narrow.has(letter) ? 0.3 : broad.has(letter) ? 0.86 : /\p{Lu}/u.test(letter) ? 0.61 : 0.52), 0)
  return ems * size * (bold ? 1.06 : 1)
}

/** A text in lines that fit; a word that is too long for a line stands alone on one. */
export function linesOf(text: string, size: number, width: number, bold = false): readonly string[] {
  const lines: string[] = []
  for (const word of text.split(/\s+/).filter(Boolean)) {
    const last = lines.at(-1)
    if (last !== undefined && widthOf(`${last} ${word}`, size, bold) <= width) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(word)
  }
  return lines
}

/** At most that many lines, the last cut short with dots. */
export function atMost(lines: readonly string[], most: number): readonly string[] {
  return lines.length <= most ? lines : [...lines.slice(0, most - 1), `${lines[most - 1]} …`]
}

export const ink = '#16242c'
export const quiet = '#44545f'
export const line = '#aebbc3'
export const sea = '#0d4f5c'

/** The face of the pages; where it is not installed, what the machine has. */
export const face = "'Source Sans 3','Source Sans Pro','Segoe UI','Helvetica Neue',Arial,sans-serif"
/** Letters that the face of the pictures does not have: a line with one of them is left to the machine's own face as a whole. */
const farther = /[^\u0000-\u00FF\u0131\u0152\u0153\u2010-\u203A\u20AC\u2212]/
export const hasFartherLetters = (text: string): boolean => farther.test(text)

/** No XML may hold these, whatever a label says. */
// oxlint-disable-next-line no-control-regex
const unwritable = /[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g

type Props = { readonly x: number; readonly y: number; readonly size?: number; readonly bold?: boolean; readonly fill?: string; readonly at?: 'start' | 'middle' | 'end'; readonly halo?: boolean; readonly children: string }

/** One line of text. */
export function Line({ x, y, size = 16, bold = false, fill = ink, at = 'start', halo = false, children }: Props) {
  const text = children.replaceAll(unwritable, '')
  return (
    <text x={round(x)} y={round(y)} font-family={hasFartherLetters(text) ? 'sans-serif' : undefined} font-size={size} font-weight={bold ? 700 : undefined} fill={fill} text-anchor={at === 'start' ? undefined : at}
      {...(halo ? { stroke: '#fff', 'stroke-width': 3, 'stroke-linejoin': 'round', 'paint-order': 'stroke' } : {})}>{text}</text>
  )
}

export const round = (value: number): number => Math.round(value * 10) / 10

/** Several lines below each other; the first one's foot is at `y`. */
export const Lines = ({ lines, step, y, ...rest }: Omit<Props, 'children'> & { readonly lines: readonly string[]; readonly step: number }) => (
  <>{lines.map((each, index) => <Line {...rest} y={y + index * step}>{each}</Line>)}</>
)
