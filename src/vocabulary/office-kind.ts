import { z } from 'zod'

/** The kinds of service that use the system; each is a column of the compartment table. */
export const officeKinds = [
  'first-line', 'reception-centre', 'immigration-office', 'magistrate', 'guardian', 'coordination', 'department',
  'analysis-centre', 'rapporteur', 'foreign-contact', 'administration', 'data-protection',
] as const
export const OfficeKind = z.enum(officeKinds)
export type OfficeKind = z.infer<typeof OfficeKind>
