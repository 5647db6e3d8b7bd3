/** A list of passwords that are used much; a shorter entry is no word that a guesser would build on. */
type IsListed = (word: string) => boolean

const fewest = 4
const leet: Readonly<Record<string, string>> = { 0: 'o', 1: 'i', 3: 'e', 4: 'a', 5: 's', 7: 't', '@': 'a', $: 's' }

const lettersAndDigits = (text: string): string => text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, '')
/** Digits inside a word stand for the letters that they look like; those at the end are a year or a count. */
const unmasked = (text: string): string => lettersAndDigits(text.toLowerCase().replaceAll(/(?<=\p{L})[013457@$](?=\p{L})/gu, (sign) => leet[sign] ?? sign))
const withoutDigitsBefore = (text: string): string => text.replace(/^\d+/, '')
// No expression for the end: it would look at each run of digits anew from each of its places.
const withoutDigitsBehind = (text: string): string => text.slice(0, text.split('').findLastIndex((sign) => sign < '0' || sign > '9') + 1)

/**
 * Whether a guesser with that list has this password early: as it stands, with years and signs around it, with digits for letters,
 * repeated, or put together of two of the list.
 */
export function isCommonPassword(password: string, isListed: IsListed): boolean {
  const known = (word: string): boolean => word.length >= fewest && isListed(word)
  const forms = new Set([password.toLowerCase(), lettersAndDigits(password), unmasked(password)].flatMap((form) => [form, withoutDigitsBehind(form), withoutDigitsBefore(form), withoutDigitsBefore(withoutDigitsBehind(form))]))
  return [...forms].some((form) => known(form) || isRepeated(form, known) || isOfTwo(form, known))
}

const isOfTwo = (text: string, known: IsListed): boolean =>
  Array.from({ length: Math.max(0, text.length - 2 * fewest + 1) }, (_, index) => index + fewest).some((at) => known(text.slice(0, at)) && known(text.slice(at)))

function isRepeated(text: string, known: IsListed): boolean {
  for (let length = fewest; length <= text.length / 2; length += 1) {
    const word = text.slice(0, length)
    if (known(word) && text.replaceAll(word, '').replaceAll(/\d/g, '') === '') return true
  }
  return false
}
