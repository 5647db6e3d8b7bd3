import type { z } from 'zod'
import { Button, Card, FactList, formatInstant } from '#design'
import type { PageCall } from '#platform/doors/page'
import type { PersonView } from '../actions/list-accounts.ts'
import { words } from './words.ts'

type Props = { readonly call: PageCall; readonly person: z.infer<typeof PersonView> }

/** How somebody signs in, and what helps when that does not work any more. */
export function PersonKeys({ call, person }: Props) {
  const say = words(call.language)
  const mayReset = person.reset === 'free' || person.reset === 'approved'
  const ahead = (until: string | null) => (until !== null && until > call.now ? until : null)
  const [waits, placesWait] = [ahead(person.waitsUntil), ahead(person.placesWaitUntil)]
  const moment = (at: string) => formatInstant(at, call.language, call.installation.zone)
  const send = (to: string, label: string) => <form method="post" action={`/people/${person.id}/${to}`}><Button kind="secondary">{label}</Button></form>
  return (
    <Card title={say('keys.title')}>
      <FactList facts={[
        [say('factor.title'), say(person.hasCode ? 'keys.has' : 'keys.has-not')],
        [say('keys.provider'), say(person.hasProvider ? 'keys.has' : 'keys.has-not')],
        ...(waits === null ? [] : [[say('keys.waits'), moment(waits)] as const]),
        ...(placesWait === null ? [] : [[say('keys.places-wait'), moment(placesWait)] as const]),
      ]} />
      {(waits !== null || placesWait !== null) && <p class="quiet small">{say('keys.waits-about')}</p>}
      {(waits !== null || placesWait !== null) && send('unlock', say('keys.unlock'))}
      {mayReset && person.hasCode && <><p>{say('keys.reset-about')}</p>{send('second-factor', say('keys.reset'))}</>}
      {mayReset && <><p>{say('passkeys.reset-about')}</p>{send('passkeys', say('passkeys.reset'))}</>}
      <p>{say('keys.end-about')}</p>
      {send('sessions', say('account.end-all'))}
    </Card>
  )
}
