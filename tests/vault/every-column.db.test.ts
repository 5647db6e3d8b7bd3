import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { testDatabase } from '../support/database.ts'

const base = testDatabase()

/** Words that only the program chooses, from lists of its own, of the country or of the database's own checks: nobody types them. */
const codes = `
  accounts.approval: act subject shown_at answer
  accounts.account: language
  accounts.ceremony: purpose challenge
  accounts.machine_key: routes
  accounts.membership: zone
  accounts.office: key kind profession name languages districts role
  accounts.passkey: credential_id transports
  accounts.password: hash
  accounts.provider_subject: issuer subject
  accounts.replacement: zone
  accounts.known_browser: device
  accounts.session: device way
  accounts.started_sign_in: needs way
  access.emergency: finding
  access.emergency_refused: because
  audit.chain: cluster
  audit.head: key
  audit.line: route outcome refusal kind
  cases.care_note: kind
  cases.clock: key subject counted law
  cases.consent: purpose to_kind scope explained_in how
  cases.consent_withdrawn: how
  cases.contact_rule: confirmed_how from_time until_time answered_by may_say
  cases.disclosure: about to_kind fields law
  cases.file: reference variant state outcome sex citizenship language forms forms_from sector district exploited_in waiting_because waiting_subject
  cases.notice: key kind
  cases.paper: compartment removed type
  cases.party: relation needs_kind
  cases.safe_contact: channel
  cases.timeline: kind words law
  detection.notification: reference told
  detection.report: state reference saves
  platform.mail: kind language state fault
  platform.migration: name checksum
  platform.once: route standing
  platform.told: person
  platform.tries_from: address route
  protection.decision: kind about number code
  protection.document: document number code ended_by
  protection.procedure: variant facts state
  protection.step: step by input
  reception.place: for_group
  reception.stay: reference for_group
  referral.event: step reason
  referral.operation: district sector
  referral.operation_person: reference
  referral.referral: reference state language district sex age_group forms
  referral.rights_sending: language confirmed_how
  retention.hold: reason
  retention.run: number
  retention.run_file: reference outcome rule
  vault.data_key: kind master
  vault.master: id
  vault.sealed_table: name`

/** What is sealed and then written as text, since a function of the database passes it on as text. */
const sealedAsText = `
  accounts.provider_trip: next`

/** What is typed and lies in clear: about the people who work here, and never about a person in a file. */
const colleagues = `
  accounts.account: login name profession
  accounts.membership: profession
  accounts.mail_wish: address
  accounts.passkey: name`

/** What services hand over as yearly figures and what becomes of it: counts and what is said of counts, with nobody in a row; and what is written for everybody to read. */
const figures = `
  analyses.draft: language summary text title
  analyses.edition: language points summary text title
  analyses.proposal: language points summary text title
  statistics.coded_person: age age_band citizenship clocks_ended clocks_late clocks_open course district exploited_in first_taken form month outcome referral_course sector sex state
  statistics.counted_table: counted kept_back wish
  statistics.delivered_figure: codes state
  statistics.delivery: codebook_version item slot
  statistics.delivery_answer: codes explanation rule
  statistics.delivery_draft: figures item slot
  statistics.hand_over_ledger: entry
  statistics.hand_over_proposal: about counted ledger recipient shown
  statistics.handed_over: about recipient shown
  statistics.ledger: entry
  statistics.proposal: ledger method shown
  statistics.record_disclosure: entry
  statistics.record_export: fields ground ledger lines recipient
  statistics.release: definitions method rule shown wish
  statistics.step_letter: letter step`

const listed = (lists: string): readonly string[] => lists.trim().split('\n').flatMap((line) => {
  const [table = '', columns = ''] = line.trim().split(': ')
  return columns.split(' ').map((column) => `${table}.${column}`)
})

type Column = { readonly name: string; readonly table: string; readonly column: string; readonly checks: string | null }

const columns = async (): Promise<readonly Column[]> => (await sql<Column>`
  select format('%I.%I.%I', nspname, relname, attname) as name, format('%I.%I', nspname, relname) as table, attname as column,
    (select string_agg(pg_get_constraintdef(pg_constraint.oid), ' ') from pg_constraint where conrelid = pg_class.oid and contype = 'c' and attnum = any (conkey)) as checks
  from pg_attribute join pg_class on pg_class.oid = attrelid join pg_namespace on pg_namespace.oid = relnamespace
  where relkind in ('r', 'p', 'm') and nspname !~ '^(pg_|information_schema)' and attnum > 0 and not attisdropped
    and format_type(atttypid, null) ~ '^(text|character|json|xml|name|bpchar|citext|hstore)' order by 1`.execute(base.db)).rows

/** A column that once held clear text and that the database keeps empty. */
const keptEmpty = ({ column, checks }: Column): boolean =>
  new RegExp(`num_nonnulls\\([^)]*\\b${column}\\b[^)]*\\) = 0|\\(${column} IS NULL\\)`).test(checks ?? '')

test('every column that can hold text is a code, a colleague’s, or kept empty by the database: what somebody types about a person has no other place than a sealed one', async () => {
  const all = await columns()
  expect(all.length).toBeGreaterThan(100)
  const known = new Set([...listed(codes), ...listed(sealedAsText), ...listed(colleagues), ...listed(figures)])
  expect(all.filter((column) => !keptEmpty(column) && !known.has(column.name)).map(({ name }) => name)).toEqual([])
})

test('the lists name nothing that is not there', async () => {
  const there = new Set((await columns()).map(({ name }) => name))
  expect([...listed(codes), ...listed(sealedAsText), ...listed(colleagues), ...listed(figures)].filter((name) => !there.has(name))).toEqual([])
})

test('a column kept empty takes nothing', async () => {
  const kept = (await columns()).filter(keptEmpty)
  expect(kept.map(({ name }) => name)).toEqual(expect.arrayContaining(['access.conflict.reason', 'access.seal.reason', 'accounts.approval.reason', 'accounts.approval.answer_reason', 'cases.task.what', 'cases.identity.family_names']))
})

test('a new column for what somebody types fails this test', async () => {
  await sql`alter table cases.task add column remark text`.execute(base.db)
  const known = new Set([...listed(codes), ...listed(colleagues), ...listed(figures), ...listed(sealedAsText)])
  expect((await columns()).filter((column) => !keptEmpty(column) && !known.has(column.name)).map(({ name }) => name)).toEqual(['cases.task.remark'])
  await sql`alter table cases.task drop column remark`.execute(base.db)
})
