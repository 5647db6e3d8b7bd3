import { z } from 'zod'
import { sql } from 'kysely'
import { listOffices, News, readNews } from '#accounts'
import { route } from '#platform/doors/route'
import { actOutcomes } from '#platform/audit/act-line'
import { Day } from '#vocabulary/day'
import { FileId, OfficeId } from '#vocabulary/ids'
import { Instant } from '#vocabulary/instant'
import { reads } from '#vocabulary/place'
import { notFound } from '#vocabulary/refusal'

const size = 50
const line = { number: z.number(), at: Instant, route: z.string(), kind: z.string().nullable(), outcome: z.enum(actOutcomes), refusal: z.string().nullable(), reference: z.string().nullable(), shown: z.number() }
const Act = z.strictObject({ ...line, who: z.string().nullable(), office: z.string().nullable(), about: z.string().nullable() })
const unlessEmpty = <Schema extends z.ZodType>(schema: Schema) => z.preprocess((value) => (value === '' ? undefined : value), schema.optional())
const page = z.coerce.number().int().min(1).max(1_000).default(1)

const Filter = z.strictObject({
  reference: z.string().trim().max(40).default(''),
  who: z.string().trim().max(100).default(''),
  office: unlessEmpty(OfficeId),
  outcome: unlessEmpty(z.enum(actOutcomes)),
  subject: unlessEmpty(z.string().regex(/^[a-z]{2,30}$/)),
  from: unlessEmpty(Day),
  to: unlessEmpty(Day),
  before: unlessEmpty(z.coerce.number().int().min(1).max(Number.MAX_SAFE_INTEGER)),
})

export const Acts = z.strictObject({
  acts: z.array(Act), asked: Filter, news: News, hasMore: z.boolean(), file: FileId.nullable(),
  offices: z.array(z.strictObject({ value: z.string(), label: z.string() })),
})
export type Acts = z.infer<typeof Acts>

export const listActs = route({
  name: 'act.list',
  kind: 'ask',
  for: reads('record', 'charge'),
  about: 'The record of acts, the latest first, by file, colleague, office, outcome, subject and days: who did or tried what, when, and on which file; never what was read or typed.',
  notInAddress: ['reference', 'who'],
  asks: Filter,
  gives: Acts,
  async answers({ tx, language, installation, concerns }, asked) {
    const wanted = Object.fromEntries(Object.entries({ ...asked, zone: installation.zone }).filter(([, value]) => value !== '' && value !== undefined))
    const { rows } = await sql<z.input<typeof Act>>`select * from audit.read_lines(${language}, ${JSON.stringify(wanted)}::jsonb, ${size})`.execute(tx)
    const file = asked.reference === '' ? null : await fileOfReference(tx, asked.reference)
    if (file) concerns(file)
    const offices = await listOffices(tx, { language })
    return { acts: rows, asked, news: await readNews(tx), hasMore: rows.length === size, file, offices: offices.map(({ id, name }) => ({ value: id, label: name })) }
  },
})

/** The file of a reference, for data protection alone. */
export async function fileOfReference(tx: Parameters<typeof listOffices>[0], reference: string): Promise<FileId | null> {
  const { rows } = await sql<{ file: FileId | null }>`select audit.file_of_reference(${reference}) as file`.execute(tx)
  return rows[0]?.file ?? null
}

const Seen = z.strictObject({ number: z.number(), at: Instant, who: z.string().nullable(), office: z.string(), route: z.string(), inList: z.boolean() })
export const WhoSaw = z.strictObject({ file: FileId, reference: z.string(), seen: z.array(Seen), page: z.number(), hasMore: z.boolean() })
export type WhoSaw = z.infer<typeof WhoSaw>

export const listWhoSaw = route({
  name: 'act.list-of-file',
  kind: 'ask',
  for: reads('record', 'centre', 'guardian', 'charge'),
  about: 'Who saw a file or wrote in it, for those who accompany the person: which office, when and with which act; names of the reader\'s own office alone.',
  asks: z.strictObject({ file: FileId, page }),
  gives: WhoSaw,
  async answers({ tx, language }, { file, page: number }) {
    const { rows: [head] } = await sql<{ reference: string | null }>`select audit.reference_of_file(${file}) as reference`.execute(tx)
    if (!head?.reference) return notFound
    const { rows } = await sql<z.input<typeof Seen>>`
      select number, at, who, office, route, listed as "inList" from audit.who_saw(${file}, ${language}, ${size}, ${(number - 1) * size})`.execute(tx)
    return { file, reference: head.reference, seen: rows, page: number, hasMore: rows.length === size }
  },
})

const OwnAct = z.strictObject({ ...line, byOthers: z.boolean() })
export const OwnActs = z.strictObject({ acts: z.array(OwnAct), page: z.number(), hasMore: z.boolean() })
export type OwnActs = z.infer<typeof OwnActs>

export const listOwnActs = route({
  name: 'act.list-own',
  kind: 'ask',
  for: reads('record', 'own-account'),
  about: 'What the reader did, her sign-ins, and what was tried on her account; the latest fifty first.',
  asks: z.strictObject({ page }),
  gives: OwnActs,
  async answers({ tx }, { page: number }) {
    const { rows } = await sql<z.input<typeof OwnAct>>`
      select number, at, route, kind, outcome, refusal, reference, shown, by_others as "byOthers" from audit.own_lines(${size}, ${(number - 1) * size})`.execute(tx)
    return { acts: rows, page: number, hasMore: rows.length === size }
  },
})
