import { z } from 'zod'
import { route } from '#platform/doors/route'
import { refuse } from '#vocabulary/refusal'
import { endByProvider } from '../store/provider-rows.ts'

// The provider is told in the way that it knows: 400, for whatever is wrong with a token. Where we cannot tell it is not the token's fault, and may be sent again.
const wrong = refuse('logout-token', { status: 400 })
const away = refuse('provider-away', { status: 503 })

export const endProviderSessions = route({
  name: 'session.end-by-provider',
  kind: 'act',
  for: 'anyone',
  secret: true,
  about: 'For the provider of identities: ends at once what was opened through it, by a token that it signs (OpenID Connect Back-Channel Logout 1.0): one session of it, or all of a person. Each token counts once.',
  asks: z.object({ logout_token: z.string().min(1).max(8_000) }),
  gives: z.strictObject({ ended: z.number().int() }),
  prepares: async ({ signIn }, { logout_token: token }) => (await signIn.provider?.loggedOut(token)) ?? null,
  async answers({ tx, now, concernsAccount }, _input, said) {
    if (said === 'away') return away
    if (!said) return wrong
    const done = await endByProvider(tx, said, now)
    if (!done) return wrong
    if (done.account) concernsAccount(done.account)
    return { ended: done.ended }
  },
})
