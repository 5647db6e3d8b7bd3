import { z } from 'zod'
import { waitingAmong } from '#accounts'
import type { Actor } from '#platform/doors/actor'
import type { Call } from '#platform/doors/call'
import { route } from '#platform/doors/route'
import { Day } from '#vocabulary/day'
import { AccountId, ApprovalId, type FileId } from '#vocabulary/ids'
import { Instant } from '#vocabulary/instant'
import { mayAt, writes } from '#vocabulary/place'
import { notFound, refuse, type Refusal } from '#vocabulary/refusal'
import { appointGuardian, fileToGuard, leadsOffice, letInAgain, listColleagues, listConflicts, listLifted, listSealed, listWards, maySeal, seal, shutOut, unseal } from '../store/guard-rows.ts'

const reference = z.string().trim().min(1).max(40)
const reason = z.string().trim().min(5).max(500)
const Done = z.strictObject({ reference: z.string() })
const guarding = writes('guarding', 'own-office', 'charge')
const ofOffice = writes('guarding', 'own-office')

export const GuardView = z.strictObject({
  /** What this reader may do here: a superior in her own office, whoever keeps accounts or watches over data everywhere; data protection lifts seals, with a second person. */
  mayShutOut: z.boolean(), maySeal: z.boolean(), mayAppoint: z.boolean(), mayLift: z.boolean(),
  conflicts: z.array(z.strictObject({
    id: z.uuid(), reference: z.string(), person: z.string(), office: z.string(), reason: z.string(), setAt: Instant,
    /** Whether this reader ends it herself, asks a second person to, or leaves it to data protection. */
    ends: z.enum(['alone', 'by-two', 'not-here']),
    /** The question to a second person that nobody has answered yet. */
    waits: ApprovalId.nullable(),
  })),
  sealed: z.array(z.strictObject({
    id: z.uuid(), reference: z.string(), office: z.string(), reason: z.string(), people: z.array(z.string()), mayOpen: z.boolean(), setAt: Instant, waits: ApprovalId.nullable(),
    /** Nobody who leads the office that sealed it can open it again, and data protection, who alone reads this, can have it lifted. */
    nobodyLeft: z.boolean(),
  })),
  lifted: z.array(z.strictObject({ reference: z.string(), sealedAt: Instant, liftedAt: Instant })),
  wards: z.array(z.strictObject({ reference: z.string(), openedOn: Day, guardian: z.string().nullable(), since: Day.nullable() })),
  colleagues: z.array(z.strictObject({ id: AccountId, name: z.string(), office: z.string() })),
})
export type GuardView = z.infer<typeof GuardView>

const hasCharge = ({ officeKind }: Actor): boolean => mayAt(writes('guarding', 'charge'), officeKind)

export const showGuarded = route({
  name: 'guard.show', kind: 'ask', for: guarding,
  about: 'Who is shut out of which file, which files are sealed and to whom, and which guardian each child has, for those who answer for it. Data protection sees every seal by reference, office and day.',
  asks: z.strictObject({}), gives: GuardView,
  async answers(call) {
    const { tx, actor, language, shows } = call
    const [isLead, everywhere] = [await leadsOffice(tx), hasCharge(actor)]
    if (!isLead && !everywhere) return notFound
    const watches = actor.officeKind === 'data-protection'
    const [conflicts, sealed, lifted] = [await listConflicts(tx, language), await listSealed(tx, language), await listLifted(tx)]
    const wards = actor.officeKind === 'guardian' ? await listWards(tx) : []
    const asked = await waitingAmong(call, ['end-conflict', 'lift-seal'], [...conflicts, ...sealed].map(({ id }) => id))
    shows([...new Set([...conflicts, ...sealed, ...lifted, ...wards].map(({ file }) => file))])
    return {
      mayShutOut: true, maySeal: !everywhere, mayAppoint: actor.officeKind === 'guardian' && isLead, mayLift: watches,
      conflicts: conflicts.map(({ file: _, account: __, byDataProtection, ...row }) => ({ ...row, ends: !byDataProtection ? 'alone' as const : watches ? 'by-two' as const : 'not-here' as const, waits: asked.get(row.id) ?? null })),
      sealed: sealed.map(({ file: _, officeId: __, people, ...row }) => ({ ...row, people: [...people], waits: asked.get(row.id) ?? null })),
      lifted: lifted.map(({ file: _, ...row }) => row),
      wards: wards.map(({ file: _, ...row }) => row),
      colleagues: [...(await listColleagues(tx, language))],
    }
  },
})

/** One sentence for a file that is not there and for one that is not the actor's to guard. */
function done(call: Call<Actor>, file: FileId | null, named: string): { reference: string } | Refusal {
  if (file === null) return refuse('nothing-to-guard', { field: 'reference' })
  call.concerns(file)
  return { reference: named.toUpperCase() }
}

export const shutOutRoute = route({
  name: 'guard.shut-out', kind: 'act', for: guarding, grave: true,
  about: 'Shuts a person out of a file in which she has an interest of her own, whatever else she is; neither she nor her colleagues are told.',
  asks: z.strictObject({ reference, account: AccountId, reason }), gives: Done,
  answers: async (call, { reference: named, account, reason: why }) => done(call, await shutOut(call.tx, { reference: named, account, reason: why, now: call.now }), named),
})

export const letInAgainRoute = route({
  name: 'guard.let-in-again', kind: 'act', for: guarding, grave: true,
  about: 'Ends a conflict of interest: from now on the person sees the file again as her office does. One that data protection set needs a second person (guard.ask-letting-in).',
  asks: z.strictObject({ conflict: z.uuid() }), gives: z.strictObject({}),
  async answers(call, { conflict }) {
    const known = (await listConflicts(call.tx, call.language)).find(({ id }) => id === conflict)
    if (known?.byDataProtection) return refuse('conflict-of-data-protection')
    const file = await letInAgain(call.tx, conflict, call.now)
    if (file === null) return notFound
    call.concerns(file)
    return {}
  },
})

export const sealRoute = route({
  name: 'guard.seal', kind: 'act', for: ofOffice, grave: true,
  about: 'Closes a file to all but the people named; for everybody else of the office it does not exist. Done again, it names others of the own office. Only an office that acts in the file may, and whoever handed it on as long as no centre accompanies the person.',
  asks: z.strictObject({ reference, people: z.union([AccountId.transform((one) => [one]), z.array(AccountId).min(1).max(20)]), reason }), gives: Done,
  async answers(call, { reference: named, people, reason: why }) {
    const file = await fileToGuard(call.tx, named)
    if (file !== null && !(await maySeal(call.tx, file)) && (await leadsOffice(call.tx))) {
      call.concerns(file)
      return refuse('not-yours-to-seal', { field: 'reference' })
    }
    return done(call, await seal(call.tx, { reference: named, people, reason: why, now: call.now }), named)
  },
})

export const unsealRoute = route({
  name: 'guard.unseal', kind: 'act', for: ofOffice, grave: true,
  about: 'Opens a sealed file again to the offices that stand in it.',
  asks: z.strictObject({ reference }), gives: Done,
  answers: async (call, { reference: named }) => done(call, await unseal(call.tx, named), named),
})

export const appointGuardianRoute = route({
  name: 'guard.appoint-guardian', kind: 'act', for: writes('guarding', 'guardian'), grave: true,
  about: 'Names the guardian of a child; from then on the rest of the guardianship sees the file no more.',
  asks: z.strictObject({ reference, account: AccountId }), gives: Done,
  answers: async (call, { reference: named, account }) => done(call, await appointGuardian(call.tx, { reference: named, account, on: call.today }), named),
})
