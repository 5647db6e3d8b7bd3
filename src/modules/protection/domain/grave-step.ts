import type { Pack } from '#law'

/** Whether a step ends the procedure, or refuses or withdraws a stay: what whoever sits down at an open screen must not be able to do. */
export function isGraveStep({ procedure }: Pack, step: string): boolean {
  const rows = procedure.steps.find(({ key }) => key === step)?.rows ?? []
  const outcomes = new Set(procedure.states.filter((state) => state.rows.some(({ kind }) => kind === 'outcome')).map(({ key }) => key))
  return rows.some((row) => row.refuses || row.input === 'ground' || (row.leadsTo !== undefined && outcomes.has(row.leadsTo)))
}
