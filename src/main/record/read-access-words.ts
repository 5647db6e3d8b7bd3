import { parse } from 'yaml'
import { z } from 'zod'
import { ArticleKey, PackFault, Verified, type Pack } from '#law'
import { Label } from '#vocabulary/language'
import type { TextFolder } from '#platform/text-folder'

const key = z.string().regex(/^[a-z-]+$/)
const sentences = z.record(key, z.string().min(1))

const AccessTable = z.strictObject({
  basis: z.record(key, z.array(ArticleKey)),
  rights: z.array(z.strictObject({ key, law: z.array(ArticleKey) })).min(1),
  contacts: z.array(z.strictObject({ key, name: Label.optional(), web: z.string().optional(), source: z.string().optional(), verified: Verified.optional() })).min(1),
})

const AccessWords = z.strictObject({
  language: z.string().regex(/^[a-z]{2,3}$/), direction: z.enum(['ltr', 'rtl']), checked: Verified,
  labels: sentences, purposes: sentences, relations: sentences, rights: sentences, contacts: sentences,
})
export type AccessWords = z.infer<typeof AccessWords>

/** What the person is told about who had access, in every language that the country has. */
export type AccessTexts = { readonly table: z.infer<typeof AccessTable>; readonly words: ReadonlyMap<string, AccessWords> }

/** Reads the sentences of the report for the person; throws a PackFault that names every gap, and every article that the country does not list. */
export function readAccessTexts(folder: TextFolder, pack: Pack): AccessTexts {
  const faults: string[] = []
  const read = <Schema extends z.ZodType>(file: string, schema: Schema): z.output<Schema> | undefined => {
    const parsed = schema.safeParse(parse(folder.files[file] ?? ''))
    if (!parsed.success) faults.push(...parsed.error.issues.map((issue) => `${file}, at ${issue.path.map(String).join(' › ') || 'the top'}: ${issue.message}`))
    return parsed.data
  }
  const table = read('access/table.yaml', AccessTable)
  const files = Object.keys(folder.files).filter((file) => file.startsWith('access/') && file !== 'access/table.yaml').toSorted()
  const words = new Map(files.flatMap((file) => {
    const texts = read(file, AccessWords)
    return texts ? [[texts.language, texts] as const] : []
  }))
  const model = words.get('en')
  if (model) for (const texts of words.values()) faults.push(...gapsOf(model, texts))
  const known = new Set(pack.law.articles.map((article) => article.key))
  const cited = table ? [...Object.values(table.basis).flat(), ...table.rights.flatMap(({ law }) => law)] : []
  faults.push(...cited.filter((article) => !known.has(article)).map((article) => `access/table.yaml: the article ${article} is not in law.yaml`))
  if (!table || faults.length > 0) throw new PackFault(folder.name, faults)
  return { table, words }
}

const parts = ['labels', 'purposes', 'relations', 'rights', 'contacts'] as const
const gapsOf = (model: AccessWords, texts: AccessWords): readonly string[] => parts.flatMap((part) => [
  ...Object.keys(model[part]).filter((name) => !(name in texts[part])).map((name) => `access/${texts.language}.yaml: ${part} › ${name} is missing`),
  ...Object.keys(texts[part]).filter((name) => !(name in model[part])).map((name) => `access/${texts.language}.yaml: ${part} › ${name} belongs to nothing`),
])
