/** In what relation an office stands to a file; what may be seen follows from it. */
export const relations = ['reporter', 'centre', 'former-centre', 'immigration-office', 'magistrate', 'guardian'] as const
export type Relation = (typeof relations)[number]
