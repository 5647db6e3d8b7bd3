// What a spreadsheet takes for the beginning of a formula or a command, also in full width and behind quotes and signs that cannot be seen.
const formulaInFront = /^["\s\p{C}]*[=+\-@|%＝＋－＠｜％]["\s\p{C}=+\-@|%＝＋－＠｜％]*/u
// Where the country's separator is a semicolon, what stands behind one in a text begins a cell; so does what stands behind a tab or a line end.
const gapAndNext = /[;"\s\p{C}]+./gsu

/** A text without the signs that would make it a formula, for names that people will read. */
export const withoutFormula = (text: string): string => text.replace(formulaInFront, '')

/** Whether a spreadsheet may run a cell instead of showing it. */
export const isDangerous = (text: string): boolean => formulaInFront.test(text) || /^[\t\r\n]/.test(text)

const marked = (text: string): string => `'${text}`

/** A text that a spreadsheet would run becomes one that it shows: a mark before it. */
export const harmless = (text: string): string => (isDangerous(text) ? marked(text) : text)

/** The same for a file that is only lines, of which nobody knows by what sign its reader takes them apart. */
export const harmlessInLines = (text: string): string => harmless(text).replaceAll(gapAndNext, (found) => {
  const next = [...found].at(-1) ?? ''
  const gap = found.slice(0, -next.length)
  return formulaInFront.test(next) && /[;\t\r\n]/.test(gap) ? `${gap}${marked(next)}` : found
})
