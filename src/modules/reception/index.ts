import type { ModuleDoors } from '#platform/doors/page'
import { listFree, setPlaces, showOwnPlaces } from './actions/place-acts.ts'
import { addShelter, closeShelterRoute, listSheltersRoute, putInShelterRoute, showShelterOfStay } from './actions/shelter-acts.ts'
import { beginStay, endStay, showFileStay, showStay } from './actions/stay-acts.ts'
import { freePlacesPage, placesPage } from './pages/places-page.tsx'
import { closeShelterForm, sheltersForm, stayShelterForm } from './pages/shelter-pages.tsx'
import { beginStayForm, endStayForm } from './pages/stay-pages.tsx'

export { freeOf, placeGroups, type PlaceGroup } from './domain/places.ts'
export { freeCentres, setPlaces, showOwnPlaces } from './actions/place-acts.ts'
export { beginStay, beginStayOf, endStay, type StayToBegin, type StayView } from './actions/stay-acts.ts'

/** The centres: how many places they have, who stays there, and how many are free. */
export const receptionDoors: ModuleDoors = {
  book: 'reception',
  routes: [listFree, showOwnPlaces, setPlaces, beginStay, endStay, showStay, showFileStay, listSheltersRoute, addShelter, closeShelterRoute, showShelterOfStay, putInShelterRoute],
  pages: [freePlacesPage],
  forms: [placesPage, beginStayForm, endStayForm, sheltersForm, closeShelterForm, stayShelterForm],
}
