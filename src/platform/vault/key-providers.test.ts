import { execFileSync } from 'node:child_process'
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { randomBytes } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { keyFileProvider, makeKeyFile } from './key-file.ts'
import type { KeyProvider } from './key-provider.ts'
import { keyServiceProvider } from './key-service.ts'

const folder = mkdtempSync(join(tmpdir(), 'ariadne-keys-'))
const now = new Date('2026-11-23T12:00:00Z')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

/** What every holder of master keys has to do alike. */
async function keepsItsPromises(provider: KeyProvider): Promise<void> {
  const data = randomBytes(32)
  const first = await provider.currentKeyId()
  const wrapped = await provider.wrap(data, 'her')
  expect(wrapped.master).toBe(first)
  expect(wrapped.blob.includes(data)).toBe(false)
  expect((await provider.unwrap(wrapped, 'her')).equals(data)).toBe(true)
  await expect(provider.unwrap(wrapped, 'him')).rejects.toThrow()
  const second = await provider.makeKey()
  expect(await provider.currentKeyId()).toBe(second)
  expect(await provider.listKeyIds()).toEqual([first, second])
  expect((await provider.unwrap(wrapped, 'her')).equals(data)).toBe(true)
  const again = await provider.wrap(data, 'her')
  await expect(provider.dropKey(second)).rejects.toThrow()
  await provider.dropKey(first)
  await expect(provider.unwrap(wrapped, 'her')).rejects.toThrow()
  expect((await provider.unwrap(again, 'her')).equals(data)).toBe(true)
}

describe('the key file', () => {
  test('keeps its promises, and only its owner may read it', async () => {
    const path = join(folder, 'one', 'master-keys.json')
    makeKeyFile(path, now)
    expect(statSync(path).mode & 0o777).toBe(0o600)
    await keepsItsPromises(keyFileProvider(path, () => now))
    expect(statSync(path).mode & 0o777).toBe(0o600)
  })

  test('is not made again over one that is there, and a key that another process makes is seen', async () => {
    const path = join(folder, 'two', 'master-keys.json')
    makeKeyFile(path, now)
    const [here, there] = [keyFileProvider(path), keyFileProvider(path)]
    const first = await here.currentKeyId()
    makeKeyFile(path, now)
    expect(await here.currentKeyId()).toBe(first)
    const second = await there.makeKey()
    expect(await here.currentKeyId()).toBe(second)
    expect((await here.wrap(randomBytes(32), 'her')).master).toBe(second)
  })

  test('is refused with a sentence when others may read it, when it is damaged, and when it is gone', async () => {
    const path = join(folder, 'three', 'master-keys.json')
    makeKeyFile(path, now)
    const provider = keyFileProvider(path)
    chmodSync(path, 0o644)
    await expect(provider.currentKeyId()).rejects.toThrow('chmod 600')
    chmodSync(path, 0o600)
    const whole = readFileSync(path, 'utf8')
    for (const text of ['', '{}', whole.slice(0, 40), whole.replace(/"key": "[^"]{8}/, '"key": "')]) {
      writeFileSync(path, text)
      await expect(keyFileProvider(path).currentKeyId()).rejects.toThrow('not a whole key file')
    }
    rmSync(path)
    await expect(provider.currentKeyId()).rejects.toThrow('is not there')
  })
})

/** A key service as an authority might run it: it keeps its master keys in a file of its own and asks for a token. */
function service(path: string): (request: IncomingMessage, reply: ServerResponse) => void {
  makeKeyFile(path, now)
  const keys = keyFileProvider(path)
  const answer = async (method: string, url: string, body: Record<string, string>): Promise<unknown> => {
    if (url === '/keys' && method === 'GET') return { current: await keys.currentKeyId(), keys: await keys.listKeyIds() }
    if (url === '/keys') return { key: await keys.makeKey() }
    if (url.startsWith('/keys/')) return keys.dropKey(decodeURIComponent(url.slice(6)))
    if (url === '/wrap') {
      const { master, blob } = await keys.wrap(Buffer.from(body['data'] ?? '', 'base64'), body['context'] ?? '')
      return { key: master, wrapped: blob.toString('base64') }
    }
    const data = await keys.unwrap({ master: body['key'] ?? '', blob: Buffer.from(body['wrapped'] ?? '', 'base64') }, body['context'] ?? '')
    return { data: data.toString('base64') }
  }
  return (request, reply) => {
    let text = ''
    request.on('data', (part: Buffer) => { text += part.toString() })
    request.on('end', () => {
      if (request.headers.authorization !== 'Bearer right') return void reply.writeHead(401).end()
      answer(request.method ?? '', request.url ?? '', text === '' ? {} : (JSON.parse(text) as Record<string, string>)).then(
        (value) => reply.writeHead(200, { 'content-type': 'application/json' }).end(value === undefined ? '' : JSON.stringify(value)),
        () => reply.writeHead(409).end('{"error":"no"}'),
      )
    })
  }
}

describe('a key service outside', () => {
  const open = createServer(service(join(folder, 'service', 'master-keys.json')))
  beforeAll(() => new Promise<void>((resolve) => void open.listen(0, '127.0.0.1', resolve)))
  afterAll(() => void open.close())
  const url = () => `http://127.0.0.1:${(open.address() as AddressInfo).port}`

  test('keeps its promises', () => keepsItsPromises(keyServiceProvider({ url: url(), token: 'right' })))

  test('is refused without its token, over an open line to another machine, and when it is away', async () => {
    await expect(keyServiceProvider({ url: url(), token: 'wrong' }).currentKeyId()).rejects.toThrow('answered keys with 401')
    expect(() => keyServiceProvider({ url: 'http://keys.example', token: 'right' })).toThrow('needs an https:// address')
    await expect(keyServiceProvider({ url: 'http://127.0.0.1:1', token: 'right' }).wrap(randomBytes(32), 'her')).rejects.toThrow('cannot be reached')
  })

  test('is spoken to over HTTPS when its certificate is known, and not when it is not', async () => {
    const [key, certificate] = [join(folder, 'key.pem'), join(folder, 'certificate.pem')]
    execFileSync('openssl', ['req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes', '-days', '2', '-subj', '/CN=localhost', '-addext', 'subjectAltName=DNS:localhost', '-keyout', key, '-out', certificate], { stdio: 'ignore' })
    expect(existsSync(certificate)).toBe(true)
    const secure = createSecureServer({ key: readFileSync(key), cert: readFileSync(certificate) }, service(join(folder, 'secure', 'master-keys.json')))
    await new Promise<void>((resolve) => void secure.listen(0, 'localhost', resolve))
    const address = `https://localhost:${(secure.address() as AddressInfo).port}`
    try {
      await expect(keyServiceProvider({ url: address, token: 'right' }).currentKeyId()).rejects.toThrow('cannot be reached')
      const script = `const { keyServiceProvider } = await import('./src/platform/vault/key-service.ts'); console.log(await keyServiceProvider({ url: '${address}', token: 'right' }).currentKeyId())`
      const said = await new Promise<string>((resolve, reject) => {
        // Asked from a process of its own, which is told of the certificate as an administrator would.
        void import('node:child_process').then(({ execFile }) => execFile(process.execPath, ['--import', 'tsx', '--input-type=module', '-e', script], { env: { ...process.env, NODE_EXTRA_CA_CERTS: certificate } }, (error, out) => (error ? reject(error) : resolve(out))))
      })
      expect(said).toMatch(/^2026-11-23-[0-9a-f]{8}\n$/)
    } finally {
      secure.close()
    }
  })
})
