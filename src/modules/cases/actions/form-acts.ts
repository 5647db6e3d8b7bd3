import { z } from 'zod'
import { listOfficeNames } from '#accounts'
import type { Actor } from '#platform/doors/actor'
import type { Call, Installation } from '#platform/doors/call'
import { route } from '#platform/doors/route'
import { Day } from '#vocabulary/day'
import { FileId } from '#vocabulary/ids'
import { writes } from '#vocabulary/place'
import { isRefusal, notFound, refuse, type Refusal } from '#vocabulary/refusal'
import { formsToChoose, reasonsForForms } from '../domain/forms.ts'
import { findFile, moveVersion, setForms } from '../store/file-rows.ts'
import { linesThatSay } from '../store/timeline-rows.ts'
import { recordTimeline } from './file-acts.ts'

/** The forms in which somebody was exploited, as codes of the codebook. */
export const Forms = z.array(z.string().max(40)).max(20)

/** The same codes in the codebook's order, each once; refused where one is none that can be said. */
export function formsOf({ codebook }: Installation, said: readonly string[]): readonly string[] | Refusal {
  const known = formsToChoose(codebook).map(({ key }) => key)
  return said.every((form) => known.includes(form)) ? known.filter((form) => said.includes(form)) : refuse('no-such-form', { field: 'forms' })
}

const changed = 'forms-changed'
const told = (forms: readonly string[]): string => forms.join(' ')
const heard = (text: string | number | undefined): string[] => String(text ?? '').split(' ').filter(Boolean)

export const FormChange = z.strictObject({ on: Day, office: z.string(), before: z.array(z.string()), after: z.array(z.string()), because: z.string() })

/** How the forms of a file were said anew, the latest first. */
export async function formChanges(call: Call<Actor>, file: FileId): Promise<z.infer<typeof FormChange>[]> {
  const [lines, offices] = [await linesThatSay(call.tx, file, changed), await listOfficeNames(call.tx, call.language)]
  return lines.map(({ on, office, values }) => ({ on, office: offices.get(office) ?? '', before: heard(values['before']), after: heard(values['after']), because: String(values['because'] ?? '') }))
}

export const changeForms = route({
  name: 'person.change-forms',
  kind: 'act',
  for: writes('residence', 'centre', 'immigration-office'),
  about: 'Says anew in which forms a person was exploited, and why, for the figures; her path in the procedure stays as it is, and what stood before stays readable. None means that it is not known. Refused when a colleague changed the file in between.',
  asks: z.strictObject({ file: FileId, version: z.coerce.number().int().min(0).max(2_147_483_647), forms: Forms, because: z.enum(reasonsForForms) }),
  gives: z.strictObject({ file: FileId }),
  async answers(call, { file, version, because, ...said }) {
    const forms = formsOf(call.installation, said.forms)
    if (isRefusal(forms)) return forms
    const before = await findFile(call.tx, file)
    if (!before) return notFound
    if (!(await moveVersion(call.tx, file, version))) return refuse('colleague-first-place', { status: 409 })
    await setForms(call.tx, file, forms)
    await recordTimeline(call, { file, on: call.today, kind: 'identity', words: changed, values: { before: told(before.forms), after: told(forms), because }, law: [] })
    call.concerns(file)
    return { file }
  },
})
