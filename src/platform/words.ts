import i18next from 'i18next'
import type { Language } from '#vocabulary/language'

const shared = i18next.createInstance()
await shared.init({
  resources: {}, lng: 'en', fallbackLng: false, keySeparator: false, nsSeparator: false, initAsync: false,
  interpolation: { escapeValue: false },
})

/** A key as the code names it: the plural forms `_one` and `_other` are one sentence. */
export type WordKey<Words> = Words extends unknown
  ? keyof Words extends infer Key ? (Key extends `${infer Base}_${'one' | 'other'}` ? Base : Key extends string ? Key : never) : never
  : never

export type Values = Readonly<Record<string, string | number>>
/** Says a sentence in one language; `count` chooses the plural form. */
export type Say<Key extends string = string> = (key: Key, values?: Values) => string

type Translations<Words> = { readonly [Key in keyof Words]: string }

/**
 * The sentences of one module in every language. English is the model: a key that another language lacks does not compile,
 * and one that it has too many does not either.
 */
export function wordbook<const Words extends Record<string, string>>(
  name: string,
  words: { en: Words; nl: Translations<Words>; fr: Translations<Words>; de: Translations<Words> },
): (language: Language) => Say<WordKey<Words>> {
  books.set(name, words)
  for (const [language, sentences] of Object.entries(words)) shared.addResourceBundle(language, name, sentences)
  const voices = new Map<Language, Say<WordKey<Words>>>()
  return (language) => {
    const voice = voices.get(language) ?? voiceOf(language, name)
    voices.set(language, voice)
    return voice
  }
}

/** Says the sentences of a book; one without gaps is worked out once, since a page says a hundred of them. */
function voiceOf(language: Language, name: string): Say {
  const say = shared.getFixedT(language, name)
  const whole = new Map<string, string>()
  return (key, values) => {
    if (values !== undefined) return say(key, { ...values })
    const sentence = whole.get(key) ?? say(key)
    whole.set(key, sentence)
    return sentence
  }
}

/** Every book there is, for the test that compares the languages. */
export const books = new Map<string, Readonly<Record<Language, Readonly<Record<string, string>>>>>()

/** Says a sentence of a book whose key is only known while running, such as a refusal's; undefined where the book has no such key. */
export function sayFrom(name: string, language: Language, key: string, values: Values = {}): string | undefined {
  const exists = shared.exists(key, { lng: language, ns: name, ...values })
  return exists ? shared.t(key, { lng: language, ns: name, ...values }) : undefined
}
