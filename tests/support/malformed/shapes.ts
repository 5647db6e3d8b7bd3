import type { Chance } from './chance.ts'

const host = 'Host: localhost\r\n'
const jsonType = 'Content-Type: application/json\r\n'

/** Requests that no HTTP client would write: two lengths, lengths that lie, chunks that are none, lines without end, other protocols. */
export const shapesFor: Readonly<Record<string, (path: string) => string | Buffer>> = {
  'length and chunks': (path) => `POST ${path} HTTP/1.1\r\n${host}${jsonType}Content-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nGET /healthz HTTP/1.1\r\n${host}\r\n`,
  'chunks and length': (path) => `POST ${path} HTTP/1.1\r\n${host}${jsonType}Transfer-Encoding: chunked\r\nContent-Length: 4\r\n\r\n5c\r\nGET /healthz HTTP/1.1\r\n\r\n0\r\n\r\n`,
  'two lengths': (path) => `POST ${path} HTTP/1.1\r\n${host}${jsonType}Content-Length: 2\r\nContent-Length: 40\r\n\r\n{}`,
  'two lengths in one line': (path) => `POST ${path} HTTP/1.1\r\n${host}${jsonType}Content-Length: 2, 40\r\n\r\n{}`,
  'a length with a sign': (path) => `POST ${path} HTTP/1.1\r\n${host}${jsonType}Content-Length: +2\r\n\r\n{}`,
  'a length below nothing': (path) => `POST ${path} HTTP/1.1\r\n${host}${jsonType}Content-Length: -1\r\n\r\n{}`,
  'a length beyond numbers': (path) => `POST ${path} HTTP/1.1\r\n${host}${jsonType}Content-Length: 99999999999999999999999\r\n\r\n{}`,
  'a length in another base': (path) => `POST ${path} HTTP/1.1\r\n${host}${jsonType}Content-Length: 0x2\r\n\r\n{}`,
  'a disguised encoding': (path) => `POST ${path} HTTP/1.1\r\n${host}${jsonType}Transfer-Encoding: xchunked\r\n\r\n0\r\n\r\n`,
  'two encodings': (path) => `POST ${path} HTTP/1.1\r\n${host}${jsonType}Transfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n`,
  'a space before the colon': (path) => `POST ${path} HTTP/1.1\r\n${host}${jsonType}Transfer-Encoding : chunked\r\nContent-Length: 2\r\n\r\n{}`,
  'a chunk of nonsense': (path) => `POST ${path} HTTP/1.1\r\n${host}${jsonType}Transfer-Encoding: chunked\r\n\r\nzz\r\n{}\r\n0\r\n\r\n`,
  'a chunk beyond numbers': (path) => `POST ${path} HTTP/1.1\r\n${host}${jsonType}Transfer-Encoding: chunked\r\n\r\nfffffffffffffffff\r\n{}\r\n0\r\n\r\n`,
  'a chunk with long words': (path) => `POST ${path} HTTP/1.1\r\n${host}${jsonType}Transfer-Encoding: chunked\r\n\r\n2;${'x'.repeat(60_000)}\r\n{}\r\n0\r\n\r\n`,
  'a chunk that ends early': (path) => `POST ${path} HTTP/1.1\r\n${host}${jsonType}Transfer-Encoding: chunked\r\n\r\n2\r\n{}X\r\n0\r\n\r\n`,
  'a body cut short': (path) => `POST ${path} HTTP/1.1\r\n${host}${jsonType}Content-Length: 500\r\n\r\n{"a":`,
  'lines without return': (path) => `POST ${path} HTTP/1.1\n${host.replace('\r', '')}Content-Length: 2\n\n{}`,
  'a folded header': (path) => `POST ${path} HTTP/1.1\r\n${host}X: a\r\n  b: c\r\nContent-Length: 2\r\n\r\n{}`,
  'a header without name': (path) => `GET ${path} HTTP/1.1\r\n${host}: x\r\n\r\n`,
  'a null in a header': (path) => `GET ${path} HTTP/1.1\r\n${host}X: a\0b\r\n\r\n`,
  'a return in a header': (path) => `GET ${path} HTTP/1.1\r\n${host}X: a\rSet-Cookie: b=c\r\n\r\n`,
  'no host': (path) => `GET ${path} HTTP/1.1\r\n\r\n`,
  'two hosts': (path) => `GET ${path} HTTP/1.1\r\n${host}Host: elsewhere.example\r\n\r\n`,
  'headers beyond measure': (path) => `GET ${path} HTTP/1.1\r\n${host}X: ${'y'.repeat(200_000)}\r\n\r\n`,
  'headers without number': (path) => `GET ${path} HTTP/1.1\r\n${host}${'X: y\r\n'.repeat(5_000)}\r\n`,
  'an address beyond measure': () => `GET /${'a'.repeat(200_000)} HTTP/1.1\r\n${host}\r\n`,
  'an address with a space': () => `GET /files /x HTTP/1.1\r\n${host}\r\n`,
  'an address in bytes': () => Buffer.concat([Buffer.from('GET /'), Buffer.from([0xff, 0xfe, 0x80, 0x00]), Buffer.from(` HTTP/1.1\r\n${host}\r\n`)]),
  'a whole address': () => `GET http://elsewhere.example/files HTTP/1.1\r\n${host}\r\n`,
  'a star for an address': () => `OPTIONS * HTTP/1.1\r\n${host}\r\n`,
  'a tunnel': () => `CONNECT elsewhere.example:443 HTTP/1.1\r\n${host}\r\n`,
  'an upgrade': (path) => `GET ${path} HTTP/1.1\r\n${host}Connection: Upgrade\r\nUpgrade: websocket\r\nSec-WebSocket-Key: x\r\n\r\n`,
  'another protocol': () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n',
  'a handshake': () => Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01, 0x00, 0x01, 0xfc, 0x03, 0x03]),
  'an old protocol': () => 'GET /\r\n\r\n',
  'a newer protocol': (path) => `GET ${path} HTTP/9.9\r\n${host}\r\n`,
  'an unknown method': (path) => `NONSENSE ${path} HTTP/1.1\r\n${host}\r\n`,
  'many at once': (path) => `GET ${path} HTTP/1.1\r\n${host}\r\n`.repeat(30),
  'patience asked for': (path) => `POST ${path} HTTP/1.1\r\n${host}${jsonType}Expect: 100-continue\r\nContent-Length: 2\r\n\r\n{}`,
  'something else expected': (path) => `POST ${path} HTTP/1.1\r\n${host}${jsonType}Expect: nonsense\r\nContent-Length: 2\r\n\r\n{}`,
  'nothing': () => '',
}

/** One of these shapes at an address, now and then with bytes changed. */
export function shapes(chance: Chance, path: string): Buffer {
  const made = chance.pick(Object.values(shapesFor))(path)
  const bytes = Buffer.from(made)
  if (bytes.length > 0 && chance.falls(0.3)) bytes[chance.below(bytes.length)] = chance.below(256)
  return bytes
}
