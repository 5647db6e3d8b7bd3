import { isIP } from 'node:net'
import { z } from 'zod'
import { route } from '#platform/doors/route'
import { addDays, Day } from '#vocabulary/day'
import { MachineKeyId, OfficeId } from '#vocabulary/ids'
import { Instant } from '#vocabulary/instant'
import { reads, writes } from '#vocabulary/place'
import { isRefusal, notFound, refuse } from '#vocabulary/refusal'
import type { Call } from '#platform/doors/call'
import type { OfficeKind } from '#vocabulary/office-kind'
import { mayBeOpened } from '../domain/machine-route.ts'
import { findMachine, insertMachine, listMachineRows, revokeMachineKey, type MachineRow } from '../store/machine-rows.ts'
import { findOffice, listOffices } from '../store/office-rows.ts'
import { ReasonToOpen } from './create-account.ts'
import { askOpening, opensAtOnce } from './open-account.ts'
import { Second, secondOf } from './list-offices.ts'

const Machine = z.strictObject({
  id: MachineKeyId, name: z.string(), officeName: z.string(), routes: z.array(z.string()), addresses: z.array(z.string()), perMinute: z.number().int(),
  until: Instant, madeBy: z.string().nullable(), madeAt: Instant, revokedAt: Instant.nullable(), lastUsedAt: Instant.nullable(),
  /** Whether it opens nothing before a second person has agreed. */
  waits: z.boolean(),
})
export type MachineView = z.infer<typeof Machine>

const daysAtMost = 365

const openTo = ({ routesForMachines, keysOpen }: Call['installation'], kind: OfficeKind) => routesForMachines.filter((one) => mayBeOpened(one, kind, keysOpen))

/** A key shows what it opens today: a route that is closed to programs since is gone from it. */
function viewOf({ installation }: Call, { officeKind, ...row }: MachineRow): MachineView {
  const open = new Set(openTo(installation, officeKind).map(({ name }) => name))
  return { ...row, routes: row.routes.filter((name) => open.has(name)), addresses: [...row.addresses] }
}

export const listMachines = route({
  name: 'machine.list',
  kind: 'ask',
  for: reads('accounts', 'charge'),
  about: 'Lists the programs that have a key to the interface: of which office, for what, until when, and when it was last used.',
  asks: z.strictObject({}),
  gives: z.strictObject({ machines: z.array(Machine) }),
  async answers(call) {
    return { machines: (await listMachineRows(call.tx, call.language)).map((row) => viewOf(call, row)) }
  },
})

export const showMachine = route({
  name: 'machine.show',
  kind: 'ask',
  for: writes('accounts', 'charge'),
  about: 'Shows one program that has a key to the interface.',
  asks: z.strictObject({ machine: MachineKeyId }),
  gives: Machine,
  async answers(call, { machine }) {
    const row = await findMachine(call.tx, machine, call.language)
    return row ? viewOf(call, row) : notFound
  },
})

export const listOpenable = route({
  name: 'machine.list-openable',
  kind: 'ask',
  for: writes('accounts', 'charge'),
  about: 'Lists the offices for which a key can be made and, for one of them, the routes that its key may open.',
  asks: z.strictObject({ office: OfficeId.optional() }),
  gives: z.strictObject({
    offices: z.array(z.strictObject({ id: OfficeId, name: z.string() })),
    office: z.strictObject({ id: OfficeId, name: z.string() }).nullable(),
    routes: z.array(z.strictObject({ name: z.string(), about: z.string() })),
    second: Second,
  }),
  async answers(call, { office }) {
    const { tx, language, installation } = call
    const offices = await listOffices(tx, { language })
    const chosen = office === undefined ? undefined : offices.find(({ id }) => id === office)
    const open = chosen ? openTo(installation, chosen.kind) : []
    return {
      offices: offices.map(({ id, name }) => ({ id, name })),
      office: chosen ? { id: chosen.id, name: chosen.name } : null,
      routes: open.map(({ name, about }) => ({ name, about })),
      second: await secondOf(call),
    }
  },
})

const isNetwork = (text: string): boolean => {
  const [address = '', bits, ...more] = text.split('/')
  const most = { 4: 32, 6: 128 }[isIP(address)]
  return most !== undefined && more.length === 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most))
}

export const makeMachine = route({
  name: 'machine.make',
  kind: 'act',
  for: writes('accounts', 'charge'),
  secret: true,
  grave: 'each',
  about: 'Makes an account and a key for a program of an office: for named routes, until a day, from some addresses or any. The key is answered once; where the country asks for four eyes it is answered to the second person who agrees, who leads the office where somebody does.',
  asks: z.strictObject({
    name: z.string().trim().min(1).max(120),
    office: OfficeId,
    routes: z.preprocess((given) => (typeof given === 'string' ? [given] : given), z.array(z.string().max(80)).min(1).max(100)),
    until: Day,
    /** Addresses or networks from which the key opens, one a line; none means any. */
    addresses: z.string().max(2_000).default(''),
    perMinute: z.coerce.number().int().min(1).max(6_000).default(120),
    reason: ReasonToOpen,
  }),
  gives: z.strictObject({ machine: MachineKeyId, key: z.string().nullable(), waits: z.boolean() }),
  async answers(call, { name, office: asked, routes, until, addresses, perMinute, reason }) {
    const { tx, actor, now, today, installation } = call
    const office = await findOffice(tx, asked)
    if (!office) return refuse('input-not-a-choice', { field: 'office' })
    const open = new Set(openTo(installation, office.kind).map((one) => one.name))
    if (!routes.every((one) => open.has(one))) return refuse('machine-route', { field: 'routes' })
    if (until <= today || until > addDays(today, daysAtMost)) return refuse('machine-until', { field: 'until', with: { last: addDays(today, daysAtMost) } })
    const networks = addresses.split(/[\s,]+/).filter((text) => text !== '')
    if (!networks.every(isNetwork)) return refuse('machine-address', { field: 'addresses' })
    const active = opensAtOnce(call, reason)
    if (isRefusal(active)) return active
    const made = await insertMachine(tx, { active, name, office: office.id, routes: [...new Set(routes)], addresses: networks, perMinute, until: Instant.parse(`${until}T00:00:00.000Z`), madeBy: actor.account, now })
    const waits = active ? null : await askOpening(call, { account: made.account, office: office.id, reason, shownAt: `/machines/${made.id}`, about: { kind: 'program', name } })
    return isRefusal(waits) ? waits : { machine: made.id, key: active ? made.key : null, waits: !active }
  },
})

export const revokeMachine = route({
  name: 'machine.revoke',
  kind: 'act',
  for: writes('accounts', 'charge'),
  grave: true,
  about: 'Takes a key back; it opens nothing from then on, and its account is closed.',
  asks: z.strictObject({ machine: MachineKeyId }),
  gives: z.strictObject({ machine: MachineKeyId }),
  async answers({ tx, now }, { machine }) {
    return (await revokeMachineKey(tx, machine, now)) ? { machine } : notFound
  },
})
