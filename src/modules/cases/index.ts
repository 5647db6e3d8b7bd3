import type { AttachmentFolder } from '#platform/attachments/attachment-folder'
import type { ModuleDoors } from '#platform/doors/page'
import { acknowledge, listOwn } from './actions/clock-acts.ts'
import { listEscalated, listFiles, listWaiting } from './actions/list-files.ts'
import { listCalls, setSafeContact, showLetter } from './actions/contact-acts.ts'
import { giveConsent, listLedger, listSharedFiles, handOut, withdrawConsent } from './actions/consent-acts.ts'
import type { ConsentRules } from './domain/consent.ts'
import { consentForm, disclosureForm, sharedPage, withdrawForm } from './pages/consent-pages.tsx'
import { changeExploitation } from './actions/exploitation-acts.ts'
import { changeForms } from './actions/form-acts.ts'
import { addTask, changeIdentity, finishTaskRoute, showPerson } from './actions/person-acts.ts'
import { addAttachment, downloadAttachment, listAttachments, removeAttachment } from './actions/paper-acts.ts'
import { paperDownload, papersForm, removePaperForm } from './pages/papers-page.tsx'
import { addCareNote, endMember, nameMember, showCare } from './actions/care-acts.ts'
import { addMedicalNote, addMedicalPaper, downloadMedicalPaper, removeMedicalPaper, showMedical } from './actions/medical-acts.ts'
import { careTeamForm, endMemberForm, notesForm } from './pages/care-pages.tsx'
import { medicalForm, medicalPaperDownload, medicalPaperForm, removeMedicalPaperForm } from './pages/medical-pages.tsx'
import { removeView, saveView } from './actions/view-acts.ts'
import { acknowledgeForm, clocksPage, escalatedPage } from './pages/clocks-page.tsx'
import { acknowledgeTold, listTold } from './actions/told-acts.ts'
import { acknowledgeToldForm } from './pages/told-clocks.tsx'
import { callsPage, letterPage } from './pages/calls-page.tsx'
import { filesPage, removeViewForm } from './pages/files-page.tsx'
import { contactForm, exploitationForm, finishTaskForm, formsForm, personForm, taskForm } from './pages/person-page.tsx'
import { waitingPage } from './pages/waiting-page.tsx'

export * from './domain/front.ts'
export type { Relation } from './domain/relation.ts'
export { addParty, createFile, recordTimeline, type FileToCreate } from './actions/file-acts.ts'
export { exploitedInOf, Exploitation } from './actions/exploitation-acts.ts'
export { Forms, formsOf } from './actions/form-acts.ts'
export { FileHeaderView, readFileHeader } from './actions/read-header.ts'
export { clocksToldTo, ToldClocks } from './actions/told-acts.ts'
export { listFiles } from './actions/list-files.ts'
export { ToldCard } from './pages/told-clocks.tsx'
export { clearFiles } from './store/clear-files.ts'
export { closeClocks, openClock, openClocksOf, syncClocks, type ClockToKeep } from './store/clock-rows.ts'
export { findOrphanClocks, tickClocks } from './store/escalation-rows.ts'
export { countLateClocks } from './store/late-clocks.ts'
export { findFile, handOver, setFileState, type FileRow, type Sex, type Waiting } from './store/file-rows.ts'
export { Identity, readIdentity } from './store/identity-rows.ts'
export { listSafeContacts } from './store/safe-contact-rows.ts'
export { noteConsent, noteDisclosures, noteToldHerself, type Telling } from './actions/note-disclosures.ts'
export { consentLine, disclosureLine, namesFor } from './actions/consent-view.ts'
export { listConsents, listDisclosures } from './store/consent-rows.ts'
export { readConsentRules } from './store/read-consent-rules.ts'
export { agreements, articleFor, consentFor, type Agreement, type Consent, type ConsentRules, type Disclosure } from './domain/consent.ts'
export { mayContact, refusalOfContact } from './actions/may-contact.ts'
export { answerers, channels, confirmations, sayings, type Channel, type ContactRule, type MayContact, type Way } from './domain/may-contact.ts'
export { papersAmong } from './store/paper-rows.ts'
export { closedToAsked, colleaguesAsked, latestNotices, type Colleague } from './store/notice-rows.ts'
export { endParties, officeOfParty, partiesOf, relationsTo, type Party } from './store/party-rows.ts'
export { formLabel, FormsField } from './pages/forms-card.tsx'
export { describePerson } from './pages/describe-person.ts'
export { ExploitationFields, exploitationFrom } from './pages/exploitation-fields.tsx'
export { FileHeader, FileTabs } from './pages/file-header.tsx'

declare module '#platform/doors/call' {
  interface Installation {
    /** What a person can be asked to agree to in this country, and who may be told without. */
    readonly consent: ConsentRules
    /** Where the papers of files lie sealed. */
    readonly attachments: AttachmentFolder
  }
}

/** What the file on a person puts on the doors: lists, warnings, identity, safe contact, tasks. */
export const casesDoors: ModuleDoors = {
  book: 'cases',
  routes: [listWaiting, listFiles, listEscalated, listOwn, acknowledge, listTold, acknowledgeTold, showPerson, changeIdentity, changeExploitation, changeForms, setSafeContact, listCalls, showLetter, listLedger, giveConsent, withdrawConsent, handOut, listSharedFiles, addTask, finishTaskRoute, listAttachments, addAttachment, downloadAttachment, removeAttachment, showCare, addCareNote, nameMember, endMember, showMedical, addMedicalNote, addMedicalPaper, downloadMedicalPaper, removeMedicalPaper, saveView, removeView],
  pages: [waitingPage, clocksPage, escalatedPage, callsPage, letterPage, sharedPage],
  forms: [filesPage, removeViewForm, personForm, exploitationForm, formsForm, contactForm, consentForm, disclosureForm, withdrawForm, taskForm, finishTaskForm, papersForm, removePaperForm, notesForm, careTeamForm, endMemberForm, medicalForm, medicalPaperForm, removeMedicalPaperForm, acknowledgeForm, acknowledgeToldForm],
  downloads: [paperDownload, medicalPaperDownload],
}
