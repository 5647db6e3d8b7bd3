import type { SignInSettings } from '#accounts'

/** An installation in which nobody must have a second factor and no provider is set up, unless the test says so. */
export const signInForTests = (settings: Partial<SignInSettings> = {}): SignInSettings => ({ secondFactorFor: [], provider: null, ...settings })
