export { actorOfSession, ownerOfEndedSession } from './store/session-rows.ts'
export { findOffice, listOfficeNames, listOffices, officeByKey, superiorOf, syncOffices, type Office, type OfficeSeed } from './store/office-rows.ts'
export { createFirstAdministrator } from './store/account-rows.ts'
export { addDemonstrationAccounts, demonstrationActor, readDemonstrationAccounts, type DemonstrationAccount } from './store/demonstration-rows.ts'
