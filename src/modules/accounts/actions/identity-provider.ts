import { createHash } from 'node:crypto'
import { createRemoteJWKSet, errors, jwtVerify, type JWTVerifyGetKey } from 'jose'
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

/** Whom the provider has recognised: its own name for the person, what else we asked of it, and when it said so, in seconds of its own clock. */
export type Recognised = { readonly issuer: string; readonly subject: string; readonly login: string | null; readonly strong: boolean; readonly sid: string | null; readonly saidAt: number }

/** What a logout token of the provider says, and when: whose sessions end, all or the one that it names, under which name the token counts once and until when it can be good. */
export type LoggedOut = { readonly issuer: string; readonly subject: string | null; readonly sid: string | null; readonly token: string; readonly saidAt: number; readonly until: Date }

const logoutEvent = 'http://schemas.openid.net/event/backchannel-logout'
const signedBy = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519']
const secondsOfClocks = 30
const secondsOfAge = 600

const secondsToAnswer = 5
const millisecondsOfRest = 5_000

/** Three secrets out of one that only the browser holds: nobody else can finish the trip, and nothing of it has to be stored. */
const derived = (trip: string, purpose: string): string => createHash('sha256').update(`${purpose} ${trip}`).digest('base64url')

/** A provider on the own machine, as in tests, may speak without encryption, and nobody else. */
const isSafe = ({ protocol, hostname }: URL): boolean => protocol === 'https:' || (protocol === 'http:' && ['127.0.0.1', 'localhost', '[::1]'].includes(hostname))

/** What `jose` finds wrong with a token, apart from what is wrong with the provider's keys or the way to them. */
const isAboutToken = (fault: unknown): boolean =>
  fault instanceof errors.JOSEError && /^ERR_(JW[TS]_|JWKS_NO_MATCHING_KEY|JWKS_MULTIPLE_MATCHING_KEYS|JOSE_ALG_NOT_ALLOWED|JOSE_NOT_SUPPORTED)/.test(fault.code)

const isObject = (claim: unknown): claim is Record<string, unknown> => typeof claim === 'object' && claim !== null && !Array.isArray(claim)

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
      sid: textIn(claims['sid']), saidAt: claims.iat,
    }
  }

  /**
   * Reads a logout token as OpenID Connect Back-Channel Logout 1.0, section 2.6, asks: signed by the provider for us, fresh, with its event, naming a person or a session, and no other token
   * in disguise (its own type, no nonce). Null when anything is missing, and `away` when its keys cannot be had; that each counts once is for the database.
   */
  async loggedOut(token: string): Promise<LoggedOut | 'away' | null> {
    const known = await this.#lookedUp()
    const keys = known && this.#keysOf(known)
    if (!keys) return 'away'
    const read = await jwtVerify(token, keys, {
      issuer: known.serverMetadata().issuer, audience: this.settings.clientId, algorithms: signedBy, requiredClaims: ['iat', 'exp', 'jti'], typ: 'logout+jwt', maxTokenAge: secondsOfAge, clockTolerance: secondsOfClocks,
    }).catch((fault: unknown) => (isAboutToken(fault) ? null : 'away' as const))
    if (read === null || read === 'away') return read
    const { iss, sub, sid, jti, iat, events, nonce } = read.payload
    if (nonce !== undefined || !isObject(events) || !isObject(events[logoutEvent])) return null
    const [subject, session, mark] = [textIn(sub), textIn(sid), textIn(jti)]
    if (iss === undefined || iat === undefined || mark === null || (subject === null && session === null)) return null
    // Whatever its own end says: at this age it is refused.
    return { issuer: iss, subject, sid: session, token: mark, saidAt: iat, until: new Date((iat + secondsOfAge + 2 * secondsOfClocks) * 1_000) }
  }

  /** Where the provider says that its keys are; undefined where that is no address, or one that anybody on the way could answer. */
  #keysOf(known: Configuration): JWTVerifyGetKey | undefined {
    const at = URL.parse(known.serverMetadata().jwks_uri ?? '')
    if (!at || !isSafe(at)) return undefined
    return (this.#keys ??= createRemoteJWKSet(at, { timeoutDuration: secondsToAnswer * 1_000 }))
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
    return discovery(address, clientId, undefined, ClientSecretBasic(clientSecret), {
      timeout: secondsToAnswer, ...(address.protocol === 'http:' && isSafe(address) ? { execute: [allowInsecureRequests] } : {}),
    })
  }
}
