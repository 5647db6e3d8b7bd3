import type { OfficeKind } from './office-kind.ts'
import type { Relation } from './relation.ts'

/** R reads, W writes, S the status alone, C coded and without a name, A the lines of record of who had access. */
export type Right = 'R' | 'W' | 'S' | 'C' | 'A'
export const rights = ['R', 'W', 'S', 'C', 'A'] as const
type Rights = 'R' | 'W' | 'S' | 'C' | 'A' | 'RW' | 'SW'
type Row = { readonly [Kind in OfficeKind]?: { readonly [Standing in Relation]?: Rights } }

const access = { 'data-protection': { charge: 'A' } } as const
const counted = { 'analysis-centre': { none: 'C' } } as const
const self = { 'own-account': 'RW', 'own-office': 'R' } as const

/**
 * THE table of who may see what: a compartment, a kind of office and a relation give rights; what is not here is for nobody.
 * Row security, the routes, the pages' abilities, the API's document and `docs/compartments.md` are held to it.
 */
export const compartmentTable = {
  'detection-report': {
    'first-line': { 'own-report': 'RW' }, 'reception-centre': { 'own-report': 'RW' }, 'immigration-office': { 'own-report': 'RW' }, guardian: { 'own-report': 'RW' },
    ...counted, ...access,
  },
  notification: {
    'first-line': { 'own-report': 'RW' }, 'reception-centre': { 'own-report': 'RW' }, 'immigration-office': { 'own-report': 'RW', none: 'C' }, guardian: { 'own-report': 'RW' },
    ...counted, ...access,
  },
  operation: { 'first-line': { 'own-office': 'RW' }, ...access },
  referral: {
    'first-line': { reporter: 'SW' }, 'reception-centre': { reporter: 'SW', 'asked-centre': 'RW', centre: 'RW', 'former-centre': 'S' },
    'immigration-office': { reporter: 'SW', 'immigration-office': 'R' }, guardian: { reporter: 'SW', guardian: 'R' }, magistrate: { magistrate: 'S' },
    ...counted, ...access,
  },
  identity: {
    'first-line': { 'own-report': 'RW', emergency: 'R', 'consent-identity': 'R' }, 'reception-centre': { 'own-report': 'RW', centre: 'RW', emergency: 'R', 'consent-identity': 'R' },
    'immigration-office': { 'own-report': 'RW', 'immigration-office': 'RW' }, magistrate: { magistrate: 'R' }, guardian: { 'own-report': 'RW', guardian: 'R', 'consent-identity': 'R' }, ...access,
  },
  'safe-contact': {
    'first-line': { emergency: 'R', 'consent-contact': 'R' }, 'reception-centre': { centre: 'RW', emergency: 'R', 'consent-contact': 'R' }, guardian: { guardian: 'R', 'consent-contact': 'R' }, ...access,
  },
  consent: { 'reception-centre': { centre: 'RW' }, guardian: { guardian: 'R' }, ...access },
  shelter: { 'reception-centre': { 'own-office': 'RW' }, ...access },
  places: {
    'reception-centre': { 'own-office': 'RW', none: 'C' }, 'first-line': { none: 'C' }, 'immigration-office': { none: 'C' }, guardian: { none: 'C' }, coordination: { none: 'C' },
  },
  'own-notes': {
    'reception-centre': { centre: 'RW', 'former-centre': 'R' }, 'immigration-office': { 'immigration-office': 'RW' }, magistrate: { magistrate: 'RW' }, guardian: { guardian: 'RW' },
    ...access,
  },
  'care-notes': { 'reception-centre': { centre: 'RW' }, ...access },
  medical: { 'reception-centre': { 'care-team': 'RW' }, ...access },
  'legal-help': { 'reception-centre': { centre: 'RW' }, guardian: { guardian: 'R' }, ...counted, ...access },
  residence: {
    'first-line': { reporter: 'S' }, 'reception-centre': { reporter: 'S', centre: 'RW' }, 'immigration-office': { reporter: 'S', 'immigration-office': 'RW' },
    magistrate: { magistrate: 'R' }, guardian: { reporter: 'S', guardian: 'RW' }, coordination: { charge: 'S' }, ...counted, ...access,
  },
  questions: {
    'reception-centre': { centre: 'S' }, 'immigration-office': { 'immigration-office': 'RW' }, magistrate: { magistrate: 'RW' }, guardian: { guardian: 'S' }, ...counted, ...access,
  },
  judicial: { 'first-line': { 'own-office': 'RW' }, magistrate: { magistrate: 'RW', federal: 'RW' }, ...counted, ...access },
  guarding: {
    'first-line': { 'own-office': 'RW' }, 'reception-centre': { 'own-office': 'RW' }, 'immigration-office': { 'own-office': 'RW' }, magistrate: { 'own-office': 'RW' },
    guardian: { 'own-office': 'RW', guardian: 'RW' }, administration: { charge: 'RW' }, 'data-protection': { charge: 'RW' },
  },
  coordination: {
    coordination: { charge: 'RW' }, department: { 'own-office': 'RW' }, 'reception-centre': { 'own-office': 'R' }, 'immigration-office': { 'own-office': 'R' },
    magistrate: { 'own-office': 'R' }, 'analysis-centre': { none: 'R' }, rapporteur: { none: 'R' },
  },
  numbers: { coordination: { none: 'R' }, 'analysis-centre': { none: 'RW' }, rapporteur: { none: 'R' } },
  deliveries: {
    'first-line': { 'own-office': 'RW' }, 'reception-centre': { 'own-office': 'RW' }, 'immigration-office': { 'own-office': 'RW' }, magistrate: { 'own-office': 'RW' },
    guardian: { 'own-office': 'RW' }, department: { 'own-office': 'RW' }, 'analysis-centre': { 'own-office': 'RW', none: 'R' }, coordination: { none: 'S' },
  },
  retention: {
    'reception-centre': { centre: 'RW' }, 'immigration-office': { 'immigration-office': 'RW' }, magistrate: { magistrate: 'RW' }, guardian: { guardian: 'RW' },
    'data-protection': { charge: 'RW' },
  },
  accounts: {
    'first-line': self, 'reception-centre': self, 'immigration-office': self, magistrate: self, guardian: self, coordination: self, department: self, 'analysis-centre': self,
    rapporteur: self, 'foreign-contact': self, administration: { ...self, charge: 'RW' }, 'data-protection': { ...self, charge: 'R' },
  },
  record: {
    'first-line': { 'own-account': 'R' }, 'reception-centre': { 'own-account': 'R', centre: 'R' }, 'immigration-office': { 'own-account': 'R' }, magistrate: { 'own-account': 'R' },
    guardian: { 'own-account': 'R', guardian: 'R' }, coordination: { 'own-account': 'R' }, department: { 'own-account': 'R' }, 'analysis-centre': { 'own-account': 'R' },
    rapporteur: { 'own-account': 'R' }, 'foreign-contact': { 'own-account': 'R' }, administration: { 'own-account': 'R' }, 'data-protection': { 'own-account': 'R', charge: 'R' },
  },
} as const satisfies Readonly<Record<string, Row>>

export type Compartment = keyof typeof compartmentTable
export const compartments = Object.keys(compartmentTable) as readonly Compartment[]

/** The rights of an office of this kind that stands in this relation; none where the table is silent. */
export const rightsOf = (compartment: Compartment, kind: OfficeKind, relation: Relation): readonly Right[] => {
  const row: Row = compartmentTable[compartment]
  return [...(row[kind]?.[relation] ?? '')] as Right[]
}
