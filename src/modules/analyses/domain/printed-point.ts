import { z } from 'zod'
import { Label } from '#vocabulary/language'

/** A figure that a report printed, as it stood when a text that cites it was proposed. */
export const PrintedPoint = z.strictObject({ key: z.string(), label: Label, figure: Label, period: Label, source: z.string(), published: Label, verified: z.boolean() })
export type PrintedPoint = z.output<typeof PrintedPoint>
