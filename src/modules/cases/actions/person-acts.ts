import { z } from 'zod'
import { listOfficeNames } from '#accounts'
import type { Actor } from '#platform/doors/actor'
import type { Call } from '#platform/doors/call'
import { PageNumber, pageShape } from '#platform/doors/paging'
import { route } from '#platform/doors/route'
import { Day } from '#vocabulary/day'
import { FileId } from '#vocabulary/ids'
import { isRefusal, notFound, refuse, type Refusal } from '#vocabulary/refusal'
import { reads, writes } from '#vocabulary/place'
import { acting } from '#vocabulary/relation'
import { channels } from '../domain/may-contact.ts'
import { findFile, moveVersion, setBirthYear } from '../store/file-rows.ts'
import { Identity, readIdentity, updateIdentity } from '../store/identity-rows.ts'
import { finishTask, insertTask, listTasks } from '../store/task-rows.ts'
import { lastTold } from '../store/timeline-rows.ts'
import { readWays } from '../store/way-rows.ts'
import { RuleView, setSafeContact } from './contact-acts.ts'
import { FormChange, formChanges } from './form-acts.ts'
import { recordTimeline } from './file-acts.ts'
import { FileHeaderView, readFileHeader } from './read-header.ts'

const contact = z.strictObject({ channel: z.enum(channels), value: z.string(), isSafe: z.boolean(), note: z.string(), rule: RuleView.nullable() })
const task = z.strictObject({ id: z.uuid(), what: z.string(), dueOn: Day.nullable(), doneOn: Day.nullable() })
export const PersonView = z.strictObject({ header: FileHeaderView, identity: Identity, exploitedIn: z.string().nullable(), formsFrom: z.enum(['said', 'sector']).nullable(), formChanges: z.array(FormChange), contacts: z.array(contact), tasks: z.array(task), ...pageShape })
export type PersonView = z.infer<typeof PersonView>

const tasksOnAPage = 20

export const showPerson = route({
  name: 'person.show',
  kind: 'ask',
  for: reads('identity', ...acting),
  about: 'Who the person is, how she may be reached by those who may know it, and the tasks of the reader\'s office, the open ones first, twenty at a time.',
  asks: z.strictObject({ file: FileId, page: PageNumber }),
  gives: PersonView,
  async answers(call, { file, page }) {
    const header = await readFileHeader(call, file)
    if (isRefusal(header)) return header
    const identity = await readIdentity(call.tx, file)
    if (!identity) return notFound
    const contacts = await readWays(call.tx, file)
    const tasks = await listTasks(call.tx, file, { page, size: tasksOnAPage })
    const { exploitedIn = null, formsFrom = null } = (await findFile(call.tx, file)) ?? {}
    return { header, identity, exploitedIn, formsFrom, formChanges: await formChanges(call, file), contacts: contacts.map(({ id: _, rule, ...rest }) => ({ ...rest, rule: rule && { ...rule, weekdays: [...rule.weekdays] } })), tasks: [...tasks.rows], page: tasks.page, hasMore: tasks.hasMore }
  },
})

export const changeIdentity = route({
  name: 'person.change-identity',
  kind: 'act',
  for: writes('identity', 'centre', 'immigration-office'),
  about: 'Changes the names, birth date and papers of a person; refused when a colleague changed the file in between.',
  asks: Identity.extend({ file: FileId, version: z.coerce.number().int().min(0).max(2_147_483_647), birthDate: Day.nullable().default(null), birthPrecision: z.enum(['day', 'year', 'unknown']).default('unknown') }),
  gives: z.strictObject({ file: FileId }),
  async answers(call, { file, version, ...identity }) {
    if (identity.birthDate !== null && identity.birthDate > call.today) return refuse('birth-in-future', { field: 'birthDate' })
    if (identity.birthDate !== null && identity.birthDate < '1900-01-01') return refuse('birth-too-early', { field: 'birthDate' })
    if (identity.givenNames === '' && identity.familyNames === '') return refuse('name-missing', { field: 'familyNames' })
    // Whoever may only read her name, by consent or in an emergency, has no file here to change.
    if (!(await findFile(call.tx, file)) || !(await readIdentity(call.tx, file))) return notFound
    if (!(await moveVersion(call.tx, file, version))) return colleagueFirst(call, file)
    if (!(await updateIdentity(call.tx, file, identity))) return notFound
    if (identity.birthDate !== null) await setBirthYear(call.tx, file, Number(identity.birthDate.slice(0, 4)))
    await recordTimeline(call, { file, on: call.today, kind: 'identity', words: 'identity-changed', values: {}, law: [] })
    call.concerns(file)
    return { file }
  },
})

/** Says who changed the identity, when and to what, so that what was typed can be compared with it: read only now, since the wait for the colleague is over. */
async function colleagueFirst({ tx, language }: Call<Actor>, file: FileId): Promise<Refusal> {
  const now = await readIdentity(tx, file)
  const [last, offices] = [await lastTold(tx, file, 'identity'), await listOfficeNames(tx, language)]
  const stored = [now?.givenNames, now?.familyNames, now?.birthDate, now?.identityPapers].filter(Boolean).join(', ')
  return refuse('colleague-first', { status: 409, with: { office: offices.get(last?.office ?? '') ?? '', on: last?.on ?? '', stored } })
}

export { setSafeContact }

export const addTask = route({
  name: 'task.add',
  kind: 'act',
  for: writes('own-notes', ...acting),
  about: 'Adds a task of the office to a file.',
  asks: z.strictObject({ file: FileId, what: z.string().trim().min(1).max(500), dueOn: Day.optional() }),
  gives: z.strictObject({ file: FileId }),
  async answers(call, { file, what, dueOn }) {
    const header = await readFileHeader(call, file)
    if (isRefusal(header)) return header
    if (dueOn !== undefined && dueOn < call.today) return refuse('task-in-past', { field: 'dueOn' })
    await insertTask(call.tx, file, call.actor.office, { what, dueOn: dueOn ?? null })
    return { file }
  },
})

export const finishTaskRoute = route({
  name: 'task.finish',
  kind: 'act',
  for: writes('own-notes', ...acting),
  about: 'Marks a task of the office as done.',
  asks: z.strictObject({ file: FileId, task: z.uuid() }),
  gives: z.strictObject({ file: FileId }),
  async answers(call, { file, task: id }) {
    call.concerns(file)
    return (await finishTask(call.tx, { id, file, on: call.today })) ? { file } : notFound
  },
})
