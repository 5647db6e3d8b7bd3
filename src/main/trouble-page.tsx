import { AppPage } from '#design'
import type { PageCall } from '#platform/doors/page'
import { words } from './words.ts'

/** What stands where a page cannot: one sentence that says what would be right, and a way back. */
export function TroublePage({ call, trouble }: { readonly call: PageCall; readonly trouble: { readonly status: number; readonly sentence: string } }) {
  const say = words(call.language)
  const title = trouble.status === 404 ? say('trouble.nothing') : trouble.status >= 500 ? say('trouble.ours') : say('trouble.not-done')
  return (
    <AppPage call={call} title={title} narrow>
      <h1>{title}</h1>
      <p>{trouble.sentence}</p>
      <p><a href="/">{say('trouble.home')}</a></p>
    </AppPage>
  )
}
