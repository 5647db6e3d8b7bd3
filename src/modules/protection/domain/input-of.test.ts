import { expect, test } from 'vitest'
import { readPack, rulesFor } from '#law'
import { textFolder } from '#platform/text-folder'
import { day } from '#vocabulary/day'
import { inputOf } from './input-of.ts'
import { openProcedure } from './procedure.ts'

const rules = rulesFor(readPack(textFolder('src/countries/be', '.yaml')), day('2026-11-23'))
const facts = { minor: 'no', unaccompanied: 'unknown', citizenshipGroup: 'other', hasResidenceTitle: 'no', exploitedAbroad: 'no', phenomenon: 'trafficking', diplomaticHousehold: 'no', detectedIn: 'other', declines: 'no' } as const
const procedureIn = (state: string) => ({ ...openProcedure(rules, { openedOn: day('2026-11-23'), variant: 'adult', facts }), state })
const formOf = (step: string, state: string, chosen?: string) => {
  const row = rules.steps.get(step)?.row
  if (!row) throw new Error(`no step ${step}`)
  return inputOf(procedureIn(state), row, chosen)
}
const values = (form: ReturnType<typeof formOf>, name: string) => form.fields.find((field) => field.name === name)?.options?.map(({ value }) => value)

test('a condition offers its own evidence alone, whichever of them is chosen', () => {
  for (const { key, row } of rules.conditions.values()) {
    const form = formOf('record-condition', 'accompanied', key)
    expect(values(form, 'condition')).toEqual([key])
    expect(values(form, 'evidence')).toEqual(row.evidence.map((evidence) => evidence.key))
  }
})

test('a ground offers its own elements alone', () => {
  for (const ground of formOf('end-reflection', 'in-reflection').first?.options ?? []) {
    const form = formOf('end-reflection', 'in-reflection', ground.value)
    expect(values(form, 'ground')).toEqual([ground.value])
    expect(values(form, 'elements')).toEqual(rules.grounds.get(ground.value)?.row.elements.map(({ key }) => key))
  }
})

test('what decides the rest is chosen first, and every choice stands there also when one was made', () => {
  expect(formOf('record-condition', 'accompanied', 'contact-broken').first?.options).toHaveLength(rules.conditions.size)
  expect(formOf('issue-certificate', 'in-reflection').first).toBeUndefined()
})
