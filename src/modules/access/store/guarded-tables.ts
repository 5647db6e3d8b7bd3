import { relationsWith } from '#vocabulary/place'
import type { Compartment, Right } from '#vocabulary/compartments'
import { partyRelations, type PartyRelation } from '#vocabulary/relation'

type Cell = readonly [Compartment, ...Right[]]
type GuardedTable = {
  readonly reads: readonly Cell[]
  readonly writes: readonly Cell[]
  /** Relations that the table of compartments would let read and the database does not, with the reason. */
  readonly narrower?: { readonly relations: readonly PartyRelation[]; readonly why: string }
}

const procedure: GuardedTable = { reads: [['residence', 'R']], writes: [['residence', 'W'], ['questions', 'W'], ['referral', 'W']] }
const holder: GuardedTable = {
  reads: [['identity', 'R']], writes: [['identity', 'W']],
  narrower: { relations: ['consent-identity'], why: 'consent to tell who she is gives no paper of hers' },
}

/** To which compartments each table belongs whose policies ask in what relation the reader stands to the file. */
export const guardedTables: Readonly<Record<string, GuardedTable>> = {
  'cases.file': { reads: [['residence', 'R']], writes: [['residence', 'W'], ['questions', 'W']] },
  'cases.party': { reads: [['residence', 'R', 'S']], writes: [['residence', 'W'], ['questions', 'W'], ['referral', 'W']] },
  // The clock on an answer is read with the referral.
  'cases.clock': { reads: [['residence', 'R', 'S'], ['referral', 'R']], writes: [['residence', 'W'], ['questions', 'W'], ['referral', 'W']] },
  'cases.timeline': procedure,
  'cases.identity': { reads: [['identity', 'R']], writes: [['identity', 'W']] },
  'cases.safe_contact': { reads: [['safe-contact', 'R']], writes: [['safe-contact', 'W']] },
  'cases.contact_rule': { reads: [['safe-contact', 'R']], writes: [['safe-contact', 'W']] },
  'cases.task': { reads: [['own-notes', 'R']], writes: [['own-notes', 'W']] },
  // Beyond the relation, what is medical asks `cases.in_care_team` as well.
  'cases.care_note': { reads: [['care-notes', 'R'], ['medical', 'R']], writes: [['care-notes', 'W'], ['medical', 'W']] },
  'cases.care_member': { reads: [['care-notes', 'R']], writes: [] },
  'cases.paper': {
    reads: [['identity', 'R'], ['own-notes', 'R'], ['medical', 'R']], writes: [['identity', 'W'], ['own-notes', 'W'], ['medical', 'W']],
    narrower: { relations: ['consent-identity', 'emergency', 'former-centre'], why: 'papers are for those who act in the file: emergency and consent open who she is and no paper of hers' },
  },
  'referral.referral': {
    reads: [['referral', 'R', 'S']], writes: [['referral', 'W']],
    narrower: { relations: ['magistrate'], why: 'the row holds the notes between centre and sender; a magistrate learns the state from the procedure' },
  },
  'referral.place_seen': {
    reads: [['referral', 'R']], writes: [],
    narrower: { relations: ['asked-centre'], why: 'where she was seen is free text of the detector and opens when the centre accepts' },
  },
  'referral.rights_sending': { reads: [['consent', 'R']], writes: [['consent', 'W']] },
  'protection.procedure': procedure,
  'protection.step': procedure,
  'protection.document': procedure,
  'protection.decision': procedure,
  'protection.document_holder': holder,
  'protection.decision_holder': holder,
}

const isParty = (relation: string): relation is PartyRelation => (partyRelations as readonly string[]).includes(relation)
const relationsOf = (cells: readonly Cell[]): ReadonlySet<PartyRelation> =>
  new Set(cells.flatMap(([compartment, ...rights]) => rights.flatMap((right) => relationsWith(compartment, right))).filter(isParty))

/** The relations that may read, and that may write, a table: what its policies are compared with. */
export function relationsAt(table: string): { readonly read: ReadonlySet<PartyRelation>; readonly write: ReadonlySet<PartyRelation> } | undefined {
  const guarded = guardedTables[table]
  if (!guarded) return undefined
  const narrower = new Set<PartyRelation>(guarded.narrower?.relations)
  return { read: new Set([...relationsOf(guarded.reads)].filter((relation) => !narrower.has(relation))), write: relationsOf(guarded.writes) }
}
