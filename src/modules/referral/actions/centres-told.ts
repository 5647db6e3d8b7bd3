import type { Call } from '#platform/doors/call'
import type { FileId, OfficeId, ReportId } from '#vocabulary/ids'
import type { Instant } from '#vocabulary/instant'
import { findReferralOfReport, listEvents } from '../store/referral-rows.ts'

export type CentresTold = {
  readonly file: FileId
  readonly accepted: { readonly centre: OfficeId; readonly at: Instant } | null
  /** Handed on before a centre had to accept first: each that was asked read all at once. */
  readonly toldAtOnce: boolean
  readonly told: readonly { readonly centre: OfficeId; readonly at: Instant }[]
}

/** Every centre to which a report was handed on, with the moment, and the one that accepted; undefined for whoever may not know of it. */
export async function centresTold({ tx }: Call, report: ReportId): Promise<CentresTold | undefined> {
  const row = await findReferralOfReport(tx, report)
  if (!row) return undefined
  const told: { centre: OfficeId; at: Instant }[] = []
  let since = row.sentAt
  let holder: OfficeId | undefined
  for (const { step, office, at } of (await listEvents(tx, row)).toReversed()) {
    if (office !== row.fromOffice) holder = office
    if (step !== 'redirect' && step !== 'send-again') continue
    if (holder) told.push({ centre: holder, at: since })
    since = at
  }
  return { file: row.file, accepted: row.state === 'accepted' ? { centre: row.toOffice, at: row.answeredAt ?? row.sentAt } : null, toldAtOnce: row.toldAtOnce, told: [...told, { centre: row.toOffice, at: since }] }
}
