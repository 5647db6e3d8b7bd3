import type { ReleaseWish } from '../domain/release-wish.ts'
import { titleOf } from './code-names.ts'
import { recipientLabel, type Reader } from './hand-over-words.ts'
import { words } from './words.ts'

type HandOver = { readonly recipient: string; readonly year: number; readonly victims: 'deliveries' | 'files'; readonly corrects: number | null }

/** How the second person reads what she is asked about: a table, a hand-over, or records for somebody. Never a figure. */
export const releaseMatters = {
  release: (reader: Reader, { wish }: { readonly wish: ReleaseWish }) => ({ act: words(reader.language)('matter.release'), title: titleOf(reader, wish) }),
  'hand-over': (reader: Reader, { recipient, year, victims, corrects }: HandOver) => {
    const say = words(reader.language)
    const title = say('handover.of-year', { recipient: recipientLabel(reader, recipient), year })
    const more = [...(victims === 'files' ? [say('handover.source.files')] : []), ...(corrects === null ? [] : [say('handover.corrects', { number: corrects })])]
    return { act: say('matter.hand-over'), title: more.length === 0 ? title : `${title} (${more.join('; ')})` }
  },
  records: (reader: Reader, { wish, recipient }: { readonly wish: ReleaseWish; readonly recipient: string }) => ({ act: words(reader.language)('matter.records'), title: `${recipient}: ${titleOf(reader, wish)}` }),
}
