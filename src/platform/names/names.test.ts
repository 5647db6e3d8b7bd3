import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { inLatin } from './letters.ts'
import { formsOfName, formsOfSearch } from './name-forms.ts'
import { soundOf } from './sound-of.ts'

const soundsLike = (...names: string[]) => new Set(names.map((name) => soundOf(inLatin(name)))).size === 1

/** How a search fits a name: at each word whole, at a beginning, by sound, or not. */
function fit(search: string, name: string): 'whole' | 'begun' | 'heard' | 'not' {
  const kept = new Set(formsOfName(name))
  const words = formsOfSearch(search)
  const all = (of: (word: (typeof words)[number]) => readonly string[]) => words.length > 0 && words.every((word) => of(word).some((form) => kept.has(form)))
  if (all(({ whole }) => whole)) return 'whole'
  if (all(({ whole, begun }) => [...whole, ...begun])) return 'begun'
  return all(({ whole, begun, heard }) => [...whole, ...begun, ...heard]) ? 'heard' : 'not'
}

describe('a name in another script', () => {
  test.each([
    ['Nguyễn Thị Hoa', 'nguyen thi hoa'], ['Łucja Đorđević', 'lucja dordevic'], ['Straße', 'strasse'], ['Олена', 'olena'], ['Єва Щербак', 'yeva shcherbak'], ['Παπαδοπούλου', 'papadopoyloy'],
    ['მარიამ', 'mariam'], ['Անահիտ', 'anahit'], ['ሰላም', 'salame'], ['ਹਰਪ੍ਰੀਤ', 'haraprit'], ['सीता', 'sita'], ['김민수', 'gimminsu'], ['さくら', 'sakura'], ['ヤマダ', 'yamata'],
  ])('%s is written %s', (name, written) => expect(inLatin(name)).toBe(written))

  test('stays as it is where no letters are told', () => expect(inLatin('李 王')).toBe('李 王'))
})

describe('names that are spelt in many ways', () => {
  test.each([
    [['Mohammed', 'Muhammad', 'Mohamed', 'Mouhammad', 'Mehmet', 'محمد', 'Мухаммед']],
    [['Olena', 'Elena', 'Yelena', 'Jelena', 'Олена', 'Елена', 'Ελένα']],
    [['Yusuf', 'Youssef', 'Yousuf', 'Jusuf', 'Iusuf', 'يوسف', 'Юсуф']],
    [['Fatima', 'Fatma', 'Fatimah', 'فاطمة', 'Фатима']],
    [['Nguyen', 'Nguyễn', 'NGUYÊN']],
    [['Khadija', 'Hadija', 'Khadidja', 'Khadidscha']],
    [['Natalia', 'Natalya', 'Natalja', 'Nathalie', 'Наталія']],
    [['Ivanov', 'Ivanoff', 'Iwanow', 'Іванов']],
    [['Hassan', 'Hasan', 'حسن', 'Гасан']],
    [['Sergei', 'Sergey', 'Sergej', 'Serhii', 'Сергій']],
    [['Shevchenko', 'Schewtschenko', 'Шевченко']],
    [['Mariam', 'Maryam', 'Meryem', 'مريم', 'მარიამ']],
    [['Aicha', 'Aisha', 'Aischa']],
    [['Jamila', 'Djamila', 'Dschamila', 'جميلة']],
    [['Harpreet', 'ਹਰਪ੍ਰੀਤ']],
    [['Selam', 'Salam', 'ሰላም', 'سلام']],
  ])('sound alike: %j', (names) => expect(names.map((name) => [name, soundOf(inLatin(name))]).filter(([, sound]) => sound !== soundOf(inLatin(names[0] ?? '')))).toEqual([]))

  test('others do not', () => {
    for (const [one, two] of [['Maria', 'Marta'], ['Omar', 'Emeka'], ['Ana', 'Sara'], ['Ali', 'Aya'], ['Taras', 'Boris']] as const) expect(soundsLike(one, two)).toBe(false)
  })
})

describe('a search', () => {
  test.each([
    ['voorbeeld', 'Thị Nguyễn-Voorbeeld', 'whole'], ['NGUYEN thi', 'Thị Nguyễn-Voorbeeld', 'whole'], ['voor', 'Thị Nguyễn-Voorbeeld', 'begun'], ['oorbeeld', 'Voorbeeld', 'not'], ['hoa voorbeeld', 'Thị Voorbeeld', 'not'],
    ['muhammad', 'Mohamed Specimen', 'heard'], ['muham', 'Mohamed Specimen', 'heard'], ['Mohamed', 'محمد', 'heard'], ['محمد', 'محمد', 'whole'], ['محم', 'محمد', 'begun'],
    ['van den berg', 'Vandenberg', 'whole'], ['vandenberg', 'An van den Berg', 'whole'], ['berg', 'An van den Berg', 'whole'], ['al hassan', 'Alhassan', 'whole'], ['hassan', 'Elhassan', 'whole'], ['benali', 'Ben Ali', 'whole'],
    ["o'brien", 'OBrien', 'whole'], ['an', 'An van den Berg', 'whole'], ['van', 'An van den Berg', 'whole'], ['%', 'Voorbeeld', 'not'], ['_', 'Voorbeeld', 'not'], ['李', '李 王', 'whole'],
    ['voorbeeldinvented', 'Voorbeeldinventedlong', 'begun'],
  ] as const)('for %s fits %s: %s', (search, name, expected) => expect(fit(search, name)).toBe(expected))

  test('for a person\'s whole name, in any order of its parts, fits it whole', () => {
    const part = fc.constantFrom('Voorbeeld', 'Nguyễn', 'Олена', 'يوسف', 'van', 'den', 'Berg', 'Al-Hassan', 'ሰላም', 'Łucja', 'ਹਰਪ੍ਰੀਤ', 'Ελένη', '김', 'D’Exempel')
    fc.assert(fc.property(fc.array(part, { minLength: 1, maxLength: 5 }), (parts) => {
      expect(fit(parts.join(' '), parts.join(' '))).toBe('whole')
      if (!parts.some((each) => ['van', 'den'].includes(each))) expect(fit(parts.toReversed().join(' ').toUpperCase(), parts.join(' '))).toBe('whole')
    }), { seed: 20261123 })
  })

  test('for the beginning of every word fits, and the forms of a name stay few', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme', maxLength: 200 }), (name) => {
      expect(formsOfName(name).length).toBeLessThan(3_000)
      formsOfSearch(name)
    }), { seed: 20261123 })
  })
})
