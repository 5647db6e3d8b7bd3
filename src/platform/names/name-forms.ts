import { inLatin } from './letters.ts'
import { soundOf } from './sound-of.ts'

/** Short words that stand before a name and are left out, written together with it, or kept, as the clerk likes. */
const particles = new Set(
  'van von vande vanden vander den der de des del della delle di da do dos das du la le los las el al ul ar as at az ad an ash ibn bin ben bint bte bt abu abou abd oum umm um ould wuld mint ter ten te tot op zu zum zur af av der y e i st san santa dit o mac mc ap nic ni'.split(' '),
)
/** The article that is written together with a name as often as not. */
const articles = /^(?:al|el|ul|as|ash|ad|ar|az|an|at)(?=[a-z]{4})/

const longestPrefix = 10
const shortestPrefix = 2
/** A skeleton of fewer sounds than this fits too many names to be begun with. */
const shortestSound = 3

const wordsOf = (text: string): readonly string[] => inLatin(text.replaceAll(/['’`´ʼʻ‘]/g, '')).split(/[^\p{L}\p{N}]+/u).filter(Boolean).slice(0, 24)

/** Every way in which a part of a name may be written: alone, and together with the small words before it. */
function spellingsOf(words: readonly string[]): ReadonlySet<string> {
  const spellings = new Set<string>()
  words.forEach((word, at) => {
    spellings.add(word)
    let together = word
    for (let before = at - 1; before >= 0 && particles.has(words[before] ?? ''); before -= 1) spellings.add((together = (words[before] ?? '') + together))
    const bare = word.replace(articles, '')
    if (bare !== word) spellings.add(bare)
  })
  return spellings
}

const prefixesOf = (word: string, from: number, to: number): readonly string[] => {
  const letters = [...word]
  return Array.from({ length: Math.max(0, Math.min(letters.length, to) - from + 1) }, (_, at) => letters.slice(0, from + at).join(''))
}

/** What the index keeps of a person's names: each spelling whole, each of its beginnings, and how it sounds. The order of names does not matter. */
export function formsOfName(...names: readonly string[]): readonly string[] {
  const spellings = [...spellingsOf(wordsOf(names.join(' ')))]
  const begun = spellings.flatMap((word) => prefixesOf(word, shortestPrefix, longestPrefix))
  const heard = spellings.flatMap((word) => {
    const sound = soundOf(word)
    return sound.length < 2 ? [] : [`s:${sound}`, ...prefixesOf(sound, shortestSound, longestPrefix).map((part) => `b:${part}`)]
  })
  return [...new Set([...spellings.map((word) => `e:${word}`), ...begun.map((part) => `p:${part}`), ...heard])]
}

/** One word of a search: the forms that it fits whole, at a beginning, and by sound. */
export type SearchedWord = { readonly whole: readonly string[]; readonly begun: readonly string[]; readonly heard: readonly string[] }

const mostWords = 6

/** The words of a search, each of which a name must fit. Small words are asked for only where there is nothing else. */
export function formsOfSearch(text: string): readonly SearchedWord[] {
  const words = wordsOf(text)
  const weighty = words.filter((word) => !particles.has(word))
  return (weighty.length > 0 ? weighty : words).slice(0, mostWords).map((word) => {
    const spellings = [...spellingsOf(words.slice(0, words.indexOf(word) + 1))].filter((spelling) => spelling.endsWith(word) || word.endsWith(spelling) && articles.test(word))
    const sounds = spellings.map(soundOf).filter((sound) => sound.length > 1)
    return {
      whole: spellings.map((spelling) => `e:${spelling}`),
      begun: spellings.filter((spelling) => [...spelling].length >= shortestPrefix).map((spelling) => `p:${[...spelling].slice(0, longestPrefix).join('')}`),
      heard: sounds.flatMap((sound) => (sound.length >= shortestSound ? [`s:${sound}`, `b:${sound.slice(0, longestPrefix)}`] : [`s:${sound}`])),
    }
  })
}
