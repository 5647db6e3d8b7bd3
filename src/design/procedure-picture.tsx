import type { Language } from '#vocabulary/language'
import { formatShortDay } from './format.ts'
import { words } from './sentences.ts'

export type PicturePlace = { readonly label: string; readonly entered: string | null; readonly until: string | null; readonly present: boolean; readonly passed: boolean; readonly skipped?: boolean; readonly optional: boolean }

/** Where somebody stands on a way of several places: drawn for the eye, listed in words for the ear, readable in grey. */
export function ProcedurePicture({ language, places }: { readonly language: Language; readonly places: readonly PicturePlace[] }) {
  const say = words(language)
  const dates = ({ entered, until }: PicturePlace) => [...new Set([entered, until])].filter((day): day is string => day !== null).map((day) => formatShortDay(day, language)).join(' – ')
  return (
    <ol class="way">
      {places.map((place) => {
        const standing = place.present ? 'present' : place.passed ? 'passed' : place.skipped ? 'skipped' : 'ahead'
        return (
          <li class={`${standing}${place.optional ? ' optional' : ''}`} aria-current={place.present ? 'step' : undefined}>
            <span class="way__label">{place.label}{standing !== 'skipped' && <span class="visually-hidden"> ({say(`place-${standing}`)})</span>}</span>
            <span class="way__dates">{standing === 'skipped' ? say('place-skipped') : dates(place)}</span>
          </li>
        )
      })}
    </ol>
  )
}
