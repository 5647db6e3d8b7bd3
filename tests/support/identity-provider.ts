import { createServer, request, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { exportJWK, exportSPKI, generateKeyPair, SignJWT, type JWTHeaderParameters, type JWTPayload } from 'jose'
import Provider from 'oidc-provider'

/** A port that nobody listens on at this moment. */
export async function freePort(): Promise<number> {
  const server = createServer()
  await new Promise<void>((resolve) => { server.listen(0, '127.0.0.1', resolve) })
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => { server.close(resolve) })
  return port
}

export const clientId = 'ariadne-test'
export const clientSecret = 'a secret for tests only, of some length'

/** A real provider of identities on the loopback that believes whatever name is typed, and can be stopped and started at the same address. */
export class TestProvider {
  readonly issuer: string
  readonly #port: number
  readonly #client: string
  readonly #pair = generateKeyPair('RS256', { extractable: true })
  #server: Server | undefined
  /** What the next sign-in says about how the person was recognised. */
  said: { readonly acr?: string; readonly amr?: readonly string[] } = {}

  constructor(port: number, client: string) {
    this.#port = port
    this.#client = client
    this.issuer = `http://127.0.0.1:${port}`
  }

  /** Signs whatever a test wants the provider to have said. */
  async signs(claims: JWTPayload, header: Partial<JWTHeaderParameters> = {}): Promise<string> {
    return new SignJWT(claims).setProtectedHeader({ alg: 'RS256', kid: 'test', typ: 'logout+jwt', ...header }).sign((await this.#pair).privateKey)
  }

  /** What everybody may know of its key, in the ways of writing it that somebody could take for a secret. */
  async publicKey(): Promise<{ readonly raw: Uint8Array; readonly pem: string; readonly jwk: string }> {
    const { publicKey } = await this.#pair
    return { raw: new Uint8Array(await crypto.subtle.exportKey('spki', publicKey)), pem: await exportSPKI(publicKey), jwk: JSON.stringify(await exportJWK(publicKey)) }
  }

  async start(): Promise<void> {
    const key = { ...(await exportJWK((await this.#pair).privateKey)), kid: 'test', alg: 'RS256', use: 'sig' }
    const provider = new Provider(this.issuer, {
      jwks: { keys: [key] },
      clients: [{
        client_id: clientId, client_secret: clientSecret, redirect_uris: [`${this.#client}/sign-in/provider/back`],
        post_logout_redirect_uris: [`${this.#client}/sign-in`], grant_types: ['authorization_code'], response_types: ['code'],
        backchannel_logout_uri: `${this.#client}/api/v1/session.end-by-provider`, backchannel_logout_session_required: true,
      }],
      pkce: { required: () => true },
      acrValues: ['urn:test:strong', 'urn:test:weak'],
      claims: { openid: ['sub', 'acr', 'amr'], profile: ['preferred_username'] },
      conformIdTokenClaims: false,
      cookies: { keys: ['a key for tests only'] },
      features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: true }, backchannelLogout: { enabled: true } },
      // Its own way of asking calls nobody on the loopback, where all of this is.
      fetch: (address, asked) => fetch(address, { ...asked, dispatcher: undefined } as RequestInit),
      interactions: { url: (_context, { uid }) => `/who/${uid}` },
      findAccount: (_context, id) => ({ accountId: id, claims: () => Promise.resolve({ sub: id, preferred_username: id.replace('person-', '') }) }),
      ttl: { AccessToken: 60, AuthorizationCode: 60, IdToken: 60, Interaction: 600, Session: 600, Grant: 600 },
    })
    const answer = provider.callback()
    const server = createServer((asking, response) => void (asking.url?.startsWith('/who/') ? this.#askWho(provider, asking, response) : answer(asking, response)))
    await new Promise<void>((resolve) => { server.listen(this.#port, '127.0.0.1', resolve) })
    this.#server = server
  }

  async stop(): Promise<void> {
    this.#server?.closeAllConnections()
    await new Promise((resolve) => { if (this.#server) this.#server.close(resolve); else resolve(undefined) })
    this.#server = undefined
  }

  async #askWho(provider: Provider, asking: IncomingMessage, response: ServerResponse): Promise<void> {
    const details = await provider.interactionDetails(asking, response)
    if (asking.method !== 'POST') {
      response.setHeader('content-type', 'text/html; charset=utf-8')
      response.end(`<!doctype html><html lang="en"><title>Who are you?</title><main><h1>Who are you?</h1><form method="post" action="${asking.url ?? ''}"><label>Name <input name="who" autofocus></label> <button>Continue</button></form></main></html>`)
      return
    }
    const chunks: Buffer[] = []
    for await (const chunk of asking) chunks.push(chunk as Buffer)
    const accountId = new URLSearchParams(Buffer.concat(chunks).toString('utf8')).get('who') ?? ''
    const grant = new provider.Grant({ accountId, clientId: String(details.params['client_id']) })
    grant.addOIDCScope('openid profile')
    await provider.interactionFinished(asking, response, {
      login: { accountId, ...(this.said.acr ? { acr: this.said.acr } : {}), ...(this.said.amr ? { amr: [...this.said.amr] } : {}) },
      consent: { grantId: await grant.save() },
    })
  }
}

type Answer = { readonly status: number; readonly location: string | undefined; readonly cookies: readonly string[]; readonly text: string }

/** Each request by a connection of its own, since the servers of these tests come and go. */
const exchange = (address: string, headers: Readonly<Record<string, string>>, form?: Readonly<Record<string, string>>): Promise<Answer> => new Promise((resolve, reject) => {
  const body = form ? new URLSearchParams(form).toString() : undefined
  const sent = request(address, {
    agent: false, method: form ? 'POST' : 'GET',
    headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(body) }) },
  }, (answer) => {
    const chunks: Buffer[] = []
    answer.on('data', (chunk: Buffer) => chunks.push(chunk))
    answer.on('end', () => resolve({ status: answer.statusCode ?? 0, location: answer.headers.location, cookies: answer.headers['set-cookie'] ?? [], text: Buffer.concat(chunks).toString('utf8') }))
  })
  sent.on('error', reject)
  sent.end(body)
})

/** A browser without a screen: keeps cookies by host, and follows redirections one by one so that a test may interfere. */
export class PlainBrowser {
  readonly #cookies = new Map<string, Map<string, string>>()

  async go(address: string, form?: Readonly<Record<string, string>>): Promise<{ readonly status: number; readonly at: string; readonly to: string | null; readonly text: string }> {
    const { host } = new URL(address)
    const jar = this.#cookies.get(host) ?? new Map<string, string>()
    this.#cookies.set(host, jar)
    const answer = await exchange(address, {
      cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; '),
      'user-agent': 'Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0',
    }, form)
    for (const cookie of answer.cookies) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? []
      if (/max-age=0|expires=Thu, 01 Jan 1970/i.test(cookie) || value === '') jar.delete(name)
      else jar.set(name, value)
    }
    return { status: answer.status, at: address, to: answer.location === undefined ? null : new URL(answer.location, address).href, text: answer.text }
  }

  /** Follows redirections up to the first address that `until` names, which is not opened, or to a page. */
  async follow(address: string, until: (address: string) => boolean = () => false): Promise<{ readonly status: number; readonly at: string; readonly text: string }> {
    let next = address
    for (let hop = 0; hop < 15; hop += 1) {
      if (until(next)) return { status: 0, at: next, text: '' }
      const answer = await this.go(next)
      if (answer.to === null) return answer
      next = answer.to
    }
    throw new Error(`too many redirections from ${address}`)
  }

  cookie(address: string, name: string): string | undefined {
    return this.#cookies.get(new URL(address).host)?.get(name)
  }
}
