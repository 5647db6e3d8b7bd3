import { z } from 'zod'

/** An address that a mail may go to or come from: one, plain, in ASCII; nothing that could open a second line or a second recipient. */
export const MailAddress = z.string().trim().max(254).regex(/^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+$/)
export type MailAddress = z.infer<typeof MailAddress>

/** As whom a mail comes: the installation, or an address that says nothing of it. */
export type MailFrom = 'service' | 'neutral'
export type Message = { readonly from: MailFrom; readonly to: string; readonly subject: string; readonly text: string }

/** What becomes of a mail at the moment of sending: it goes, it waits for an hour that is safe, or it may not go any more. */
export type Composed = Message | 'later' | 'drop'

/** One line without anything that could begin another header, hide, or turn the direction of what follows. */
export const headerLine = (text: string): string =>
  text.replace(/[\p{Cc}\p{Zl}\p{Zp}\u061C\u200B-\u200F\u202A-\u202E\u2066-\u2069\uFEFF]+|\p{Surrogate}/gu, ' ').replace(/ {2,}/g, ' ').trim().slice(0, 200)

/** The text of a mail, in which a line ends in one way only and nothing but line ends and tabs is a control character. */
export const bodyText = (text: string): string =>
  `${text.replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n').replace(/(?![\n\t])\p{Cc}|\p{Surrogate}/gu, '').trim()}\n`
