/** What UTF-8 looks like when it was read as Windows-1252: an accented capital followed by a sign that no word has there. */
const doubled = /[\u00C2-\u00C5\u00D0\u00D1][\u0080-\u00BF\u0152\u0153\u0160\u0161\u0178\u017D\u017E\u0192\u02C6\u02DC\u2013\u2014\u2018-\u201E\u2020-\u2022\u2026\u2030\u2039\u203A\u20AC\u2122]|\u00E2[\u201A\u20AC]/u

/** Whether letters were lost or went twice through an encoding. */
export const lettersBroken = (text: string): boolean => text.includes('\uFFFD') || doubled.test(text)

// Where Windows-1252 differs from Latin-1; every other sign below 256 is its own byte.
const windows = new Map([...'€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ'].map((sign, index) => [sign, [0x80, 0x82, 0x83, 0x84, 0x85, 0x86, 0x87, 0x88, 0x89, 0x8a, 0x8b, 0x8c, 0x8e, 0x91, 0x92, 0x93, 0x94, 0x95, 0x96, 0x97, 0x98, 0x99, 0x9a, 0x9b, 0x9c, 0x9e, 0x9f][index] ?? 0]))

/** The text before it was read wrongly, where that can be told; undefined where it cannot. */
export function mendLetters(text: string): string | undefined {
  if (!doubled.test(text)) return undefined
  const bytes = [...text].map((sign) => windows.get(sign) ?? sign.codePointAt(0) ?? 256)
  if (bytes.some((byte) => byte > 255)) return undefined
  try {
    return decodeURIComponent(bytes.map((byte) => `%${byte.toString(16).padStart(2, '0')}`).join(''))
  } catch {
    return undefined
  }
}
