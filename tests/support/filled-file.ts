import { sql } from 'kysely'
import { conditions, type Belgium } from './belgium.ts'

/** What a file and everything that hangs on it are called by: the name of the input, and the id. */
export type Ids = Readonly<Record<string, string>>

const [worker, officer] = ['caseworker-pag-asa', 'immigration-officer']

/** A person of whom there is one of everything that has an id: documents, a decision, a task, a consent, a stay in a shelter, a hold, clocks, an emergency. */
export async function filledFile(be: Belgium, familyName: string): Promise<Ids> {
  const { file, referral, report } = await be.accompanied({ familyName, exploitedWhere: 'here' })
  await be.does(worker, 'person.set-safe-contact', { file, channel: 'call', value: '+32 000 17', isSafe: 'yes' })
  await be.does(worker, 'task.add', { file, what: `Ring ${familyName}` })
  const { consent } = await be.does<{ consent: string }>(worker, 'consent.give', { file, purpose: 'health', recipient: 'doctor', scope: ['identity'], explainedIn: 'vi', how: 'oral-with-interpreter' })
  await be.does(worker, 'retention.hold', { file, reason: 'civil-claim' })
  const stay = await begunStay(be, file)
  await be.steps(file, ...conditions, [worker, 'apply-for-reflection-document', { kind: 'application' }], [officer, 'issue-reflection-document', { kind: 'issue' }],
    [worker, 'record-statement', { kind: 'statement', form: 'statement' }], [worker, 'apply-for-certificate', { kind: 'application' }], [officer, 'refuse-application', { kind: 'ground', ground: 'R1' }])
  const one = async (column: string, table: string, where = sql`file = ${file}`) => String((await be.rows<{ id: string }>(sql`select ${sql.raw(column)}::text as id from ${sql.raw(table)} where ${where} limit 1`))[0]?.id)
  const reference = await one('reference', 'cases.file', sql`id = ${file}`)
  // Data protection has seen to the earlier ones, so that the limit leaves room.
  await be.rows(sql`update access.emergency set reviewed_at = opened_at, reviewed_by = gen_random_uuid(), finding = 'justified' where reviewed_at is null
    and (select count(*) from access.emergency where reviewed_at is null) > 1`)
  const { emergency } = await be.does<{ emergency: string }>('police-officer', 'emergency.open', { reference, reason: 'She stands in the station and her centre does not answer.' })
  return {
    file, referral, report, consent, ...stay, reference, emergency,
    task: await one('id', 'cases.task'), hold: await one('id', 'retention.hold'), clock: await one('id', 'cases.clock'),
    document: await one('id', 'protection.document'), decision: await one('id', 'protection.decision'),
  }
}

async function begunStay(be: Belgium, file: string): Promise<{ readonly stay: string; readonly shelter: string }> {
  await be.does(worker, 'place.set', { women: 9, men: 9, families: 9, minors: 9, versions: { women: 0, men: 0, families: 0, minors: 0 } }).catch(() => undefined)
  const { id: stay } = await be.does<{ id: string }>(worker, 'stay.begin', { file, group: 'women' })
  const { shelters } = await be.does<{ shelters: { id: string }[] }>(worker, 'shelter.list', {})
  const shelter = shelters[0]?.id ?? (await be.does<{ shelter: string }>(worker, 'shelter.add', { name: 'Invented house', address: 'Nergensstraat 7, 9999 Nergenshuizen' })).shelter
  await be.does(worker, 'shelter.put-in', { stay, shelter })
  return { stay, shelter }
}
