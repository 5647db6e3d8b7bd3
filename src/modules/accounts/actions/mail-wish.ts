import { z } from 'zod'
import { MailAddress } from '#platform/mail/message'
import { route } from '#platform/doors/route'
import { refuse } from '#vocabulary/refusal'
import { putMailWish, readMailWish } from '../store/mail-wish-rows.ts'

export const MailWishView = z.strictObject({ address: z.string(), clocks: z.boolean(), referrals: z.boolean(), leaves: z.enum(['by-server', 'on-screen', 'nowhere']) })
export type MailWishView = z.infer<typeof MailWishView>

export const showMailWish = route({
  name: 'account.show-notices',
  kind: 'ask',
  for: 'signed-in',
  about: 'The reader\'s own work address and which notices go there; whether mail leaves this installation at all.',
  asks: z.strictObject({}),
  gives: MailWishView,
  async answers({ tx, installation }) {
    const wish = await readMailWish(tx)
    return { address: wish?.address ?? '', clocks: wish?.clocks ?? false, referrals: wish?.referrals ?? false, leaves: installation.mail.leaves }
  },
})

export const setMailWish = route({
  name: 'account.set-notices',
  kind: 'act',
  for: 'signed-in',
  about: 'Keeps one\'s own work address and which notices go there; an empty address forgets it.',
  asks: z.strictObject({ address: z.string().trim().max(254), notices: z.array(z.enum(['clocks', 'referrals'])).default([]) }),
  gives: z.strictObject({ kept: z.boolean() }),
  async answers({ tx }, { address, notices }) {
    if (address === '') {
      await putMailWish(tx, null)
      return { kept: false }
    }
    const parsed = MailAddress.safeParse(address)
    if (!parsed.success) return refuse('mail-address', { field: 'address' })
    await putMailWish(tx, { address: parsed.data, clocks: notices.includes('clocks'), referrals: notices.includes('referrals') })
    return { kept: true }
  },
})
