import { once } from 'node:events'
import { connect, type Socket } from 'node:net'

/** What a search answers: nothing found, the name of what was, or that nobody can say, because it is away or did not take the whole file. */
export type Verdict = { readonly verdict: 'clean' | 'away' | 'not-taken' } | { readonly verdict: 'found'; readonly name: string }

/** A piece as clamd takes it: its length in four bytes and then the bytes. */
const pieceBytes = 64 * 1024
/** An answer is one short line; whoever sends more is no such program. */
const longestAnswer = 1_000

/** Where the program listens that searches files for viruses: clamd, or whatever speaks its INSTREAM. */
export const scannerAddress = /^(?:tcp:\/\/(?:[\w.-]+|\[[\da-f:]+\]):\d{1,5}|unix:\/[^\s]+)$/i

type Limits = { readonly connectMs: number; readonly wholeMs: number }
const usualLimits: Limits = { connectMs: 5_000, wholeMs: 60_000 }

/** Asks a program outside whether a file holds a virus. Whatever it answers that is not plainly one or the other counts as no answer. */
export class VirusSearch {
  readonly #to: { readonly path: string } | { readonly host: string; readonly port: number }
  readonly #limits: Limits

  constructor(address: string, limits: Limits = usualLimits) {
    const [, host = '', port] = /^tcp:\/\/\[?(.+?)\]?:(\d+)$/i.exec(address) ?? []
    this.#to = port === undefined ? { path: address.slice('unix:'.length) } : { host, port: Number(port) }
    this.#limits = limits
  }

  /** Searches all of it: an answer that comes before the last byte was sent is believed only when it is no. */
  async search(bytes: Buffer): Promise<Verdict> {
    let [hasBegun, wasSent] = [false, false]
    const { line, isLate } = await this.#asks('zINSTREAM\0', async (socket) => {
      hasBegun = true
      for (let at = 0; at < bytes.length; at += pieceBytes) await send(socket, withLength(bytes.subarray(at, at + pieceBytes)))
      await send(socket, Buffer.alloc(4))
      wasSent = true
    })
    const [, name] = /^stream: ([\x21-\x7e]{1,200}) FOUND$/.exec(line ?? '') ?? []
    if (name !== undefined) return { verdict: 'found', name }
    if (line === 'stream: OK' && wasSent) return { verdict: 'clean' }
    // clamd says that a file is too big and closes before it has read the rest, and then its answer is often lost on the way.
    const isCutOff = line === undefined && hasBegun && !wasSent && !isLate
    return { verdict: isCutOff || line === 'INSTREAM size limit exceeded. ERROR' ? 'not-taken' : 'away' }
  }

  /** Whether the program is there and answers. */
  readonly answers = async (): Promise<boolean> => (await this.#asks('zPING\0', () => Promise.resolve(), Math.min(2_000, this.#limits.wholeMs))).line === 'PONG'

  /** One question and the line that answers it; none where it did not come whole, or in time. */
  async #asks(question: string, rest: (socket: Socket) => Promise<void>, wholeMs = this.#limits.wholeMs): Promise<{ readonly line: string | undefined; readonly isLate: boolean }> {
    const socket = connect(this.#to)
    let isLate = false
    const giveUp = () => { isLate = true; socket.destroy() }
    const whole = setTimeout(giveUp, wholeMs)
    const reached = setTimeout(giveUp, this.#limits.connectMs)
    socket.once('connect', () => clearTimeout(reached))
    try {
      const line = answerOf(socket)
      // A program that has said no early does not take the rest: what counts is its answer.
      void sendAll(socket, question, rest)
      return { line: await line, isLate }
    } finally {
      clearTimeout(whole)
      clearTimeout(reached)
      socket.destroy()
    }
  }
}

async function sendAll(socket: Socket, question: string, rest: (socket: Socket) => Promise<void>): Promise<void> {
  try {
    if (socket.connecting) await once(socket, 'connect')
    await send(socket, Buffer.from(question))
    await rest(socket)
  } catch {
    // The connection is gone; the answer says so, or that it came before.
  }
}

function answerOf(socket: Socket): Promise<string | undefined> {
  return new Promise((resolve) => {
    let text = ''
    socket.on('data', (data: Buffer) => {
      text += data.toString('latin1')
      if (text.includes('\0')) resolve(text.slice(0, text.indexOf('\0')))
      else if (text.length > longestAnswer) resolve(undefined)
    })
    socket.on('error', () => undefined)
    socket.on('close', () => resolve(undefined))
  })
}

async function send(socket: Socket, bytes: Buffer): Promise<void> {
  if (socket.destroyed) throw new Error('the connection is closed')
  if (!socket.write(bytes)) await Promise.race([once(socket, 'drain'), once(socket, 'close').then(() => { throw new Error('the connection is closed') })])
}

function withLength(piece: Buffer): Buffer {
  const length = Buffer.alloc(4)
  length.writeUInt32BE(piece.length)
  return Buffer.concat([length, piece])
}
