import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { sealerOf } from './seal-secret.ts'

const home = mkdtempSync(join(tmpdir(), 'ariadne-seal-'))
afterAll(() => rmSync(home, { recursive: true }))

test('what is sealed is opened by every server of the home, and by no other home', async () => {
  const sealed = await sealerOf(home).seal('KRSXG5A', 'second factor of a')
  expect(sealed.includes('KRSXG5A')).toBe(false)
  expect(await sealerOf(home).open(sealed, 'second factor of a')).toBe('KRSXG5A')
  const other = mkdtempSync(join(tmpdir(), 'ariadne-seal-'))
  await expect(sealerOf(other).open(sealed, 'second factor of a')).rejects.toThrow()
  rmSync(other, { recursive: true })
})

test('what is sealed about one person does not open for another, nor after one bit has changed', async () => {
  const sealed = await sealerOf(home).seal('KRSXG5A', 'second factor of a')
  await expect(sealerOf(home).open(sealed, 'second factor of b')).rejects.toThrow()
  const changed = Buffer.from(sealed)
  changed[20] = (changed[20] ?? 0) ^ 1
  await expect(sealerOf(home).open(changed, 'second factor of a')).rejects.toThrow()
})

test('the key is a file that only its owner reads', () => {
  const file = join(home, 'keys', 'sign-in.key')
  expect(statSync(file).mode & 0o777).toBe(0o600)
  expect(Buffer.from(readFileSync(file, 'utf8'), 'base64').length).toBe(32)
})
