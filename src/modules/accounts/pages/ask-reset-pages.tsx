import { form, type PageCall } from '#platform/doors/page'
import { askColleagueReset, askReset } from '../actions/reset-sign-in.ts'
import { colleagueForm } from './colleagues-pages.tsx'
import { personForm } from './people-pages.tsx'
import { words } from './words.ts'

const says = ({ language }: PageCall) => words(language)('reset.asked')

export const askResetPage = form({ ...personForm, at: '/people/:account/ask-reset', does: askReset, sends: ({ params }, { reason = '' }) => ({ account: params['account'], reason }), leadsTo: (_call, { account }) => `/people/${account}`, says })
export const askColleagueResetPage = form({ ...colleagueForm, at: '/office/people/:account/ask-reset', does: askColleagueReset, sends: ({ params }, { reason = '' }) => ({ account: params['account'], reason }), says })
