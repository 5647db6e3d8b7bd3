import { addDays, type Day } from '#vocabulary/day'
import type { Story } from '../stories/read-stories.ts'

/** A sequence of numbers from 0 to 1 that is the same each time for the same seed (mulberry32). */
export function seeded(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const givenNames: Readonly<Record<string, { readonly woman: readonly string[]; readonly man: readonly string[] }>> = {
  VN: { woman: ['Linh', 'Thị Hoa', 'Ngọc', 'Mai'], man: ['Minh', 'Tuấn', 'Đức', 'Hùng'] },
  NG: { woman: ['Blessing', 'Joy', 'Adésùwà', 'Faith'], man: ['Emeka', 'Tunde', 'Osas', 'Chidi'] },
  MA: { woman: ['فاطمة', 'Khadija', 'Salma', 'Nadia'], man: ['يوسف', 'Hassan', 'Omar', 'Rachid'] },
  UA: { woman: ['Олена', 'Oksana', 'Iryna', 'Natalia'], man: ['Олександр', 'Andriy', 'Taras', 'Bohdan'] },
  BR: { woman: ['Luana', 'Conceição', 'Jéssica', 'Bruna'], man: ['João', 'Rafael', 'Caio', 'Thiago'] },
  IN: { woman: ['Simran', 'ਹਰਪ੍ਰੀਤ', 'Kiran', 'Jaspreet'], man: ['Gurpreet', 'Manjit', 'Harjit', 'Balwinder'] },
  AL: { woman: ['Arta', 'Elira', 'Mirela', 'Vjollca'], man: ['Besnik', 'Ardit', 'Ilir', 'Fatjon'] },
  PH: { woman: ['Maricel', 'Rosalie', 'Jocelyn', 'Analyn'], man: ['Jomar', 'Rodel', 'Arnel', 'Dindo'] },
  ER: { woman: ['ሰላም', 'Luwam', 'Feven', 'Helen'], man: ['Filmon', 'Yonas', 'Samuel', 'Tesfay'] },
}
const others = { woman: ['Ana', 'Elena', 'Maria', 'Sara'], man: ['Ion', 'Stefan', 'Marko', 'David'] }
/** Family names that say that nobody bears them. */
const familyNames = ['Voorbeeld', 'Specimen', 'Fictief', 'Exemple', 'Invented', 'Muster', 'Verzonnen', 'Imaginaire', 'Proefstuk', 'Sample', 'Beispiel', 'Denkbeeldig', 'Modèle', 'Vermoed', 'Ersonnen']

export type Persona = { readonly givenNames: string; readonly familyNames: string; readonly born: number }

/** An invented person for a story: another one for each copy, the same one each time. Who is a child when her file opens stays one, whatever year the story moves to. */
export function personaFor({ person: { citizenship, sex, born }, opened }: Pick<Story, 'person' | 'opened'>, seed: number, movedDays = 0): Persona {
  const random = seeded(seed)
  const given = (givenNames[citizenship] ?? others)[sex === 'man' ? 'man' : 'woman']
  const pick = (list: readonly string[]) => list[Math.floor(random() * list.length)] ?? ''
  const name = { givenNames: pick(given), familyNames: `${pick(familyNames)}-${pick(familyNames)}` }
  const year = (day: Day) => Number(day.slice(0, 4))
  const openedNow = year(addDays(opened, movedDays))
  const age = year(opened) - born
  const varied = age + Math.floor(random() * 5) - 2
  return { ...name, born: openedNow - (age < 18 ? Math.min(Math.max(varied, 0), 17) : Math.max(varied, 19)) }
}
