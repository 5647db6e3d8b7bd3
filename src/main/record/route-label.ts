import { sayFrom } from '#platform/words'
import type { Language } from '#vocabulary/language'
import './words.ts'

/** What an act is called in words: by a sentence of its own where it has one, else by its thing and its verb, as in "Referral: accept"; undefined where those are not worded. */
export function wordedRoute(route: string, language: Language): string | undefined {
  const own = sayFrom('record', language, `route.${route}`)
  if (own !== undefined) return own
  const [thing = '', rest = ''] = route.split('.')
  const noun = sayFrom('record', language, `noun.${thing}`)
  const verb = thing === 'command' ? rest.replaceAll('-', ' ') : sayFrom('record', language, `verb.${rest.split('-')[0] ?? ''}`)
  return noun === undefined || verb === undefined ? undefined : sayFrom('record', language, 'joined', { noun, verb })
}

/** The same for a screen, where the bare name of a route of another version stands in for what nobody words any more. */
export const routeLabel = (route: string, language: Language): string => wordedRoute(route, language) ?? route
