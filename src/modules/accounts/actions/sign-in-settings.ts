import type { Configuration } from '#platform/configuration'
import { officeKinds, type OfficeKind } from '#vocabulary/office-kind'
import { IdentityProvider } from './identity-provider.ts'

/** How an installation lets people in. */
export type SignInSettings = {
  /** Who must have a second factor, by the kind of the office. */
  readonly secondFactorFor: readonly OfficeKind[]
  /** The ministry's own sign-in, where one is set up. */
  readonly provider: IdentityProvider | null
}

/** Reads how people sign in here from the settings; nothing outside is asked yet. */
export const signInSettings = (settings: Configuration, publicUrl: string): SignInSettings => ({
  secondFactorFor: kindsIn(settings.ARIADNE_SECOND_FACTOR ?? (settings.ARIADNE_MODE === 'production' ? 'all' : 'none')),
  provider: providerIn(settings, publicUrl),
})

const kindsIn = (setting: string): readonly OfficeKind[] => {
  const named = setting.split(',').map((kind) => kind.trim())
  return named.includes('all') ? officeKinds : officeKinds.filter((kind) => named.includes(kind))
}

const listIn = (setting: string | undefined): readonly string[] => (setting ?? '').split(',').map((one) => one.trim()).filter((one) => one !== '')

function providerIn(settings: Configuration, publicUrl: string): IdentityProvider | null {
  const { ARIADNE_OIDC_ISSUER: issuer, ARIADNE_OIDC_CLIENT_ID: clientId, ARIADNE_OIDC_CLIENT_SECRET: clientSecret } = settings
  if (issuer === undefined || clientId === undefined || clientSecret === undefined) return null
  return new IdentityProvider({
    issuer, clientId, clientSecret, publicUrl,
    name: settings.ARIADNE_OIDC_NAME ?? new URL(issuer).hostname,
    loginClaim: settings.ARIADNE_OIDC_LOGIN_CLAIM ?? null,
    strong: listIn(settings.ARIADNE_OIDC_SECOND_FACTOR),
  })
}
