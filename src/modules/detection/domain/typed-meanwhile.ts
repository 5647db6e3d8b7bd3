/** By which form a field was saved last, and in which version of the report. */
export type Saves = Readonly<Record<string, { readonly version: number; readonly by: string }>>

/** The version of a report that a form was filled in over, and the form's own random name, so that it never stands in its own way while it saves itself. */
export type Seen = { readonly version: number; readonly by: string }

type Values = Readonly<Record<string, unknown>>

/** The same whatever the order in which parts were put: what comes from a form and what was kept are compared by it. */
const plain = (value: unknown): string => JSON.stringify(value, (_key, part: unknown) =>
  typeof part === 'object' && part !== null && !Array.isArray(part) ? Object.fromEntries(Object.entries(part).toSorted(([a], [b]) => a.localeCompare(b))) : part) ?? ''
const differs = (field: string, one: Values, other: Values): boolean => plain(one[field]) !== plain(other[field])

/** The fields that another form saved since this one was opened, and in which the two do not say the same. */
export const typedMeanwhile = (fields: readonly string[], { saves, seen, stands, said }: { readonly saves: Saves; readonly seen: Seen; readonly stands: Values; readonly said: Values }): readonly string[] =>
  fields.filter((field) => {
    const last = saves[field]
    return last !== undefined && last.version > seen.version && last.by !== seen.by && differs(field, stands, said)
  })

/** Which fields a form has changed, under the next version. */
export const savesAfter = (fields: readonly string[], { saves, version, by, stands, said }: { readonly saves: Saves; readonly version: number; readonly by: string; readonly stands: Values; readonly said: Values }): Saves =>
  ({ ...saves, ...Object.fromEntries(fields.filter((field) => differs(field, stands, said)).map((field) => [field, { version: version + 1, by }])) })
