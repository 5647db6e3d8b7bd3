type Rule = readonly [pattern: RegExp, sound: string]

/**
 * From spelling to a skeleton of sounds. The same name comes through many hands and many languages of spelling, so what usually
 * changes is dropped: vowels but for one at the beginning, voice at the end, doubled letters, h beside another consonant.
 */
const rules: readonly Rule[] = [
  [/[^a-z]/g, ''],
  [/(.)\1+/g, '$1'],
  // One sound, written in the manner of France, Germany, the Netherlands, Poland or England.
  [/dsch|dzh/g, 'j'], [/tsch|tch|tsj|sch|sh|zh|sj|sz|cz|ch/g, 's'],
  [/ph/g, 'f'], [/kh|gh|g|x(?=h)/g, 'h'], [/x/g, 'ks'], [/c(?=[eiy])/g, 's'], [/ck|c|q/g, 'k'],
  [/ts|tz|z/g, 's'], [/dj|j/g, 'y'],
  [/([bdkprt])h/g, '$1'],
  [/^ng/g, 'n'],
  // Yelena is Elena, Iusuf is Yusuf.
  [/^[yi]e/g, 'e'], [/^i(?=[aou])/g, 'y'], [/^ou(?=[aei])/g, 'w'],
  [/w(?=[aeiouy])|(?<=[aeiou])w/g, 'v'], [/v/g, 'f'], [/d/g, 't'],
  [/^[aeiou]+/g, 'a'],
  [/(?<=.)[aeiouyw]/g, ''],
  [/(?<=.)h$/g, ''],
  [/(.)\1+/g, '$1'],
]

/** The skeleton of a word in Latin letters; words that sound alike in one spelling or another have the same one. Empty for other scripts. */
export const soundOf = (word: string): string => (/^[a-z]/.test(word) ? rules.reduce((text, [pattern, sound]) => text.replaceAll(pattern, sound), word) : '')
