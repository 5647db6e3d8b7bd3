import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, describe, expect, test } from 'vitest'
import { standInScanner, type StandIn } from '../../../tests/support/stand-in-scanner.ts'
import { scannerAddress, VirusSearch } from './virus-search.ts'

const open: StandIn[] = []
const scanner = async (how: Parameters<typeof standInScanner>[0] = {}) => { const stand = await standInScanner(how); open.push(stand); return stand }
afterEach(async () => { for (const stand of open.splice(0)) await stand.close() })
const quick = { connectMs: 300, wholeMs: 500 }
const virus = Buffer.from('INVENTED-VIRUS-SIGN-OF-ARIADNE')

describe('a search for viruses, by what clamd speaks', () => {
  test('sends the whole file in pieces with their length, and believes what it is told', async () => {
    const stand = await scanner()
    const search = new VirusSearch(stand.address)
    for (const size of [0, 1, 65_535, 65_536, 65_537, 3_000_000]) {
      const bytes = Buffer.alloc(size, 'abcdefg')
      expect(await search.search(bytes)).toEqual({ verdict: 'clean' })
      expect([stand.received.length, stand.received.equals(bytes)]).toEqual([size, true])
    }
    expect(Math.max(...stand.pieces)).toBe(65_536)
    expect(await search.search(Buffer.concat([Buffer.alloc(2_000_000), virus]))).toEqual({ verdict: 'found', name: 'Invented.Virus' })
    expect(await search.answers()).toBe(true)
  })

  test('works over a socket of this machine as well', async () => {
    const stand = await scanner({ path: join(mkdtempSync(join(tmpdir(), 'ariadne-clam-')), 'clamd.ctl') })
    expect(stand.address).toMatch(/^unix:\//)
    expect(await new VirusSearch(stand.address).search(virus)).toEqual({ verdict: 'found', name: 'Invented.Virus' })
  })

  test('is told that a file is larger than it takes, or loses the answer, and says so in both cases', async () => {
    const limited = await scanner({ most: 100_000 })
    expect(await new VirusSearch(limited.address).search(Buffer.alloc(100_000))).toEqual({ verdict: 'clean' })
    expect(await new VirusSearch(limited.address).search(Buffer.alloc(150_000))).toEqual({ verdict: 'not-taken' })
    expect(await new VirusSearch(limited.address).search(Buffer.alloc(15_000_000))).toEqual({ verdict: 'not-taken' })
    const cutting = await scanner({ answers: (socket) => void socket.once('data', () => socket.resetAndDestroy()) })
    expect(await new VirusSearch(cutting.address).search(Buffer.alloc(15_000_000))).toEqual({ verdict: 'not-taken' })
  })

  test.each<[string, (socket: Socket) => void]>([
    ['hangs', () => undefined], ['takes nothing', (socket) => void socket.pause()], ['closes at once', (socket) => void socket.end()], ['closes with a reset', (socket) => void socket.resetAndDestroy()],
    ['says yes before it has seen the file', (socket) => void socket.write('stream: OK\0')], ['answers with something else', (socket) => void socket.on('data', () => socket.write('HTTP/1.1 400 Bad Request\r\n\r\n\0'))],
    ['never ends its line', (socket) => void socket.on('data', () => socket.write('stream: OK'))], ['says yes with a line end in place of its end', (socket) => void socket.on('data', () => socket.write('stream: OK\n'))],
    ['talks without end', (socket) => { const timer = setInterval(() => socket.destroyed ? clearInterval(timer) : socket.write('x'.repeat(10_000)), 1) }], ['is not sure', (socket) => void socket.on('data', () => socket.write('stream: OK maybe\0'))],
    ['could not look', (socket) => void socket.on('data', () => socket.write('stream: Can\'t allocate memory ERROR\0'))], ['found something without a name', (socket) => void socket.on('data', () => socket.write('stream:  FOUND\0'))],
    ['drips its answer', (socket) => { const text = 'stream: OK\0'; let at = 0; const timer = setInterval(() => socket.destroyed ? clearInterval(timer) : socket.write(text[at++ % text.length] ?? ''), 100) }],
  ])('that %s has not said that a file is clean', async (_, answers) => {
    const stand = await scanner({ answers })
    const began = performance.now()
    const { verdict } = await new VirusSearch(stand.address, quick).search(Buffer.alloc(12_000_000))
    expect(['away', 'not-taken']).toContain(verdict)
    expect(performance.now() - began).toBeLessThan(3_000)
    expect(await new VirusSearch(stand.address, quick).answers()).toBe(false)
  })

  test('where nobody listens, or nobody can be reached, is away at once', async () => {
    for (const address of ['tcp://127.0.0.1:9', 'unix:/nowhere/clamd.ctl', 'tcp://nowhere.invalid:3310']) {
      const search = new VirusSearch(address, quick)
      expect([await search.search(virus), await search.answers()]).toEqual([{ verdict: 'away' }, false])
    }
  })

  test.each(['tcp://127.0.0.1:3310', 'tcp://scanner.example:3310', 'tcp://[::1]:3310', 'unix:/run/clamav/clamd.ctl'])('is found at %s', (address) => expect(address).toMatch(scannerAddress))
  test.each(['127.0.0.1:3310', 'http://127.0.0.1:3310', 'tcp://127.0.0.1', 'unix:clamd.ctl', 'tcp://a b:1', 'unix:/a b'])('is not found at %s', (address) => expect(address).not.toMatch(scannerAddress))
})

const clamd = '/usr/sbin/clamd'
const home = mkdtempSync(join(tmpdir(), 'ariadne-clamd-'))
afterAll(() => rmSync(home, { recursive: true, force: true }))

// Where Debian's clamd is installed; elsewhere the report says that this was skipped.
test.runIf(existsSync(clamd))('a real clamd with a list of our own finds what is on it, over both ways, and is too small for a large file', async () => {
  const eicar = Buffer.from('X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*')
  mkdirSync(join(home, 'lists'))
  writeFileSync(join(home, 'lists', 'own.hdb'), `${createHash('md5').update(eicar).digest('hex')}:${eicar.length}:Ariadne.Invented.Eicar\n`)
  writeFileSync(join(home, 'lists', 'own.ndb'), `Ariadne.Invented.Sign:0:*:${virus.toString('hex')}\n`)
  writeFileSync(join(home, 'clamd.conf'), ['Foreground yes', `DatabaseDirectory ${join(home, 'lists')}`, `LocalSocket ${join(home, 'clamd.ctl')}`, 'TCPSocket 33117', 'TCPAddr 127.0.0.1', 'StreamMaxLength 1M', ''].join('\n'))
  const running = spawn(clamd, [`--config-file=${join(home, 'clamd.conf')}`], { stdio: 'ignore' })
  try {
    for (const address of [`unix:${join(home, 'clamd.ctl')}`, 'tcp://127.0.0.1:33117']) {
      const search = new VirusSearch(address)
      for (let tries = 0; tries < 100 && !(await search.answers()); tries += 1) await new Promise((resolve) => setTimeout(resolve, 100))
      expect(await search.search(eicar)).toEqual({ verdict: 'found', name: 'Ariadne.Invented.Eicar.UNOFFICIAL' })
      expect(await search.search(Buffer.concat([Buffer.alloc(300_000, 'x'), virus]))).toEqual({ verdict: 'found', name: 'Ariadne.Invented.Sign.UNOFFICIAL' })
      for (const size of [0, 1, 65_537, 900_000]) expect(await search.search(Buffer.alloc(size, 'x'))).toEqual({ verdict: 'clean' })
      expect(await search.search(Buffer.alloc(5_000_000, 'x'))).toEqual({ verdict: 'not-taken' })
    }
  } finally {
    running.kill()
  }
}, 60_000)
