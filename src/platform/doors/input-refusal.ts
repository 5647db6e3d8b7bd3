import type { z } from 'zod'
import { refuse, type Refusal } from '#vocabulary/refusal'

type Issue = z.core.$ZodIssue

/** Refuses text that no database keeps: the null character, and halves of characters. Walks without recursion, since input may be nested at will. */
export function refusalOfText(input: unknown): Refusal | undefined {
  const waiting: { readonly value: unknown; readonly field: string }[] = [{ value: input, field: '' }]
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    const { value, field } = next
    if (typeof value === 'string' && unkept.test(value)) return refuse('input-unkept', field === '' ? {} : { field })
    if (typeof value !== 'object' || value === null) continue
    for (const [key, part] of Object.entries(value)) {
      if (unkept.test(key)) return refuse('input-unkept', field === '' ? {} : { field })
      // A field is a place in the form; further down, the field is what its outermost name says.
      waiting.push({ value: part, field: field === '' ? key : field })
    }
  }
  return undefined
}

const unkept = /[\0\p{Surrogate}]/u

/** Turns what a schema found into refusals, each beside its own field and each saying what would be right. */
export function refusalOfIssues(issues: readonly Issue[], input: unknown): Refusal {
  const seen = new Set<string>()
  // Of two faults of one field, the sentence that the schema itself names tells more.
  const refusals = issues.toSorted((one, other) => Number(isNamed(other)) - Number(isNamed(one))).map((issue) => refusalOf(issue, input)).filter((refusal) => {
    const known = seen.has(refusal.field ?? '')
    seen.add(refusal.field ?? '')
    return !known
  })
  const [first, ...also] = refusals
  return { ...(first ?? { refused: 'input' }), ...(also.length > 0 ? { also } : {}) }
}

const isNamed = (issue: Issue): boolean => issue.code === 'custom' && issue.params?.['refused'] !== undefined

function refusalOf(issue: Issue, input: unknown): Refusal {
  const field = issue.path.map(String).join('.')
  return { ...sentenceOf(issue, valueAt(input, issue.path)), ...(field ? { field } : {}) }
}

function sentenceOf(issue: Issue, value: unknown): Refusal {
  const isEmpty = value === undefined || value === null || value === ''
  switch (issue.code) {
    case 'too_big':
      return { refused: issue.origin === 'string' ? 'input-too-long' : 'input-too-large', with: { most: Number(issue.maximum) } }
    case 'too_small':
      return isEmpty || (Array.isArray(value) && value.length === 0)
        ? { refused: 'input-missing' }
        : { refused: issue.origin === 'string' ? 'input-too-short' : 'input-too-small', with: { least: Number(issue.minimum) } }
    case 'invalid_type':
      return { refused: isEmpty ? 'input-missing' : issue.expected === 'number' || issue.expected === 'int' ? 'input-not-a-number' : 'input-not-a-choice' }
    case 'invalid_value':
    case 'invalid_union':
      return { refused: isEmpty ? 'input-missing' : 'input-not-a-choice' }
    case 'unrecognized_keys':
      return { refused: 'input-unknown', with: { names: issue.keys.join(', ') } }
    case 'custom':
      // A schema may name the sentence of its own module: `error: 'referral:no-such-centre'`.
      return { refused: issue.params?.['refused'] ?? (isEmpty ? 'input-missing' : 'input-wrong') }
    default:
      return { refused: isEmpty ? 'input-missing' : 'input-wrong' }
  }
}

const valueAt = (input: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined), input)
