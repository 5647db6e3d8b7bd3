import type { PageCall } from '#platform/doors/page'
import { words } from './words.ts'

/** Tells who has just signed in of tries that were not theirs, or were; says nothing when there were none. */
export const failedBefore = (call: PageCall, done: object): string | undefined =>
  'failed' in done && typeof done.failed === 'number' && done.failed > 0 ? words(call.language)('sign-in.failed', { count: done.failed }) : undefined
