import type { FastifyInstance, InjectOptions, LightMyRequestResponse } from 'fastify'
import { pino } from 'pino'
import { createServer } from '#platform/http/server'
import { composeSite } from '../../src/main/compose-site.tsx'
import type { Belgium } from './belgium.ts'

/** The web server of an installation without a network, and the cookies of the people who visit it. */
export class Visitors {
  readonly #cookies = new Map<string, Record<string, string>>()
  readonly server: FastifyInstance

  readonly #be: Belgium

  private constructor(server: FastifyInstance, be: Belgium) {
    this.server = server
    this.#be = be
  }

  static open = async (be: Belgium): Promise<Visitors> => new Visitors(await createServer(composeSite(be.door, pino({ level: 'silent' }))), be)

  async cookies(login: string): Promise<Record<string, string>> {
    const known = this.#cookies.get(login)
    if (known) return known
    const answer = await this.server.inject({ method: 'POST', url: '/api/v1/session.demo', payload: { account: login } })
    const session = answer.cookies.find(({ name }) => name === 'ariadne_session')?.value
    if (!session) throw new Error(`${login} could not sign in: ${answer.statusCode} ${answer.body}`)
    this.#cookies.set(login, { ariadne_session: session })
    return { ariadne_session: session }
  }

  /** Confirms that it is them, as a grave act asks; the session goes on under a new token. */
  async confirms(login: string): Promise<void> {
    const answer = await this.server.inject({ method: 'POST', url: '/api/v1/session.confirm-demo', payload: {}, cookies: await this.cookies(login) })
    const session = answer.cookies.find(({ name }) => name === 'ariadne_session')?.value
    if (!session) throw new Error(`${login} could not confirm: ${answer.statusCode} ${answer.body}`)
    this.#cookies.set(login, { ariadne_session: session })
  }

  /** As somebody who signed in or confirmed six minutes ago, which does not hold for a grave act any more. */
  async later(login: string, options: InjectOptions): Promise<LightMyRequestResponse> {
    await this.cookies(login)
    const now = this.#be.moment
    this.#be.moment = new Date(now.getTime() + 6 * 60_000)
    try {
      return await this.as(login, options)
    } finally {
      this.#be.moment = now
    }
  }

  async as(login: string | null, options: InjectOptions): Promise<LightMyRequestResponse> {
    return this.server.inject(login === null ? options : { ...options, cookies: { ...(await this.cookies(login)), ...options.cookies } })
  }
}
