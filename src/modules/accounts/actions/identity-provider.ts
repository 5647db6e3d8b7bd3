import { createHash } from 'node:crypto'
import { createRemoteJWKSet, jwtVerify, type JWTVerifyGetKey } from 'jose'
import {
  allowInsecureRequests, authorizationCodeGrant, buildAuthorizationUrl, buildEndSessionUrl, calculatePKCECodeChallenge, ClientSecretBasic,
  type Configuration, discovery,
} from 'openid-client'

export type ProviderSettings = {
  readonly issuer: string
  readonly clientId: string
  readonly clientSecret: string
  readonly publicUrl: string
  /** What the button says. */
  readonly name: string
  /** The claim that names the login, where one does; a person is then bound at the first sign-in and not by invitation. */
  readonly loginClaim: string | null
  /** Values of `acr` or `amr` that are as good as our own second factor. */
  readonly strong: readonly string[]
}

/** Whom the provider has recognised: its own name for the person, and what else we asked of it. */
export type Recognised = { readonly issuer: string; readonly subject: string; readonly login: string | null; readonly strong: boolean; readonly sid: string | null }

/** What a logout token of the provider says: whose sessions end, all or the one that it names, under which name the token counts once and until when it is good. */
export type LoggedOut = { readonly issuer: string; readonly subject: string | null; readonly sid: string | null; readonly token: string; readonly until: Date }

const logoutEvent = 'http://schemas.openid.net/event/backchannel-logout'
const signedBy = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519']
const secondsOfClocks = 30

const secondsToAnswer = 5
const millisecondsOfRest = 5_000

/** Three secrets out of one that only the browser holds: nobody else can finish the trip, and nothing of it has to be stored. */
const derived = (trip: string, purpose: string): string => createHash('sha256').update(`${purpose} ${trip}`).digest('base64url')

const textIn = (claim: unknown): string | null => (typeof claim === 'string' && claim !== '' ? claim : null)

/**
 * A provider of identities by OpenID Connect: authorization code, with PKCE, state and nonce. It is looked up when it is first needed
 * and again whenever that failed, so neither our start nor its return waits for the other.
 */
export class IdentityProvider {
  readonly settings: ProviderSettings
  #known: Promise<Configuration> | undefined
  #keys: JWTVerifyGetKey | undefined
  #restsUntil = 0
  #failed = false

  constructor(settings: ProviderSettings) {
    this.settings = settings
  }

  get name(): string {
    return this.settings.name
  }

  /** Whether the last question found nobody; asking this asks again, in the background, so that the answer comes true by itself. */
  get isAway(): boolean {
    void this.#lookedUp()
    return this.#failed
  }

  get #returnAddress(): string {
    return `${this.settings.publicUrl.replace(/\/$/, '')}/sign-in/provider/back`
  }

  /** Where to send the browser; null while the provider does not answer. */
  async authorizationAddress(trip: string): Promise<string | null> {
    const known = await this.#lookedUp()
    if (!known) return null
    const { loginClaim, strong } = this.settings
    const address = buildAuthorizationUrl(known, {
      redirect_uri: this.#returnAddress,
      scope: loginClaim === null ? 'openid' : 'openid profile',
      state: derived(trip, 'state'),
      nonce: derived(trip, 'nonce'),
      code_challenge: await calculatePKCECodeChallenge(derived(trip, 'verifier')),
      code_challenge_method: 'S256',
      ...(strong.length > 0 ? { acr_values: strong.join(' ') } : {}),
    })
    return address.href
  }

  /** Exchanges what the browser brought back; null when anything of it is not what this trip must bring. */
  async recognise(trip: string, query: string): Promise<Recognised | null> {
    const known = await this.#lookedUp()
    if (!known) return null
    const back = new URL(`${this.#returnAddress}${query}`)
    const tokens = await authorizationCodeGrant(known, back, {
      expectedState: derived(trip, 'state'), expectedNonce: derived(trip, 'nonce'), pkceCodeVerifier: derived(trip, 'verifier'), idTokenExpected: true,
    }).catch(() => null)
    const claims = tokens?.claims()
    if (!claims) return null
    const { loginClaim, strong } = this.settings
    const named = loginClaim === null ? undefined : claims[loginClaim]
    const methods = [claims['acr'], ...(Array.isArray(claims['amr']) ? claims['amr'] : [])]
    return {
      issuer: claims.iss, subject: claims.sub, login: typeof named === 'string' ? named.toLowerCase() : null,
      strong: methods.some((method) => typeof method === 'string' && strong.includes(method)),
      sid: textIn(claims['sid']),
    }
  }

  /**
   * Reads a logout token as OpenID Connect Back-Channel Logout 1.0, section 2.6, asks: signed by the provider for us, fresh, with its event, naming a person or a session, and no other token
   * in disguise (its own type, no nonce). Null when anything is missing; that each counts once is for the database.
   */
  async loggedOut(token: string): Promise<LoggedOut | null> {
    const known = await this.#lookedUp()
    const at = known?.serverMetadata().jwks_uri
    if (!known || !at) return null
    this.#keys ??= createRemoteJWKSet(new URL(at), { timeoutDuration: secondsToAnswer * 1_000 })
    const read = await jwtVerify(token, this.#keys, {
      issuer: known.serverMetadata().issuer, audience: this.settings.clientId, algorithms: signedBy, requiredClaims: ['iat', 'exp', 'jti'], typ: 'logout+jwt', maxTokenAge: '10 minutes', clockTolerance: secondsOfClocks,
    }).catch(() => null)
    if (!read) return null
    const { iss, sub, sid, jti, exp = 0, events, nonce } = read.payload
    if (nonce !== undefined || typeof events !== 'object' || events === null || typeof (events as Record<string, unknown>)[logoutEvent] !== 'object') return null
    const [subject, session, mark] = [textIn(sub), textIn(sid), textIn(jti)]
    if (iss === undefined || mark === null || (subject === null && session === null)) return null
    return { issuer: iss, subject, sid: session, token: mark, until: new Date((exp + secondsOfClocks) * 1_000) }
  }

  /** Where the browser signs out at the provider too; null where it offers nothing of the kind, or does not answer. */
  async endSessionAddress(): Promise<string | null> {
    const known = await this.#lookedUp()
    if (!known?.serverMetadata().end_session_endpoint) return null
    return buildEndSessionUrl(known, { post_logout_redirect_uri: `${this.settings.publicUrl.replace(/\/$/, '')}/sign-in` }).href
  }

  /** After a failure nobody waits again for a few seconds, else each visitor would hold a request open as long as the provider is down. */
  async #lookedUp(): Promise<Configuration | null> {
    if (!this.#known && performance.now() < this.#restsUntil) return null
    this.#known ??= this.#discover()
    return this.#known.then((found) => {
      this.#failed = false
      return found
    }, () => {
      this.#known = undefined
      this.#failed = true
      this.#restsUntil = performance.now() + millisecondsOfRest
      return null
    })
  }

  async #discover(): Promise<Configuration> {
    const { issuer, clientId, clientSecret } = this.settings
    const address = new URL(issuer)
    const isOwnMachine = ['127.0.0.1', 'localhost', '[::1]'].includes(address.hostname)
    return discovery(address, clientId, undefined, ClientSecretBasic(clientSecret), {
      timeout: secondsToAnswer, ...(isOwnMachine && address.protocol === 'http:' ? { execute: [allowInsecureRequests] } : {}),
    })
  }
}
