import type { Label } from '#vocabulary/language'
import type { InputKind, StepRow } from '#law'
import { labelOf } from './picture.ts'
import type { Procedure } from './procedure.ts'
import { groundsFor } from './refuse-input.ts'
import { stepInputSchemas } from './step-input.ts'
import { variantsFor } from './variants.ts'

export type Option = { readonly value: string; readonly label?: Label }
/** A field of a step's form. Options without a label are words of the screens, not of the law. */
export type InputField = {
  readonly name: string
  readonly kind: 'choice' | 'choices' | 'day' | 'text' | 'country'
  readonly required: boolean
  readonly label?: Label
  readonly options?: readonly Option[]
}
/** What a step asks of the person who takes it: the schema of the whole, and its fields with the choices that stand open here. */
export type InputForm = {
  readonly kind: InputKind
  readonly schema: (typeof stepInputSchemas)[InputKind]
  readonly fields: readonly InputField[]
  /** The field whose choice decides what the others offer, and that is therefore chosen first. */
  readonly first?: InputField
}

const words = (...values: readonly string[]): readonly Option[] => values.map((value) => ({ value }))
const choice = (name: string, options: readonly Option[], more: Partial<InputField> = {}): InputField => ({ name, kind: 'choice', required: true, options, ...more })

/** The form of a step in this procedure. With a condition or ground `chosen`, only what belongs to it is offered. */
export function inputOf(procedure: Procedure, row: StepRow, chosen?: string): InputForm {
  const fields = fieldsOf(procedure, row, chosen)
  const [first] = row.input === 'condition' || row.input === 'ground' ? fieldsOf(procedure, row, undefined) : []
  return { kind: row.input, schema: stepInputSchemas[row.input], fields, ...(first ? { first } : {}) }
}

function mayBeShorter({ rules }: Procedure, row: StepRow): boolean {
  const period = rules.documents.get(row.issues ?? '')?.row.period
  return period !== undefined && rules.periods.get(period)?.row.atMost === true
}

function fieldsOf(procedure: Procedure, row: StepRow, chosen: string | undefined): readonly InputField[] {
  const { rules, facts } = procedure
  const isOffered = ({ key }: { readonly key: string }) => chosen === undefined || key === chosen
  const named = (group: 'identityEvidence' | 'routes' | 'conditions') => [...rules[group].values()].filter((rule) => group !== 'conditions' || isOffered(rule)).map(({ key, label }) => ({ value: key, label }))
  switch (row.input) {
    case 'plain':
    case 'application':
      return []
    case 'issue':
      return [
        { name: 'number', kind: 'text', required: false }, { name: 'validFrom', kind: 'day', required: false },
        ...(mayBeShorter(procedure, row) ? [{ name: 'validUntil', kind: 'day', required: false } as const] : []),
      ]
    case 'statement':
      return [choice('form', words('statement', 'complaint', 'civil-action'))]
    case 'questions':
      return [choice('askedOf', words(...(rules.questionSets.get(row.asks ?? '')?.row.askedOf ?? [])))]
    case 'answers':
      return (rules.questionSets.get(row.answers ?? '')?.row.questions ?? []).map(({ key, text }) => choice(key, words('yes', 'no', 'unknown'), { label: text }))
    case 'ground': {
      const grounds = groundsFor(procedure, row.refuses ? 'refuse' : 'end').filter(isOffered)
      const elements = grounds.flatMap((ground) => ground.row.elements.map(({ key, label }) => ({ value: key, label })))
      return [choice('ground', grounds.map(({ key, label }) => ({ value: key, label }))), { name: 'elements', kind: 'choices', required: true, options: elements }]
    }
    case 'identity':
      return [choice('evidence', named('identityEvidence'))]
    case 'condition': {
      const evidence = new Map([...rules.conditions.values()].filter(isOffered).flatMap((condition) => condition.row.evidence.map(({ key, label }) => [key, { value: key, label }] as const)))
      return [choice('condition', named('conditions')), choice('met', words('yes', 'no', 'unknown')), choice('evidence', [...evidence.values()])]
    }
    case 'judgment':
      return [{ name: 'article', kind: 'choice', required: true, options: [...rules.articles.values()].filter(({ key }) => row.cites?.includes(key) ?? true).map(({ key, title }) => ({ value: key, label: title })) }, { name: 'factsOn', kind: 'day', required: false }]
    case 'opinion':
      return [choice('favourable', words('yes', 'no'))]
    case 'route':
      return [choice('route', named('routes'))]
    case 'abroad':
      return [{ name: 'country', kind: 'country', required: true }]
    case 'age':
      return [choice('minor', words('yes', 'no')), choice('variant', variantsFor(rules, { ...facts, minor: 'no' }).map((key) => ({ value: key, label: labelOf(rules, 'variants', key) })), { required: false })]
  }
}
