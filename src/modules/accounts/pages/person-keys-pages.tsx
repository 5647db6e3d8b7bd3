import { form, type PageCall } from '#platform/doors/page'
import { endSessionsOfPerson } from '../actions/end-session.ts'
import { resetPasskeys } from '../actions/own-passkeys.ts'
import { resetSecondFactor } from '../actions/second-factor.ts'
import { unlockAccount } from '../actions/unlock-account.ts'
import { personForm } from './people-pages.tsx'
import { words } from './words.ts'

const shared = {
  ...personForm,
  sends: ({ params }: PageCall) => params,
  leadsTo: (_call: PageCall, { account }: { readonly account: string }) => `/people/${account}`,
} as const

export const unlockPage = form({ ...shared, at: '/people/:account/unlock', does: unlockAccount, says: (call) => words(call.language)('keys.unlocked') })
export const resetSecondFactorPage = form({ ...shared, at: '/people/:account/second-factor', does: resetSecondFactor, says: (call) => words(call.language)('keys.was-reset') })
export const resetPasskeysPage = form({ ...shared, at: '/people/:account/passkeys', does: resetPasskeys, says: (call) => words(call.language)('passkeys.was-reset') })
export const endSessionsPage = form({ ...shared, at: '/people/:account/sessions', does: endSessionsOfPerson, says: (call, { ended }) => words(call.language)('keys.ended', { count: ended }) })
