import type { Followed, MaskedTables } from '../domain/deliveries/masked-tables.ts'
import type { Progress } from '../domain/gate-progress.ts'
import { askWhatFollows } from './gate-thread.ts'
import { ThreadJobs, type Look, type Looked } from './thread-jobs.ts'

/** How far the auditor is with somebody else's masked figures. */
export type FollowState = Looked<Followed, Progress>

const seconds = 300
type Asked = { readonly delivery: string; readonly tables: MaskedTables }
/** A delivery never changes, so what follows from it is worked out once. */
const jobs = new ThreadJobs<Asked, Followed, Progress>(({ tables }, watch) => askWhatFollows(tables, seconds, watch), ({ delivery }) => delivery)

/** Begins to look at a delivery, or looks how far it is; waits no longer than that for the answer. */
export const lookWhatFollows = (delivery: string, tables: MaskedTables, look: Look): Promise<FollowState> => jobs.look({ delivery, tables }, look)

export const callOffWhatFollows = (delivery: string): Promise<void> => jobs.callOff({ delivery, tables: { variables: [], facts: [], masked: {} } })
