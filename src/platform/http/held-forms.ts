import { createCipheriv, createDecipheriv, randomBytes } from 'node:crypto'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { sql } from 'kysely'
import { inTransaction } from '#platform/database/transaction'
import { vaultOf } from '#platform/vault/vault'
import type { Fields } from '#platform/doors/page'
import type { Site } from './site.ts'
import { dropSecret, heldSecret, keepSecret, type Visitor } from './visitor.ts'

const heldCookie = 'ariadne_held'
const minutesHeld = 30

/** An address may carry what somebody searched for, so a form is known by a hash of it. */
const markOf = (site: Site, path: string): Buffer => vaultOf(site.door.db).mark(`form|${path}`)

/**
 * Keeps what somebody typed when their session had ended, or before they confirm that it is them, until the same person is back.
 * The text is sealed with a key that only the browser holds, so the database alone cannot open it.
 */
export async function holdForm(site: Site, reply: FastifyReply, visitor: Visitor, path: string, fields: Fields): Promise<void> {
  const account = visitor.actor?.account ?? (visitor.token ? await site.ownerOfEndedSession(visitor.token) : null)
  if (account === null) return
  const key = randomBytes(32)
  const nonce = randomBytes(12)
  const cipher = createCipheriv('aes-256-gcm', key, nonce)
  const sealed = Buffer.concat([nonce, cipher.update(JSON.stringify(fields), 'utf8'), cipher.final(), cipher.getAuthTag()])
  const until = new Date(Date.parse(visitor.now) + minutesHeld * 60_000).toISOString()
  const id = crypto.randomUUID()
  await inTransaction(site.door.db, { actor: null }, (tx) =>
    sql`insert into platform.held_form (id, mark, account, sealed, until) values (${id}, ${markOf(site, path)}, ${account}, ${sealed}, ${until})`.execute(tx))
  keepSecret(site, reply, { name: heldCookie, secret: `${id}.${key.toString('base64url')}`, seconds: minutesHeld * 60 })
}

/** Gives back what was held for this person and this form, once. */
export async function takeHeldForm(site: Site, request: FastifyRequest, reply: FastifyReply, visitor: Visitor, path: string): Promise<Fields | null> {
  const [, id, key] = /^([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\.([\w-]{43})$/.exec(heldSecret(site, request, heldCookie) ?? '') ?? []
  const { actor } = visitor
  if (!id || !key || !actor) return null
  const sealed = await inTransaction(site.door.db, { actor }, async (tx) => {
    const { rows } = await sql<{ sealed: Buffer }>`
      delete from platform.held_form where id = ${id} and mark = ${markOf(site, path)} and until > ${visitor.now} returning sealed`.execute(tx)
    return rows[0]?.sealed
  })
  if (!sealed) return null
  dropSecret(site, reply, heldCookie)
  const cipher = createDecipheriv('aes-256-gcm', Buffer.from(key, 'base64url'), sealed.subarray(0, 12))
  cipher.setAuthTag(sealed.subarray(-16))
  return JSON.parse(Buffer.concat([cipher.update(sealed.subarray(12, -16)), cipher.final()]).toString('utf8')) as Fields
}
