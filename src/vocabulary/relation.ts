/** How somebody stands to what a file or a record holds. The first are rows of `cases.party`; the rest follow from who wrote it, whose it is, or the office's task. */
export const partyRelations = ['reporter', 'asked-centre', 'centre', 'former-centre', 'immigration-office', 'magistrate', 'guardian', 'emergency', 'consent-identity', 'consent-contact'] as const
export const relations = [...partyRelations, 'own-report', 'care-team', 'own-office', 'own-account', 'federal', 'charge', 'none'] as const
export type PartyRelation = (typeof partyRelations)[number]
export type Relation = (typeof relations)[number]

/** The relations of those who accompany, decide, answer or speak for the child: who acts in a file. */
export const acting = ['centre', 'immigration-office', 'magistrate', 'guardian'] as const satisfies readonly PartyRelation[]
