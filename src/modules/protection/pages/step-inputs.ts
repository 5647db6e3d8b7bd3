import type { Fields } from '#platform/doors/page'
import { dayFrom } from '#design'

const one = (value: Fields[string] | undefined): string | undefined => {
  const text = typeof value === 'string' ? value.trim() : value?.[0]?.trim()
  return text === '' ? undefined : text
}
const many = (value: Fields[string] | undefined): readonly string[] => (value === undefined ? [] : typeof value === 'string' ? [value] : value)
const without = (record: Record<string, unknown>): Record<string, unknown> => Object.fromEntries(Object.entries(record).filter(([, value]) => value !== undefined))

/** Makes the input of a step, by its kind, of what was typed into its form. */
export function inputFrom(kind: string, fields: Fields): Record<string, unknown> {
  const pick = (...names: readonly string[]) => Object.fromEntries(names.map((name) => [name, one(fields[name])]))
  switch (kind) {
    case 'issue': return without({ kind, ...pick('number'), validFrom: dayFrom(fields, 'validFrom'), validUntil: dayFrom(fields, 'validUntil') })
    case 'statement': return without({ kind, ...pick('form') })
    case 'questions': return without({ kind, ...pick('askedOf') })
    case 'answers': return { kind, answers: answersFrom(fields) }
    case 'ground': return without({ kind, ...pick('ground'), elements: many(fields['elements']) })
    case 'identity': return without({ kind, ...pick('evidence') })
    case 'condition': return without({ kind, ...pick('condition', 'met', 'evidence') })
    case 'judgment': return without({ kind, ...pick('article'), factsOn: dayFrom(fields, 'factsOn') })
    case 'opinion': return without({ kind, ...pick('favourable') })
    case 'route': return without({ kind, ...pick('route') })
    case 'abroad': return without({ kind, ...pick('country') })
    case 'age': return without({ kind, ...pick('minor', 'variant') })
    default: return { kind }
  }
}

/** Only what was answered: a question left open stays without an answer, and no answer is never a yes. */
const answersFrom = (fields: Fields): Record<string, string> =>
  Object.fromEntries(Object.entries(fields).flatMap(([name, value]) => {
    const answer = one(value)
    return name.startsWith('answer-') && answer !== undefined ? [[name.slice('answer-'.length), answer]] : []
  }))
