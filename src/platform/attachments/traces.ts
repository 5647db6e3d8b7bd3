/** What a picture may tell beside what is seen on it: where it was taken, with what and when, what was written into it, what programs left, what stands behind its end. */
export const traces = ['place', 'camera', 'words', 'other', 'behind'] as const
export type Trace = (typeof traces)[number]

export type Cleaned = { readonly bytes: Buffer; readonly removed: ReadonlySet<Trace> }
