/** Letters and digits that nobody takes for one another, on paper or read aloud. */
const signs = 'abcdefghjkmnpqrstuvwxyz23456789'
const groups = 4
const inGroup = 4

export const recoveryCodeCount = 10

/** A code of eighty bits nearly, made of the random bytes given; bytes that would make some signs likelier are left out. */
export function recoveryCodeFrom(bytes: Uint8Array): string | undefined {
  const fair = [...bytes].filter((byte) => byte < 256 - (256 % signs.length)).slice(0, groups * inGroup)
  if (fair.length < groups * inGroup) return undefined
  const text = fair.map((byte) => signs[byte % signs.length] ?? '').join('')
  return (text.match(/.{4}/g) ?? []).join('-')
}

/** What somebody typed as the code that was shown: capitals, spaces and missing hyphens do not matter. Null where it cannot be one. */
export function readRecoveryCode(typed: string): string | null {
  const plain = typed.toLowerCase().replaceAll(/[\s-]/g, '')
  return plain.length === groups * inGroup && [...plain].every((sign) => signs.includes(sign)) ? (plain.match(/.{4}/g) ?? []).join('-') : null
}
