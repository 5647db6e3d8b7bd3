import { z } from 'zod'
import { checkDocumentCode } from '#vocabulary/document-code'
import { route } from '#platform/doors/route'
import { refuse } from '#vocabulary/refusal'
import { worthOfCode } from '../store/document-rows.ts'

export const checkCode = route({
  name: 'document.check-code',
  kind: 'ask',
  for: 'anyone',
  slowed: { tries: 60, minutes: 15 },
  about: 'Says of the code on a document only whether it is valid, expired or withdrawn today.',
  asks: z.strictObject({ code: z.string().trim().min(1).max(40) }),
  gives: z.strictObject({ code: z.string(), worth: z.enum(['valid', 'expired', 'withdrawn']) }),
  async answers({ tx, today }, { code }) {
    const checked = checkDocumentCode(code)
    if (checked === null) return refuse('code-mistyped', { field: 'code' })
    const worth = await worthOfCode(tx, checked, today)
    return worth === undefined ? refuse('code-unknown', { field: 'code' }) : { code: checked, worth }
  },
})

const worth = z.enum(['valid', 'expired', 'withdrawn'])
const Worth = z.strictObject({ code: z.string(), worth: worth.nullable(), trouble: z.enum(['code-missing', 'code-mistyped', 'code-unknown']).nullable() })
export type Worth = z.infer<typeof Worth>

export const showWorth = route({
  name: 'document.show-worth',
  kind: 'ask',
  for: 'anyone',
  // What is wrong with a code stands on the page and is no refusal; it counts as a wrong try all the same.
  slowed: { tries: 60, minutes: 15, misses: (value) => Worth.parse(value).trouble !== null },
  about: 'The public page that checks a code: empty at first, then what the code is worth or what is wrong with it.',
  asks: z.strictObject({ code: z.string().trim().max(40).optional() }),
  gives: Worth,
  async answers({ tx, today }, { code }) {
    if (code === undefined) return { code: '', worth: null, trouble: null }
    if (code === '') return { code, worth: null, trouble: 'code-missing' as const }
    const checked = checkDocumentCode(code)
    if (checked === null) return { code, worth: null, trouble: 'code-mistyped' as const }
    const found = await worthOfCode(tx, checked, today)
    return { code, worth: found ?? null, trouble: found === undefined ? ('code-unknown' as const) : null }
  },
})
