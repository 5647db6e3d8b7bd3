import type { PageCall } from '#platform/doors/page'
import { words } from './words.ts'

/** The browser and the system of a session as a person would say it; no place, since we keep none. */
export function deviceInWords(call: PageCall, device: string | null): string {
  const say = words(call.language)
  const [browser = 'other', system = 'other'] = (device ?? 'other/other').split('/')
  if (browser === 'other') return say('device.unknown')
  return system === 'other' ? browser : say('device.on', { browser, system })
}
