import { refuse, type Refusal } from '#vocabulary/refusal'
import { isCommonPassword } from '../domain/common-password.ts'
import { isObviousPassword } from '../domain/obvious-password.ts'

/** Read when the first password is set and not at each start: forty-nine thousand words. */
const mostUsed = async (): Promise<ReadonlySet<string>> => new Set((await import('@zxcvbn-ts/language-common')).dictionary['passwords-common'])
let list: Promise<ReadonlySet<string>> | undefined

/** How long a password is at least and at most; which signs it is made of nobody prescribes. */
export const passwordLength = { least: 12, most: 200 } as const

/** Refuses a password that somebody would try first: their own login, well-known words, or one of the list of those that are used most. */
export async function refuseWeakPassword(password: string, login: string, field: string): Promise<Refusal | undefined> {
  if (isObviousPassword(password, login)) return refuse('password-obvious', { field })
  const words = await (list ??= mostUsed())
  return isCommonPassword(password, (word) => words.has(word)) ? refuse('password-common', { field }) : undefined
}
