import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { SignInSettings } from '#accounts'
import { sealerOf } from '#platform/seal-secret'

/** An installation in which nobody must have a second factor and no provider is set up, unless the test says so. */
export const signInForTests = (settings: Partial<SignInSettings> = {}): SignInSettings =>
  ({ sealer: sealerOf(mkdtempSync(join(tmpdir(), 'ariadne-keys-'))), secondFactorFor: [], provider: null, ...settings })
