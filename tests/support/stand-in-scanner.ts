import { createServer, type AddressInfo, type Socket } from 'node:net'

export type StandIn = {
  readonly address: string
  /** The file that came last, put together from its pieces. */
  readonly received: Buffer
  readonly pieces: readonly number[]
  readonly close: () => Promise<void>
}

/** A program that speaks clamd's INSTREAM for tests: it finds one invented sign. `most` is how large a file it takes; `answers` takes its place. */
export async function standInScanner({ most = 30_000_000, path, answers }: { readonly most?: number; readonly path?: string; readonly answers?: (socket: Socket) => void } = {}): Promise<StandIn> {
  const open = new Set<Socket>()
  const last = { received: Buffer.alloc(0), pieces: [] as number[] }
  const server = createServer((socket) => {
    open.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => open.delete(socket))
    if (answers) answers(socket)
    else speak(socket, most, last)
  })
  await new Promise<void>((resolve) => { if (path === undefined) server.listen(0, '127.0.0.1', resolve); else server.listen(path, resolve) })
  return {
    address: path === undefined ? `tcp://127.0.0.1:${(server.address() as AddressInfo).port}` : `unix:${path}`,
    get received() { return last.received },
    get pieces() { return last.pieces },
    close: async () => {
      for (const socket of open) socket.destroy()
      await new Promise((resolve) => { server.close(resolve) })
    },
  }
}

function speak(socket: Socket, most: number, last: { received: Buffer; pieces: number[] }): void {
  let held = Buffer.alloc(0)
  let asked: string | undefined
  const pieces: Buffer[] = []
  socket.on('data', (data: Buffer) => {
    held = Buffer.concat([held, data])
    if (asked === undefined) {
      const end = held.indexOf(0)
      if (end < 0) return
      asked = held.toString('latin1', 0, end)
      held = held.subarray(end + 1)
      if (asked === 'zPING') { socket.end('PONG\0'); return }
      if (asked !== 'zINSTREAM') { socket.end('UNKNOWN COMMAND\0'); return }
    }
    for (; held.length >= 4;) {
      const length = held.readUInt32BE(0)
      if (length === 0) {
        Object.assign(last, { received: Buffer.concat(pieces), pieces: pieces.map((piece) => piece.length) })
        socket.end(last.received.includes('INVENTED-VIRUS-SIGN-OF-ARIADNE') ? 'stream: Invented.Virus FOUND\0' : 'stream: OK\0')
        return
      }
      if (held.length < 4 + length) return
      pieces.push(Buffer.from(held.subarray(4, 4 + length)))
      held = held.subarray(4 + length)
      if (pieces.reduce((sum, piece) => sum + piece.length, 0) > most) {
        socket.write('INSTREAM size limit exceeded. ERROR\0')
        socket.destroySoon()
        return
      }
    }
  })
}
