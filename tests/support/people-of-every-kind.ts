import { addDemonstrationAccounts, demonstrationActor, syncOffices } from '#accounts'
import type { Database } from '#platform/database/connect'
import type { Actor } from '#platform/doors/actor'
import { officeKinds, type OfficeKind } from '#vocabulary/office-kind'

export type People = {
  /** Somebody of the first office of a kind. */
  readonly of: (kind: OfficeKind) => Actor
  /** Somebody of another office of the same kind. */
  readonly elsewhere: (kind: OfficeKind) => Actor
  /** A colleague in the first office of a kind. */
  readonly besides: (kind: OfficeKind) => Actor
}

/** Two invented offices of each kind: two people work in the first and one in the second. */
export async function peopleOfEveryKind(db: Database): Promise<People> {
  await syncOffices(db, officeKinds.flatMap((kind) => [kind, `${kind}-2`].map((key) => ({ key, kind, name: `Invented ${key}`, languages: ['en'], role: 'sample' }))))
  const accounts = officeKinds.flatMap((kind) => [
    { login: kind, office: kind }, { login: `${kind}-besides`, office: kind }, { login: `${kind}-elsewhere`, office: `${kind}-2` },
  ])
  await addDemonstrationAccounts(db, accounts.map((account) => ({ ...account, name: 'A. Fictief', profession: null, lead: false, language: 'en', listed: false })))
  const actors = new Map<string, Actor>()
  for (const { login } of accounts) actors.set(login, await demonstrationActor(db, login))
  const actor = (login: string): Actor => {
    const found = actors.get(login)
    if (!found) throw new Error(login)
    return found
  }
  return { of: (kind) => actor(kind), besides: (kind) => actor(`${kind}-besides`), elsewhere: (kind) => actor(`${kind}-elsewhere`) }
}
