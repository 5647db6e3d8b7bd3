import { Card, languageName } from '#design'
import type { PageCall } from '#platform/doors/page'
import type { FileId } from '#vocabulary/ids'
import { languages } from '#vocabulary/language'
import { words } from './words.ts'

/** Where the report for the person is made, in one step, in her language. */
export function AccessLinks({ call, file }: { readonly call: PageCall; readonly file: FileId }) {
  const say = words(call.language)
  return (
    <Card title={say('access.card')}>
      <p class="measure">{say('access.card-about')}</p>
      <p class="no-print">{languages.map((language) => <><a href={`/files/${file}/access/${language}`} lang={language} hreflang={language}>{languageName(language, language)}</a>{' '}</>)}</p>
    </Card>
  )
}
