import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'

/** Published files of others that lie beside the project, never in it: their terms allow research and no copies. */
const folder = join(import.meta.dirname, '..', '..', '..', 'shared', 'data')

export const realFile = (name: string): Buffer => readFileSync(join(folder, name))

/** Proofs against a real file. Where it is not at hand that is said in a line; the build server has it, so there its absence is a fault. */
export function withRealFile(name: string, proofs: () => void): void {
  const isHere = existsSync(join(folder, name))
  if (!isHere) console.log(`${name} does not lie beside the project in shared/data: what it would prove is not proven here`)
  if (!isHere && process.env['CI'] === 'true') test(`${name} lies beside the clone`, () => { expect(isHere).toBe(true) })
  describe.skipIf(!isHere)(name, proofs)
}
