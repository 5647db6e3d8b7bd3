import { sql } from 'kysely'
import type { Tx } from '#platform/database/connect'
import { keyOf, openSealed, person } from '#platform/vault/sealed-columns'
import { vaultOf, type Sealer } from '#platform/vault/vault'
import type { FileId, ReferralId } from '#vocabulary/ids'
import { identityPlace, nameTokens, readIdentity, type Identity } from '../src/modules/cases/store/identity-rows.ts'
import { holderPlace } from '../src/modules/protection/store/document-rows.ts'
import { findReferral, referralPlace } from '../src/modules/referral/store/referral-rows.ts'

const families = ['Voorbeeld', 'Specimen', 'Fictief', 'Exemple', 'Invented', 'Muster', 'Verzonnen', 'Imaginaire', 'Proefstuk', 'Sample', 'Beispiel', 'Denkbeeldig']
const given = ['Linh', 'Blessing', 'Khadija', 'Oksana', 'Luana', 'Simran', 'Arta', 'Maricel', 'Luwam', 'Ana', 'Minh', 'Emeka', 'Hassan', 'Taras', 'Rafael', 'Manjit', 'Besnik', 'Jomar', 'Filmon', 'Ion']
const syllables = ['ba', 'de', 'fi', 'go', 'lu', 'ma', 'ne', 'pi', 'ro', 'su', 'ta', 've', 'wi', 'xo', 'zu', 'ka']
const atOnce = 5_000

/** The sealers of the copies of this transaction. */
const sealers = new WeakMap<Tx, Map<string, Sealer>>()
const sealerOf = async (tx: Tx, file: string): Promise<Sealer> => sealers.get(tx)?.get(file) ?? vaultOf(tx).sealerFor(tx, person(file))

async function inParts<Row>(rows: readonly Row[], work: (part: readonly Row[]) => Promise<void>): Promise<void> {
  for (let from = 0; from < rows.length; from += atOnce) await work(rows.slice(from, from + atOnce))
}

/** Gives every copy a key of its own and an invented person, with the birthday of her story, found by name like anybody. */
export async function sealPeople(tx: Tx): Promise<void> {
  const { rows } = await sql<{ file: string; story: FileId; dice: number }>`select file, story, dice from copy`.execute(tx)
  const born = new Map<string, Identity | undefined>()
  for (const { story } of rows) if (!born.has(story)) born.set(story, await readIdentity(tx, story))
  const made = new Map<string, Sealer>()
  sealers.set(tx, made)
  await inParts(rows, async (part) => {
    const keys = await vaultOf(tx).makeKeys(tx, part.map(({ file }) => person(file)))
    for (const [file, sealer] of keys) made.set(file, sealer)
    const sealed = part.map(({ file, story, dice }) => {
      const identity: Identity = { birthDate: null, birthPrecision: 'unknown', identityPapers: '', ...born.get(story), ...namesOf(dice) }
      return { file, sealed: keys.get(file)?.seal(identityPlace(file), identity).toString('base64'), tokens: `{${nameTokens(tx, identity).join(',')}}` }
    })
    await sql`insert into cases.identity (file, sealed, tokens) select file, decode(sealed, 'base64'), tokens::bigint[] from jsonb_to_recordset(${JSON.stringify(sealed)}::jsonb) as made (file uuid, sealed text, tokens text)`.execute(tx)
  })
}

const of = (list: readonly string[], at: number): string => list[Math.floor(at) % list.length] ?? ''
function namesOf(dice: number): Pick<Identity, 'givenNames' | 'familyNames'> {
  const last = of(syllables, dice / 97) + of(syllables, dice / 1_601) + of(syllables, dice / 25_601)
  return { givenNames: of(given, dice), familyNames: `${of(families, dice / 7)} ${last.charAt(0).toUpperCase()}${last.slice(1)}` }
}

/** The name on each copied paper: that of the story, sealed with the copy's own key. */
export async function sealHolders(tx: Tx): Promise<void> {
  const { rows } = await sql<{ id: string; file: string; original: string; story: string; sealed: Buffer; key: Buffer }>`
    select paper.id, paper.file, original, document.file as story, sealed, ${keyOf('document.file')} as key
    from paper join protection.document on document.id = paper.original join protection.document_holder on document_holder.document = paper.original`.execute(tx)
  await inParts(rows, async (part) => {
    const sealed: object[] = []
    for (const { id, file, original, story, ...held } of part) {
      const holder = await openSealed(tx, story, held, holderPlace(original))
      sealed.push({ id, file, sealed: (await sealerOf(tx, file)).seal(holderPlace(id), holder).toString('base64') })
    }
    await sql`insert into protection.document_holder (document, file, sealed) select id, file, decode(sealed, 'base64') from jsonb_to_recordset(${JSON.stringify(sealed)}::jsonb) as made (id uuid, file uuid, sealed text)`.execute(tx)
  })
}

/** What was handed on with each copied referral. */
export async function sealHandedOn(tx: Tx): Promise<void> {
  const { rows } = await sql<{ id: string; file: string; original: ReferralId }>`select id, file, original from handed`.execute(tx)
  const told = new Map<string, object>()
  for (const { original } of rows) if (!told.has(original)) told.set(original, (await findReferral(tx, original))?.handedOn ?? {})
  await inParts(rows, async (part) => {
    const sealed: object[] = []
    for (const { id, file, original } of part) sealed.push({ id, sealed: (await sealerOf(tx, file)).seal(referralPlace(id), told.get(original) ?? {}).toString('base64') })
    await sql`update referral.referral set sealed = decode(made.sealed, 'base64') from jsonb_to_recordset(${JSON.stringify(sealed)}::jsonb) as made (id uuid, sealed text) where referral.id = made.id`.execute(tx)
  })
}
