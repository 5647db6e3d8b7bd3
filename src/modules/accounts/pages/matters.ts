import type { PageCall } from '#platform/doors/page'
import { words } from './words.ts'

/** How the second person reads that an account is that of a program: what opens is a key, by the name of the program. */
export const accountMatters = {
  program: ({ language }: Pick<PageCall, 'language'>, { name }: { readonly name: string }) => ({ act: words(language)('approvals.program'), title: name }),
}
