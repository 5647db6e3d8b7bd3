/** Crockford's base 32: no I, L, O or U, so that a code read aloud or copied by hand is not mistaken. */
const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
const length = 16
/** Fifteen characters of five bits each need ten bytes of chance. */
export const documentCodeBytes = 10

/** The code of a document made from ten random bytes: fifteen characters of chance and one that checks them. */
export function documentCode(random: Uint8Array): string {
  if (random.length < documentCodeBytes) throw new RangeError(`a document's code needs ${documentCodeBytes} random bytes`)
  const bits = [...random.subarray(0, documentCodeBytes)].map((byte) => byte.toString(2).padStart(8, '0')).join('')
  const body = Array.from({ length: length - 1 }, (_, at) => alphabet[Number.parseInt(bits.slice(at * 5, at * 5 + 5), 2)]).join('')
  return body + checkCharacterOf(body)
}

/** The code as it is stored, from what a person typed in whatever case, with spaces or dashes, O for 0 and I or L for 1; null when no document can have it. */
export function checkDocumentCode(text: string): string | null {
  const code = text.toUpperCase().replace(/[\s\p{Pd}]/gu, '').replace(/O/g, '0').replace(/[IL]/g, '1')
  if (code.length !== length || [...code].some((character) => !alphabet.includes(character))) return null
  return checkCharacterOf(code.slice(0, -1)) === code.at(-1) ? code : null
}

/** The code in four groups, as it is printed. */
export const groupedDocumentCode = (code: string): string => code.match(/.{1,4}/g)?.join(' ') ?? code

/** Luhn's sum in base 32: finds every single wrong character and nearly every pair of neighbours that changed places. */
function checkCharacterOf(body: string): string {
  const sum = [...body].reverse().reduce((total, character, place) => {
    const value = alphabet.indexOf(character) * (place % 2 === 0 ? 2 : 1)
    return total + Math.floor(value / 32) + (value % 32)
  }, 0)
  return alphabet[(32 - (sum % 32)) % 32] ?? '0'
}
