import { DataTable, Notice } from '#design'
import type { Fields, FormState, PageCall } from '#platform/doors/page'
import { words } from './words.ts'

/** What a form carries so that nothing is written over that somebody else saved since it was opened: the version that it shows, and a random name of its own. */
export const SeenFields = ({ form, version }: { readonly form: FormState; readonly version: number }) => (
  <><input type="hidden" name="seen-version" value={version} /><input type="hidden" name="seen-by" value={typeof form.values['seen-by'] === 'string' ? form.values['seen-by'] : form.once} /></>
)

export const seenFrom = (fields: Fields) => (fields['seen-by'] === undefined ? {} : { seen: { version: fields['seen-version'], by: fields['seen-by'] } })

type Compared = { readonly field: string; readonly label: string; readonly yours: string; readonly stands: string }

/** The fields in which somebody else wrote something different meanwhile: both beside each other, before anything is decided. */
export function TypedMeanwhile({ call, form, fields, again }: { readonly call: PageCall; readonly form: FormState; readonly fields: readonly Compared[]; readonly again: string }) {
  const say = words(call.language)
  const shown = fields.filter(({ field }) => form.errors[field] === say('refusal.typed-meanwhile'))
  if (shown.length === 0) return null
  return (
    <Notice tone="soon">
      <p>{say('meanwhile.about')}</p>
      <DataTable caption={say('meanwhile.title')} empty="" columns={[{ heading: say('meanwhile.field') }, { heading: say('meanwhile.yours') }, { heading: say('meanwhile.stands') }]}
        rows={shown.map(({ label, yours, stands }) => ({ cells: [label, yours || '–', stands || '–'] }))} />
      <p><a href={again}>{say('meanwhile.take')}</a></p>
    </Notice>
  )
}
