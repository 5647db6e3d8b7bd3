import type { PageCall } from '#platform/doors/page'
import { words } from './words.ts'

/** How the second person reads what she is asked about: the analysis by its title, as it is written. */
export const analysisMatters = {
  analysis: ({ language }: Pick<PageCall, 'language'>, { title, corrects }: { readonly title: string; readonly corrects: number | null }) =>
    ({ act: words(language)(corrects === null ? 'matter' : 'matter.correction', { number: corrects ?? 0 }), title }),
}
