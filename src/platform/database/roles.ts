import { setTimeout as pause } from 'node:timers/promises'
import { type Kysely, sql } from 'kysely'
import { DatabaseTrouble, sqlState } from './database-trouble.ts'

/** Makes sure that the two roles exist, that we may act as them, and that the owner may make schemas in this database. */
export async function ensureRoles(db: Kysely<{}>): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await createWhatIsMissing(db)
    } catch (error) {
      if (sqlState(error) === '42501') throw new DatabaseTrouble(await whatToAskFor(db), { cause: error })
      // Roles belong to the whole server: another database of it may be creating the same ones at this moment.
      if (!['42710', '23505', 'XX000'].includes(sqlState(error) ?? '') || attempt === 20) throw error
      await pause(20 * attempt)
    }
  }
}

async function createWhatIsMissing(db: Kysely<{}>): Promise<void> {
  for (const role of ['ariadne_migrator', 'ariadne_app'] as const) {
    const { rows } = await sql<{ exists: boolean }>`select exists (select from pg_roles where rolname = ${role}) as exists`.execute(db)
    if (!rows[0]?.exists) await sql`create role ${sql.ref(role)} nologin`.execute(db)
    const member = await sql<{ member: boolean }>`
      select rolsuper or exists (
        select from pg_auth_members where roleid = (select oid from pg_roles where rolname = ${role}) and member = mine.oid
          and coalesce((to_jsonb(pg_auth_members) ->> 'set_option')::boolean, true)
      ) as member from pg_roles as mine where rolname = current_user`.execute(db)
    if (!member.rows[0]?.member) await sql`grant ${sql.ref(role)} to current_user`.execute(db)
  }
  const { rows } = await sql<{ may: boolean; here: string }>`
    select has_database_privilege('ariadne_migrator', current_database(), 'create') as may, current_database() as here`.execute(db)
  if (rows[0] && !rows[0].may) await sql`grant create on database ${sql.ref(rows[0].here)} to ariadne_migrator`.execute(db)
}

async function whatToAskFor(db: Kysely<{}>): Promise<string> {
  const { rows } = await sql<{ me: string; here: string }>`select quote_ident(current_user) as me, quote_ident(current_database()) as here`.execute(db)
  const { me = 'this_user', here = 'this_database' } = rows[0] ?? {}
  return `The database user ${me} may not create the two roles that Ariadne works with. Ask the administrator of the database server to run: `
    + `create role ariadne_migrator nologin; create role ariadne_app nologin; grant ariadne_migrator, ariadne_app to ${me}; grant create on database ${here} to ariadne_migrator;`
}
