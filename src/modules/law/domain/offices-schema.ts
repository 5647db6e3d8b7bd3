import { z } from 'zod'
import { Label, Language } from '#vocabulary/language'
import { OfficeKind } from '#vocabulary/office-kind'
import { ActorKind } from './actor-kind.ts'
import { rowShape } from './dated.ts'

/** A service of the country as a row of its directory. */
export const PackOffice = z.strictObject({
  ...rowShape,
  key: z.string(),
  kind: OfficeKind,
  profession: ActorKind.optional(),
  name: Label,
  city: z.string().optional(),
  languages: z.array(Language).min(1),
  districts: z.array(z.string()).default([]),
  /** A recognised centre, a shelter for minors that works with one, or a sample office of the demonstration. */
  role: z.enum(['recognised-centre', 'minors-shelter', 'authority', 'sample']),
})
export type PackOffice = z.infer<typeof PackOffice>

/** A judicial district, with the offices that answer for it and the centres to which it refers first. */
export const District = z.strictObject({
  ...rowShape,
  key: z.string(),
  label: Label,
  prosecutors: z.array(z.string()).min(1),
  labourAuditors: z.array(z.string()).min(1),
  centres: z.array(z.string()).min(1),
  /** About where it lies, as a tile of a map: rows from the north, columns from the west. */
  tile: z.strictObject({ row: z.number().int().min(0).max(11), column: z.number().int().min(0).max(11) }).optional(),
})
export type District = z.infer<typeof District>

export const Offices = z.strictObject({ offices: z.array(PackOffice).min(1), districts: z.array(District) })
export type Offices = z.infer<typeof Offices>
