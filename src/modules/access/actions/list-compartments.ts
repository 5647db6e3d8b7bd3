import { z } from 'zod'
import { route } from '#platform/doors/route'
import { compartments, rights, rightsOf } from '#vocabulary/compartments'
import { OfficeKind, officeKinds } from '#vocabulary/office-kind'
import { reads } from '#vocabulary/place'
import { relations } from '#vocabulary/relation'

const Standing = z.strictObject({ relation: z.enum(relations), rights: z.array(z.enum(rights)) })
const Row = z.strictObject({ compartment: z.enum(compartments as readonly [string, ...string[]]), offices: z.array(z.strictObject({ kind: OfficeKind, standings: z.array(Standing) })) })
export type CompartmentRow = z.infer<typeof Row>

/** The compartment table, row by row, with nothing but what it gives. */
export const compartmentRows = (): CompartmentRow[] =>
  compartments.map((compartment) => ({
    compartment,
    offices: officeKinds.flatMap((kind) => {
      const standings = relations.map((relation) => ({ relation, rights: [...rightsOf(compartment, kind, relation)] })).filter((standing) => standing.rights.length > 0)
      return standings.length === 0 ? [] : [{ kind, standings }]
    }),
  }))

export const listCompartments = route({
  name: 'compartment.list',
  kind: 'ask',
  for: reads('record', 'charge'),
  about: 'The compartment table: which kind of office may do what, in which relation to a file.',
  asks: z.strictObject({}),
  gives: z.strictObject({ compartments: z.array(Row) }),
  answers: () => Promise.resolve({ compartments: compartmentRows() }),
})
