import type { Tx } from '#platform/database/connect'
import type { FileId } from '#vocabulary/ids'
import type { Instant } from '#vocabulary/instant'
import { refuse, type Refusal } from '#vocabulary/refusal'
import { localMoment, mayContactBy, type Channel, type MayContact } from '../domain/may-contact.ts'
import { readWays } from '../store/way-rows.ts'

/**
 * Whether the person of a file may be reached this way at this moment: THE question that every sender asks, before and at the moment of sending.
 * What is unknown, unconfirmed or said to be unsafe is not safe.
 */
export async function mayContact(tx: Tx, file: FileId, channel: Channel, { now, zone }: { readonly now: Instant; readonly zone: string }): Promise<MayContact> {
  const ways = await readWays(tx, file)
  return mayContactBy(ways.find((way) => way.channel === channel), localMoment(zone, now))
}

/** Why she may not be reached, with what would make it possible. */
export const refusalOfContact = ({ because }: Extract<MayContact, { may: false }>): Refusal => refuse(`contact-${because}`)
