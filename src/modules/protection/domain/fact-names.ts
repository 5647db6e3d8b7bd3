import type { Label } from '#vocabulary/language'
import type { Facts } from './opening.ts'

/** What each fact about a person is called where a step needs another one. */
export const factNames: Readonly<Record<keyof Facts, Label>> = {
  minor: { en: 'whether she or he is a minor', nl: 'of zij of hij minderjarig is', fr: 'si elle ou il est mineur', de: 'ob sie oder er minderjährig ist' },
  unaccompanied: { en: 'whether a minor is here without parent or guardian', nl: 'of een minderjarige hier zonder ouder of voogd is', fr: 'si un mineur est ici sans parent ni tuteur', de: 'ob eine minderjährige Person ohne Eltern oder Vormund hier ist' },
  citizenshipGroup: { en: 'which citizenship counts for the law', nl: 'welke nationaliteit voor de wet telt', fr: 'quelle nationalité compte pour la loi', de: 'welche Staatsangehörigkeit für das Gesetz zählt' },
  hasResidenceTitle: { en: 'whether there is another residence title', nl: 'of er een andere verblijfstitel is', fr: "s'il existe un autre titre de séjour", de: 'ob es einen anderen Aufenthaltstitel gibt' },
  exploitedAbroad: { en: 'where the exploitation took place', nl: 'waar de uitbuiting plaatsvond', fr: "où l'exploitation a eu lieu", de: 'wo die Ausbeutung stattfand' },
  phenomenon: { en: 'trafficking or aggravated smuggling', nl: 'mensenhandel of verzwaarde mensensmokkel', fr: 'traite ou trafic aggravé', de: 'Menschenhandel oder erschwerte Schleusung' },
  diplomaticHousehold: { en: 'whether the work was in a diplomatic household', nl: 'of het werk in een diplomatiek huishouden was', fr: 'si le travail était dans un ménage diplomatique', de: 'ob die Arbeit in einem diplomatischen Haushalt war' },
  detectedIn: { en: 'where she or he came into view', nl: 'waar zij of hij in beeld kwam', fr: 'où elle ou il a été repéré', de: 'wo sie oder er in den Blick kam' },
  declines: { en: 'whether the status of victim is declined', nl: 'of de status van slachtoffer wordt geweigerd', fr: 'si le statut de victime est refusé', de: 'ob der Opferstatus abgelehnt wird' },
}
