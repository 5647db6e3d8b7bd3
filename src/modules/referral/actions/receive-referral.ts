import { createFile, openClock, recordTimeline, type FileToCreate } from '#cases'
import { inForceOn, type AnswerRow, type Pack } from '#law'
import type { Actor } from '#platform/doors/actor'
import type { Call } from '#platform/doors/call'
import { addDays, type Day } from '#vocabulary/day'
import { ReferralId, type FileId, type OfficeId, type ReportId } from '#vocabulary/ids'
import { ageGroupOf } from '../domain/age-group.ts'
import { answerWithinDays } from '../domain/referral-steps.ts'
import { insertEvent, insertPlaceSeen, insertReferral, type HandedOn } from '../store/referral-rows.ts'

export type ReferralToReceive = {
  readonly report: ReportId | null
  readonly to: OfficeId
  readonly isUrgent: boolean
  readonly handedOn: HandedOn
  /** Where she was seen: the detector's own words, which open when a centre accepts. */
  readonly placeSeen: string | null
  readonly file: Omit<FileToCreate, 'parties' | 'holderOffice' | 'state'>
  /** Offices that the law tells of the referral at the same moment. */
  readonly alsoTold: FileToCreate['parties']
}
export type Received = { readonly referral: ReferralId; readonly file: FileId; readonly reference: string }

/** Takes in what a detector hands on: a file, a referral that waits for the centre, and a clock on its answer. */
export async function receiveReferral(call: Call<Actor>, { report, to, isUrgent, handedOn, placeSeen, file, alsoTold }: ReferralToReceive): Promise<Received> {
  const { tx, actor, now, today } = call
  const parties = [{ office: actor.office, relation: 'reporter' as const }, { office: to, relation: 'asked-centre' as const }, ...alsoTold]
  const created = await createFile(call, { ...file, state: 'detected', holderOffice: to, parties })
  const id = ReferralId.parse(crypto.randomUUID())
  await insertReferral(tx, {
    id, file: created.id, reference: created.reference, report, fromOffice: actor.office, fromAccount: actor.account, toOffice: to, isUrgent,
    isChild: file.isChild, language: file.language, district: file.district, handedOn, sentAt: now,
    sex: file.sex, ageGroup: ageGroupOf(file), forms: file.forms,
  })
  if (placeSeen) await insertPlaceSeen(tx, { id, file: created.id }, placeSeen)
  await insertEvent(tx, { referral: { id, file: created.id }, step: 'send', reason: null, note: '' }, { account: actor.account, office: actor.office, at: now })
  await startAnswerClock(call, created.id, to, isUrgent)
  await recordTimeline(call, { file: created.id, on: today, kind: 'referral', words: 'referral-sent', values: {}, law: [] })
  return { referral: id, file: created.id, reference: created.reference }
}

/** The key of the clock on an answer. */
export const answerClock = 'referral-answer'

/** The rule on answering that is in force on a day. */
export function answerRule({ country }: Pack, on: Day): AnswerRow {
  const row = inForceOn(country.referralAnswer.rows, on)
  if (!row) throw new RangeError(`the pack has no rule on answering a referral on ${on}`)
  return row
}

/** The clock on the centre's answer; nobody's referral lies unanswered without somebody hearing of it. */
export async function startAnswerClock({ tx, today, installation }: Call<Actor>, file: FileId, owner: OfficeId, isUrgent: boolean): Promise<void> {
  const rule = answerRule(installation.pack, today)
  const days = answerWithinDays(rule, isUrgent)
  await openClock(tx, file, {
    key: answerClock, subject: 'referral', ownerOffice: owner, startsOn: today, endsOn: addDays(today, days),
    counted: { unit: 'days', count: days }, law: rule.law, warnings: installation.pack.country.warnings.filter((warning) => warning < days), suspendedSince: null,
  })
}
