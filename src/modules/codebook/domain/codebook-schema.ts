import { z } from 'zod'
import { Day } from '#vocabulary/day'
import { Label } from '#vocabulary/language'
import { OfficeKind } from '#vocabulary/office-kind'
import { ValueState } from './value-state.ts'

/** Who compared an entry with its source, and when; `false` as long as nobody has. */
const Verified = z.union([z.literal(false), z.strictObject({ by: z.string().min(1), on: Day })])
const key = z.string().regex(/^[a-z0-9]+(-[a-z0-9]+)*$/)

/** How an entry read before its present version: until which day, and what has changed since. */
const Earlier = z.strictObject({ version: z.string().min(1), from: Day, to: Day, changed: Label })
/** What every entry carries: its version, the days on which it holds (both included), where it comes from and whether that was checked. */
const entryShape = { key, label: Label, definition: Label, version: z.string().min(1), from: Day, to: Day.optional(), source: z.string().min(1), verified: Verified, earlier: z.array(Earlier).default([]) }

/** Another body's scheme to which codes are mapped, such as HTCDS. */
const Standard = z.strictObject({ key, label: Label, version: z.string().min(1), /** When it is in force, where that has an end or a beginning that matters. */ from: Day.optional(), to: Day.optional(), source: z.string().min(1), terms: z.string().optional(), /** What is not known of it. */ note: Label.optional(), verified: Verified })
export type Standard = z.infer<typeof Standard>

/** Our codes in another scheme; null where that scheme has no counterpart, which is said and not left out. */
const Mapping = z.strictObject({ standard: key, target: z.string().min(1), codes: z.record(z.string(), z.string().min(1).nullable()), verified: Verified })
export type Mapping = z.infer<typeof Mapping>

/** One code, what it means where its name does not say it, and the days on which it is used; `aliases` are other ways in which sheets write it. */
const Code = z.strictObject({ key, label: Label, definition: Label.optional(), aliases: z.array(z.string().min(1)).default([]), from: Day.optional(), to: Day.optional() })
export type Code = z.infer<typeof Code>

/** `coarser` says under which code of a list of groups each of its codes stands. */
const CodeList = z.strictObject({ ...entryShape, codes: z.array(Code).min(1), coarser: z.strictObject({ list: key, codes: z.record(key, key) }).optional(), maps: z.array(Mapping).default([]) })
export type CodeList = z.infer<typeof CodeList>

/**
 * What a column says: a code of a list, a country, or words as the source wrote them. `total` is the code under which its source writes the sum of
 * the others, so that nothing is added up twice; `apart` has codes that are never added up, such as victims and convictions; `within` names the
 * variable that says which of its codes belong together.
 */
const Variable = z.strictObject({ ...entryShape, kind: z.enum(['code', 'country', 'words']), list: key.optional(), aliases: z.array(z.string().min(1)).default([]),
  total: z.string().min(1).optional(), apart: z.boolean().default(false), within: key.optional(),
  /** Its values are the codes of its list and the countries of ISO 3166. */
  countries: z.boolean().default(false),
  /** The codes of that variable whose parts come to the total; of the others some persons are in none. */
  addsUp: z.array(z.string().min(1)).default([]),
  maps: z.array(z.strictObject({ standard: key, target: z.string().min(1), verified: Verified })).default([]) })
export type Variable = z.infer<typeof Variable>

/**
 * What a service hands over: figures of a year by codes (`counts`), or one row for each record (`records`), of which only the tally is kept.
 * A `series` covers many years in one sheet. `marks` and `aliases` make it the profile of a sheet that somebody else designed.
 */
const Item = z.strictObject({
  ...entryShape,
  kind: z.enum(['counts', 'records']),
  series: z.boolean().default(false),
  from19a: z.string().optional(),
  offices: z.array(OfficeKind).min(1),
  variables: z.array(z.strictObject({ key, required: z.boolean().default(true) })).min(1),
  figureAliases: z.array(z.string().min(1)).default([]),
  yearAliases: z.array(z.string().min(1)).default([]),
  /** What the sheet writes in place of a number, and between which numbers that lies where it is known. */
  marks: z.array(z.strictObject({ text: z.string().min(1), state: ValueState, between: z.strictObject({ low: z.number().int().min(0), high: z.number().int() }).optional() })).default([]),
  /** Its figures are numbers of persons of whom nothing was published before, so a table of them may be sent to the gate. */
  persons: z.boolean().default(false),
  /** Columns of the sheet that say nothing that is kept, such as a unit that is always the same. */
  ignores: z.array(z.string().min(1)).default([]),
  /** Its source folds several of its own rows under one name, so that a combination may stand more than once and each row is a figure of its own. */
  repeats: z.boolean().default(false),
  /** Its source is known to have gone twice through an encoding, so letters are mended and the check says how many. */
  mendsLetters: z.boolean().default(false),
  /** What this source does not count: part of every figure that comes of it. */
  notCounted: Label.optional(),
})
export type Item = z.infer<typeof Item>

/** A number or a year is the same in every language; whatever has a word in it is said in each. */
const AsPrinted = z.preprocess((said) => (typeof said === 'string' && /^[\d, ]+$/.test(said) ? { en: said, nl: said, fr: said, de: said } : said), Label)

/** A figure that a report printed: with its source and date, and never a live statistic. */
const ReferencePoint = z.strictObject({ key, label: Label, figure: AsPrinted, period: AsPrinted, source: z.string().min(1), law: z.string().optional(), verified: Verified,
  /** When its source came out; beside which delivered items it is shown, and whether beside the tables of live counts. */
  published: AsPrinted, items: z.array(key).default([]), live: z.boolean().default(false) })
export type ReferencePoint = z.infer<typeof ReferencePoint>

const codesOfRule = z.record(key, z.string().min(1))
/**
 * What makes a figure worth a question, as values: it warns and never stops anybody. `sum` and `part` hold a written total against its parts, `jump`,
 * `zero-after` and `blank-after` a year against those before, `exceeds` one figure against another that cannot well be smaller, `holds-none` a figure
 * against what its service does not register.
 */
const AnomalyRule = z.intersection(z.object(entryShape), z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('sum') }), z.object({ kind: z.literal('part') }),
  z.object({ kind: z.literal('jump'), times: z.number().gt(1), least: z.number().int().min(1) }),
  z.object({ kind: z.enum(['zero-after', 'blank-after']), years: z.number().int().min(2).max(10) }),
  z.object({ kind: z.literal('holds-none'), item: key, officeKind: OfficeKind, at: codesOfRule }),
  z.object({ kind: z.literal('exceeds'), item: key, at: codesOfRule.default({}), over: z.strictObject({ item: key, at: codesOfRule.default({}) }) }),
]))
export type AnomalyRule = z.infer<typeof AnomalyRule>

/** A field of another body's scheme and what becomes of it here, so that what is not collected is said and not left out. */
const Field = z.strictObject({ standard: key, field: z.string().min(1), here: z.enum(['mapped', 'kept', 'sealed', 'not-collected']) })
export type Field = z.infer<typeof Field>

/** What a country adds to an international list: its codes in a scheme of that country's own. */
export const AddedMapping = z.intersection(z.object({ list: key }), z.object(Mapping.shape))
export type AddedMapping = z.infer<typeof AddedMapping>

/** What the files that are kept here say of a person, in tables of live counts. */
const Fact = z.strictObject(entryShape)
export type Fact = z.infer<typeof Fact>

export const Codebook = z.strictObject({ anomalyRules: z.array(AnomalyRule).default([]),
  standards: z.array(Standard), lists: z.array(CodeList), variables: z.array(Variable), items: z.array(Item), referencePoints: z.array(ReferencePoint), fields: z.array(Field).default([]), facts: z.array(Fact).default([]),
})
export type Codebook = z.infer<typeof Codebook>
