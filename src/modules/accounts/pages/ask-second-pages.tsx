import { form, type PageCall } from '#platform/doors/page'
import { askToOpen, askToOpenColleague } from '../actions/open-account.ts'
import { askColleagueReset, askReset } from '../actions/reset-sign-in.ts'
import { colleagueForm } from './colleagues-pages.tsx'
import { personForm } from './people-pages.tsx'
import { words } from './words.ts'

const saysReset = ({ language }: PageCall) => words(language)('reset.asked')
const saysOpening = ({ language }: PageCall) => words(language)('opening.asked')
const sends = ({ params }: PageCall, { reason = '' }: { readonly reason?: unknown }) => ({ account: params['account'], reason })
const ofPerson = { ...personForm, sends, leadsTo: (_call: PageCall, { account }: { readonly account: string }) => `/people/${account}` } as const
const ofColleague = { ...colleagueForm, sends } as const

export const askResetPage = form({ ...ofPerson, at: '/people/:account/ask-reset', does: askReset, says: saysReset })
export const askColleagueResetPage = form({ ...ofColleague, at: '/office/people/:account/ask-reset', does: askColleagueReset, says: saysReset })
export const askOpeningPage = form({ ...ofPerson, at: '/people/:account/ask-opening', does: askToOpen, says: saysOpening })
export const askColleagueOpeningPage = form({ ...ofColleague, at: '/office/people/:account/ask-opening', does: askToOpenColleague, says: saysOpening })
