import type { Label } from '#vocabulary/language'
import type { ActorKind } from './actor-kind.ts'

/** What each actor of the law is called on the screens. */
export const actorNames: Readonly<Record<ActorKind, Label>> = {
  'first-line': { en: 'first-line service', nl: 'eerstelijnsdienst', fr: 'service de première ligne', de: 'Dienst der ersten Linie' },
  'reception-centre': { en: 'reception centre', nl: 'opvangcentrum', fr: 'centre d’accueil', de: 'Aufnahmezentrum' },
  'immigration-office': { en: 'Immigration Office', nl: 'Dienst Vreemdelingenzaken', fr: 'Office des étrangers', de: 'Ausländeramt' },
  magistrate: { en: 'magistrate', nl: 'magistraat', fr: 'magistrat', de: 'Magistrat' },
  guardian: { en: 'guardian', nl: 'voogd', fr: 'tuteur', de: 'Vormund' },
  coordination: { en: 'coordination', nl: 'coördinatie', fr: 'coordination', de: 'Koordination' },
  department: { en: 'department', nl: 'departement', fr: 'département', de: 'Behörde' },
  'analysis-centre': { en: 'analysis centre', nl: 'analysecentrum', fr: 'centre d’analyse', de: 'Analysezentrum' },
  rapporteur: { en: 'national rapporteur', nl: 'nationaal rapporteur', fr: 'rapporteur national', de: 'Nationaler Berichterstatter' },
  'foreign-contact': { en: 'contact abroad', nl: 'contactpunt in het buitenland', fr: 'point de contact à l’étranger', de: 'Kontaktstelle im Ausland' },
  administration: { en: 'administration', nl: 'beheer', fr: 'administration', de: 'Verwaltung' },
  'data-protection': { en: 'data protection officer', nl: 'functionaris voor gegevensbescherming', fr: 'délégué à la protection des données', de: 'Datenschutzbeauftragter' },
  police: { en: 'police', nl: 'politie', fr: 'police', de: 'Polizei' },
  inspection: { en: 'labour or social inspection', nl: 'arbeids- of sociale inspectie', fr: 'inspection du travail ou sociale', de: 'Arbeits- oder Sozialinspektion' },
  'public-prosecutor': { en: 'public prosecutor', nl: 'procureur des Konings', fr: 'procureur du Roi', de: 'Prokurator des Königs' },
  'labour-auditor': { en: 'labour auditor', nl: 'arbeidsauditeur', fr: 'auditeur du travail', de: 'Arbeitsauditor' },
}
