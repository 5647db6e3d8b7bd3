import { sql } from 'kysely'
import { z } from 'zod'
import type { Tx } from '#platform/database/connect'
import type { Call } from '#platform/doors/call'
import { route } from '#platform/doors/route'
import { sayFrom } from '#platform/words'
import type { Day } from '#vocabulary/day'
import { FileId } from '#vocabulary/ids'
import { Language, languages } from '#vocabulary/language'
import { reads } from '#vocabulary/place'
import { notFound } from '#vocabulary/refusal'
import type { AccessTexts, AccessWords } from './read-access-words.ts'

declare module '#platform/doors/call' {
  interface Installation {
    /** What the person is told about who had access to her file, in each language that the country has. */
    readonly access: AccessTexts
  }
}

const Article = z.strictObject({ title: z.string(), isChecked: z.boolean() })
const Month = z.strictObject({ when: z.string(), read: z.number(), listed: z.number(), written: z.number() })
export const AccessReport = z.strictObject({
  file: FileId, language: z.string(), direction: z.enum(['ltr', 'rtl']), isEvaluation: z.boolean(), isChecked: z.boolean(), languages: z.array(z.string()),
  reference: z.string(), madeOn: z.string(), labels: z.record(z.string(), z.string()),
  services: z.array(z.strictObject({ name: z.string(), why: z.string(), basis: z.array(Article), months: z.array(Month),
    /** Whether its care team opened medical notes; how often is nobody else's to know. */
    medical: z.boolean() })),
  told: z.array(z.strictObject({ service: z.string(), as: z.string(), since: z.string(), until: z.string().nullable() })),
  shared: z.array(z.strictObject({ when: z.string(), what: z.string(), to: z.string(), basis: z.string() })),
  rights: z.array(z.strictObject({ text: z.string(), law: z.array(Article) })),
  contacts: z.array(z.strictObject({ name: z.string().nullable(), web: z.string().nullable(), note: z.string() })),
})
export type AccessReport = z.infer<typeof AccessReport>

export const showAccessReport = route({
  name: 'person.show-access',
  kind: 'ask',
  grave: true,
  for: reads('record', 'centre', 'guardian', 'charge'),
  about: 'The report for the person: which services saw or wrote about her, when, why and on which legal basis, who was given access, and her rights; no name of anybody.',
  asks: z.strictObject({ file: FileId, language: z.string().regex(/^[a-z]{2,3}$/) }),
  gives: AccessReport,
  async answers(call, { file, language }) {
    const { tx, installation: { access, mode } } = call
    const words = access.words.get(language)
    if (!words) return notFound
    const { rows: [head] } = await sql<{ reference: string | null }>`select audit.reference_of_file(${file}) as reference`.execute(tx)
    if (!head?.reference) return notFound
    return {
      file, language, direction: words.direction, isEvaluation: mode === 'evaluation', isChecked: words.checked !== false, languages: [...access.words.keys()],
      reference: head.reference, madeOn: dayIn(language, call.today), labels: words.labels,
      services: await servicesOf(call, file, words), told: await toldOf(tx, file, words), shared: await sharedOf(call, file, words),
      rights: access.table.rights.map(({ key, law }) => ({ text: words.rights[key] ?? key, law: articlesOf(call, law, language) })),
      contacts: access.table.contacts.map(({ key, name, web }) => ({ name: name?.[nearest(language)] ?? null, web: web ?? null, note: words.contacts[key] ?? key })),
    }
  },
})

/** Names of offices and articles exist in the languages of the screens; a person who reads another gets the first of them. */
const nearest = (language: string): Language => Language.catch(languages[0]).parse(language)

const dayIn = (language: string, day: string): string =>
  new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : language, { timeZone: 'UTC', day: 'numeric', month: 'long', year: 'numeric' }).format(new Date(`${day.slice(0, 10)}T00:00:00Z`))

function articlesOf({ installation: { pack } }: Call, law: readonly string[], language: string): z.infer<typeof Article>[] {
  return law.flatMap((key) => {
    const article = pack.law.articles.find((one) => one.key === key)
    return article ? [{ title: article.title[nearest(language)], isChecked: article.verified !== false }] : []
  })
}

type Counted = { readonly month: Day; readonly office: string; readonly officeKind: string; readonly read: number; readonly listed: number; readonly written: number; readonly firstAt: string; readonly lastAt: string }

async function servicesOf(call: Call, file: FileId, words: AccessWords): Promise<AccessReport['services']> {
  const { access } = call.installation
  const { rows } = await sql<Counted>`
    select month, office, office_kind as "officeKind", first_at as "firstAt", last_at as "lastAt", read, listed, written from audit.for_the_person(${file}, ${nearest(words.language)})`.execute(call.tx)
  const { rows: medical } = await sql<{ office: string }>`select office from audit.read_medical(${file}, ${nearest(words.language)})`.execute(call.tx)
  const byOffice = new Map<string, Counted[]>()
  for (const row of rows) byOffice.set(row.office, [...(byOffice.get(row.office) ?? []), row])
  return [...byOffice].map(([name, counted]) => {
    const kind = counted[0]?.officeKind ?? ''
    return {
      name, why: words.purposes[kind] ?? words.purposes['other'] ?? '', basis: articlesOf(call, access.table.basis[kind] ?? [], words.language),
      months: counted.map(({ read, listed, written, ...row }) => ({ when: whenOf(words.language, row), read, listed, written })),
      medical: medical.some(({ office }) => office === name),
    }
  })
}

/** The days between which somebody looked, within one month. */
function whenOf(language: string, { firstAt, lastAt }: Pick<Counted, 'firstAt' | 'lastAt'>): string {
  const [first, last] = [dayIn(language, firstAt), dayIn(language, lastAt)]
  return first === last ? first : `${first} – ${last}`
}

type Party = { readonly service: string; readonly relation: string; readonly since: Day; readonly until: Day | null }

async function toldOf(tx: Tx, file: FileId, { language, relations }: AccessWords): Promise<AccessReport['told']> {
  const { rows } = await sql<Party>`select office as service, relation, since, until from audit.told_of_file(${file}, ${nearest(language)})`.execute(tx)
  return rows.map(({ service, relation, since, until }) => ({ service, as: relations[relation] ?? relation, since: dayIn(language, since), until: until && dayIn(language, until) }))
}

type Shared = { readonly at: string; readonly office: string | null; readonly toKind: string | null; readonly fields: readonly string[]; readonly law: string | null; readonly consented: boolean }

async function sharedOf(call: Call, file: FileId, { language, labels }: AccessWords): Promise<AccessReport['shared']> {
  const { rows } = await sql<Shared>`select at, office, to_kind as "toKind", fields, law, consented from audit.shared_of_file(${file}, ${nearest(language)})`.execute(call.tx)
  const { recipients } = call.installation.consent
  const kindOf = (kind: string) => recipients.find(({ key }) => key === kind)?.label[nearest(language)] ?? kind
  const field = (name: string) => sayFrom('cases', nearest(language), `field.${name}`) ?? name
  return rows.map(({ at, office, toKind, fields, law, consented }) => ({
    when: dayIn(language, at), what: fields.map(field).join(', '), to: office ?? kindOf(toKind ?? ''),
    basis: consented ? (labels['by-consent'] ?? '') : articlesOf(call, law === null ? [] : [law], language).map(({ title }) => title).join(', '),
  }))
}
