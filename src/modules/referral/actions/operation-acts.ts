import { z } from 'zod'
import { listOfficeNames } from '#accounts'
import type { Actor } from '#platform/doors/actor'
import type { Call } from '#platform/doors/call'
import { PageNumber, pageShape } from '#platform/doors/paging'
import { route } from '#platform/doors/route'
import { Day } from '#vocabulary/day'
import { isRefusal, notFound, refuse, type Refusal } from '#vocabulary/refusal'
import { reads, writes } from '#vocabulary/place'
import { cellsOfSheet, columns } from '../domain/operation.ts'
import { mostGridRows } from '../domain/person-grid.ts'
import {
  deleteOperationPersons, findOperation, insertOperation, lastRow, listOperationPersons, listOperations, moveOperation, OperationId, putOperationPersons, type OperationPerson,
  type OperationRow,
} from '../store/operation-rows.ts'
import { expiryOf, OperationView, refusalIfOver, viewOfOperation } from './operation-views.ts'

const choice = z.strictObject({ value: z.string(), label: z.string() })

export const OperationChoices = z.strictObject({ districts: z.array(choice), sectors: z.array(choice) })
export type OperationChoices = z.infer<typeof OperationChoices>

export const chooseOperation = route({
  name: 'operation.choose', kind: 'ask', for: reads('operation', 'own-office'),
  about: 'The districts and sectors from which an operation is described.',
  asks: z.strictObject({}), gives: OperationChoices,
  answers: async ({ installation: { pack, forOperations }, language }) => ({
    districts: pack.offices.districts.map(({ key, label }) => ({ value: key, label: label[language] })),
    sectors: forOperations.sectors.map(({ key, label }) => ({ value: key, label: label[language] })),
  }),
})

export const openOperation = route({
  name: 'operation.open', kind: 'act', for: writes('operation', 'own-office'),
  about: 'Opens a large operation: one event at one place on one day, at which many persons were found.',
  asks: z.strictObject({
    name: z.string().trim().min(1).max(200), place: z.string().trim().max(200).default(''), district: z.string().min(1).max(80), sector: z.string().max(80).optional(), on: Day.optional(),
  }),
  gives: z.strictObject({ operation: OperationId }),
  async answers({ tx, actor, now, today, installation: { pack, forOperations } }, { name, place, district, sector = '', on = today }) {
    if (!pack.offices.districts.some(({ key }) => key === district)) return refuse('no-such-district', { field: 'district' })
    if (sector !== '' && !forOperations.sectors.some(({ key }) => key === sector)) return refuse('no-such-sector', { field: 'sector' })
    if (on > today) return refuse('operation-in-future', { field: 'on', with: { today } })
    const id = OperationId.parse(crypto.randomUUID())
    await insertOperation(tx, { id, name, place, district, sector: sector || null, on }, { office: actor.office, account: actor.account, at: now })
    return { operation: id }
  },
})

const OperationLine = z.strictObject({ id: OperationId, name: z.string(), place: z.string(), on: Day, persons: z.number(), referred: z.number() })
export const OperationList = z.strictObject({ operations: z.array(OperationLine), ...pageShape })
export type OperationList = z.infer<typeof OperationList>

export const listOwnOperations = route({
  name: 'operation.list-own', kind: 'ask', for: reads('operation', 'own-office'),
  about: 'The large operations of the reader\'s office, the latest first.',
  asks: z.strictObject({ page: PageNumber }), gives: OperationList,
  async answers({ tx }, { page }) {
    const { rows, ...place } = await listOperations(tx, { page, size: 25 })
    return { ...place, operations: rows.map(({ id, name, place, on, persons, referred }) => ({ id, name, place, on, persons, referred })) }
  },
})

export const showOperation = route({
  name: 'operation.show', kind: 'ask', for: reads('operation', 'own-office'),
  about: 'An operation with its persons: each row as typed, and beside a faulty one what would be right.',
  asks: z.strictObject({ operation: OperationId }), gives: OperationView,
  async answers(call, { operation }) {
    const row = await findOperation(call.tx, operation)
    if (!row) return notFound
    const persons = await listOperationPersons(call.tx, operation)
    call.shows(persons.flatMap(({ file }) => file ?? []))
    return viewOf(call, row, persons)
  },
})

async function viewOf(call: Call<Actor>, row: OperationRow, persons: readonly OperationPerson[]): Promise<OperationView> {
  const { tx, language, today, installation } = call
  const offices = await listOfficeNames(tx, language)
  return viewOfOperation(row, persons, { language, today, expiresOn: expiryOf(call, row), offices, districts: installation.pack.offices.districts })
}

// As long as a pasted cell may be: what is too long is said beside the row and not refused with the whole page.
const cell = z.string().max(10_000)
const RowToPut = z.strictObject({ number: z.coerce.number().int().min(1).max(100_000).optional(), cells: z.partialRecord(z.enum(columns), cell), surplus: cell.default('') })

export const addPersons = route({
  name: 'operation.add-persons', kind: 'act', for: writes('operation', 'own-office'),
  about: 'Adds persons to an operation, pasted from a sheet or typed, and changes rows by their number; an emptied row goes. Good rows are good whatever the others are.',
  asks: z.strictObject({
    operation: OperationId, version: z.coerce.number().int().min(0).max(2_147_483_647),
    pasted: z.string().max(1_000_000).default(''), rows: z.array(RowToPut).max(mostGridRows).default([]),
  }),
  gives: z.strictObject({ good: z.number(), faulty: z.number() }),
  async answers(call, { operation, version, pasted, rows }) {
    const { tx, today } = call
    const row = await findOperation(tx, operation)
    if (!row) return notFound
    const over = refusalIfOver(call, row)
    if (over) return over
    const sheet = pasted.trim() === '' ? [] : cellsOfSheet(pasted, today)
    if (isRefusal(sheet)) return { ...sheet, field: 'pasted' }
    if (!(await moveOperation(tx, operation, version))) return refuse('operation-changed', { status: 409 })
    const tooMany = await putRows(call, operation, { sheet, rows })
    if (tooMany) return tooMany
    const { good, faulty } = await viewOf(call, row, await listOperationPersons(tx, operation))
    return { good, faulty }
  },
})

type Put = { readonly sheet: readonly (readonly string[])[]; readonly rows: readonly z.infer<typeof RowToPut>[] }

async function putRows({ tx }: Call<Actor>, operation: OperationId, { sheet, rows }: Put): Promise<Refusal | undefined> {
  const persons = await listOperationPersons(tx, operation)
  const known = new Set(persons.map(({ number }) => number))
  const last = await lastRow(tx, operation)
  const typed = rows.map(({ number, cells, surplus }) => ({ number, cells: [...columns.map((column) => cells[column]?.trim() ?? ''), ...(surplus === '' ? [] : [surplus])] }))
  const isEmpty = ({ cells }: { readonly cells: readonly string[] }) => cells.every((each) => each === '')
  const added = [...typed.filter((row) => row.number === undefined || !known.has(row.number)), ...sheet.map((cells) => ({ cells }))].filter((row) => !isEmpty(row))
  const changed = typed.flatMap(({ number, cells }) => (number !== undefined && known.has(number) ? [{ number, cells }] : []))
  const waiting = persons.filter(({ referral }) => referral === null).length
  if (waiting + added.length > mostGridRows) return refuse('grid.too-many-rows', { field: 'pasted', with: { most: mostGridRows, count: waiting + added.length } })
  await deleteOperationPersons(tx, operation, changed.filter(isEmpty).map(({ number }) => number))
  await putOperationPersons(tx, operation, [...changed.filter((row) => !isEmpty(row)), ...added.map(({ cells }, index) => ({ number: last + index + 1, cells }))])
  return undefined
}
