import type { Codebook } from '#codebook'

/** What a list has for whoever counts, and nobody chooses: whoever was exploited in several ways has several forms, and who was not asked has none. */
const notChosen: ReadonlySet<string> = new Set(['several', 'unknown'])

/** The forms of exploitation that can be said of a person: those of the codebook, in its order. */
export const formsToChoose = ({ lists }: Codebook) => lists.find(({ key }) => key === 'form')?.codes.filter(({ key }) => !notChosen.has(key)) ?? []

/** Why the forms of a file are said anew. */
export const reasonsForForms = ['known-now', 'was-wrong', 'judged-otherwise'] as const
