import { AppPage, ButtonLink, Notice } from '#design'
import type { PageCall } from '#platform/doors/page'
import { words } from './words.ts'

type Props = { readonly call: PageCall; readonly codes: readonly string[]; readonly next: string }

/** The ten codes, on the only page that ever shows them; made to be printed. */
export function RecoveryCodesPage({ call, codes, next }: Props) {
  const say = words(call.language)
  return (
    <AppPage call={call} title={say('recovery.title')} narrow>
      <h1>{say('recovery.title')}</h1>
      <Notice tone="soon"><p>{say('recovery.once')}</p></Notice>
      <p>{say('recovery.about')}</p>
      <ol class="list">{codes.map((code) => <li><code>{code}</code></li>)}</ol>
      <p class="no-print">{say('recovery.print')}</p>
      <p class="no-print"><ButtonLink href={next}>{say('recovery.kept')}</ButtonLink></p>
    </AppPage>
  )
}
