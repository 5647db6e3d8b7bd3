import { deflateSync } from 'node:zlib'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { dotsOf, exifOfTelephone, jpegPart, picture, pngChunk, withChunks, withParts } from '../../../tests/support/picture-parts.ts'
import { cleanFile } from './clean-picture.ts'
import { readExif } from './exif.ts'

const jpegs = ['baseline.jpg', 'progressive.jpg', 'restart.jpg', 'cmyk.jpg', 'grey.jpg'] as const
const exif = (how?: Parameters<typeof exifOfTelephone>[0]) => jpegPart(0xe1, Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), exifOfTelephone(how)]))
const xmp = jpegPart(0xe1, 'http://ns.adobe.com/xap/1.0/\0<x:xmpmeta><dc:creator>Verborgen Auteur</dc:creator><exif:GPSLatitude>50,50.76N</exif:GPSLatitude></x:xmpmeta>')
const iptc = jpegPart(0xed, 'Photoshop 3.0\x008BIM\x04\x04\0\0\0\0\0\x10\x1c\x02P\0\x0bVerborgen A')
const secrets = ['Specimen Telephone', 'Verborgen', 'GPS', 'Photoshop', 'ns.adobe.com', 'Schuilhuis', 'JFXX', 'MPF', 'ftyp']
const holds = (bytes: Buffer) => secrets.filter((secret) => bytes.includes(secret))
const cleaned = (bytes: Buffer, type: 'jpeg' | 'png') => cleanFile(bytes, type) ?? expect.fail('refused')
/** How a reader is told to turn it. */
const turned = (bytes: Buffer, type: 'jpeg' | 'png') => { const at = type === 'jpeg' ? bytes.indexOf('Exif\0\0') + 6 : bytes.indexOf('eXIf') + 4; return at < 10 ? 1 : readExif(bytes.subarray(at)).orientation }

describe('a JPEG', () => {
  test.each(jpegs)('%s that tells nothing stays bit for bit', (name) => {
    const bytes = picture(name)
    expect(cleaned(bytes, 'jpeg')).toEqual({ bytes, removed: [] })
  })

  test.each(jpegs)('%s keeps its dots and how it is turned, and loses place, camera, captions, previews and what stands behind its end', (name) => {
    const whole = Buffer.concat([withParts(picture(name), exif(), xmp, iptc, jpegPart(0xfe, 'Schuilhuis, tweede verdieping'), jpegPart(0xe0, 'JFXX\0\x10'), jpegPart(0xe2, 'MPF\0MM'), jpegPart(0xe7, 'Verborgen'), exif({ orientation: 3 })), Buffer.from('\0\0\0\x18ftypmp42 Verborgen film')])
    expect(holds(whole)).toEqual(expect.arrayContaining(['Specimen Telephone', 'GPS', 'ftyp']))
    const { bytes, removed } = cleaned(whole, 'jpeg')
    expect(removed).toEqual(['place', 'camera', 'words', 'other', 'behind'])
    expect(holds(bytes)).toEqual([])
    expect(turned(bytes, 'jpeg')).toBe(6)
    // The decoder that looks here draws no four colours: there the bytes of the dots are compared.
    if (name === 'cmyk.jpg') expect(bytes.includes(picture(name).subarray(picture(name).indexOf(Buffer.of(0xff, 0xdb))))).toBe(true)
    else expect(dotsOf(bytes, 'jpeg').equals(dotsOf(whole, 'jpeg'))).toBe(true)
    expect(bytes.length).toBe(picture(name).length + 36)
    expect(cleaned(bytes, 'jpeg')).toEqual({ bytes, removed: [] })
  })

  test.each([[1, 'II'], [3, 'MM'], [8, 'II'], [0, 'II'], [9, 'MM'], [65_535, 'II']] as const)('held as %i in the order %s is turned so afterwards, or not at all where there is no such way', (orientation, order) => {
    const { bytes } = cleaned(withParts(picture('baseline.jpg'), exif({ orientation, order })), 'jpeg')
    expect(turned(bytes, 'jpeg')).toBe(orientation >= 1 && orientation <= 8 ? orientation : 1)
    if (turned(bytes, 'jpeg') === 1) expect(bytes.equals(picture('baseline.jpg'))).toBe(true)
  })

  test('keeps its colours and loses the small picture in its head', () => {
    const colours = jpegPart(0xe2, 'ICC_PROFILE\0\x01\x01 profile')
    const small = Buffer.concat([Buffer.of(0xff, 0xd8), jpegPart(0xe0, `JFIF\0\x01\x01\0\0\x01\0\x01\x02\x01${'abcdef'}`), picture('baseline.jpg').subarray(20)])
    const { bytes, removed } = cleaned(withParts(small, colours, jpegPart(0xee, 'Adobe\0d\0\0\0\0\x01Verborgen')), 'jpeg')
    expect(removed).toEqual(['other'])
    expect(bytes.includes('ICC_PROFILE')).toBe(true)
    expect([bytes.includes('abcdef'), holds(bytes)]).toEqual([false, []])
    expect(bytes.indexOf(Buffer.from('Adobe\0d\0\0\0\0\x01', 'latin1'))).toBeGreaterThan(0)
  })

  const base = picture('baseline.jpg')
  test.each([
    ['cut off in its dots', base.subarray(0, -2)], ['cut off in its head', base.subarray(0, 100)], ['without any dots', Buffer.of(0xff, 0xd8, 0xff, 0xd9)], ['that is only a beginning', Buffer.of(0xff, 0xd8, 0xff)],
    ['with a part that is longer than the file', Buffer.concat([base.subarray(0, 2), Buffer.of(0xff, 0xe1, 0xff, 0xff), base.subarray(2)])], ['with a part of no length', Buffer.concat([base.subarray(0, 2), Buffer.of(0xff, 0xe1, 0, 1), base.subarray(2)])],
    ['with something between two parts', Buffer.concat([base.subarray(0, 20), Buffer.from('<script>'), base.subarray(20)])], ['with a second picture in it', Buffer.concat([base.subarray(0, 20), base.subarray(0)])],
    ['with a second frame', withParts(base, jpegPart(0xc0, Buffer.from('0800010001030111000211000311000', 'hex')))], ['with parts without end', Buffer.concat([base.subarray(0, 2), Buffer.alloc(400_000, jpegPart(0xfe, '')), base.subarray(2)])],
  ])('%s is refused', (_, bytes) => expect(cleanFile(bytes, 'jpeg')).toBeUndefined())
})

describe('a PNG', () => {
  const base = picture('plain.png')
  test('that tells nothing stays bit for bit', () => expect(cleaned(base, 'png')).toEqual({ bytes: base, removed: [] }))

  test('keeps its dots, size and colours and how it is turned, and loses every text, hour and place and what stands behind its end', () => {
    const drawn = [pngChunk('gAMA', Buffer.of(0, 0, 0xb1, 0x8f)), pngChunk('pHYs', Buffer.of(0, 0, 0x0b, 0x13, 0, 0, 0x0b, 0x13, 1))]
    const whole = Buffer.concat([withChunks(base, ...drawn, pngChunk('tEXt', 'Author\0Verborgen'), pngChunk('zTXt', Buffer.concat([Buffer.from('Raw profile type exif\0\0'), deflateSync('Verborgen')])), pngChunk('iTXt', 'XML:com.adobe.xmp\0\0\0\0\0<exif:GPSLatitude>'), pngChunk('tIME', Buffer.alloc(7, 1)), pngChunk('eXIf', exifOfTelephone()), pngChunk('vpAg', 'Verborgen')), Buffer.from('ftyp Verborgen')])
    const { bytes, removed } = cleaned(whole, 'png')
    expect(removed).toEqual(['place', 'camera', 'words', 'other', 'behind'])
    expect(holds(bytes)).toEqual([])
    expect(turned(bytes, 'png')).toBe(6)
    for (const chunk of drawn) expect(bytes.includes(chunk)).toBe(true)
    expect(bytes.includes('tEXt') || bytes.includes('tIME')).toBe(false)
    expect(dotsOf(bytes, 'png').equals(dotsOf(whole, 'png'))).toBe(true)
    expect(cleaned(bytes, 'png')).toEqual({ bytes, removed: [] })
  })

  test('has colours without a name', () => {
    const { bytes, removed } = cleaned(withChunks(base, pngChunk('iCCP', Buffer.concat([Buffer.from('Monitor of Verborgen\0\0'), deflateSync('profile')]))), 'png')
    expect([removed, holds(bytes), bytes.includes('iCCPcolours\0')]).toEqual([['other'], [], true])
  })

  const changed = Buffer.from(base)
  changed[60] = (changed[60] ?? 0) ^ 1
  test.each([
    ['cut off', base.subarray(0, -12)], ['cut off in a chunk', base.subarray(0, 80)], ['changed without its sum', changed], ['without dots', Buffer.concat([base.subarray(0, 33), base.subarray(-12)])], ['that begins otherwise', withChunks(Buffer.concat([base.subarray(0, 8), pngChunk('gAMA', 'abcd'), base.subarray(8)]))],
    ['with a chunk that every reader would have to know', withChunks(base, pngChunk('ZZZZ', 'x'))], ['with a chunk longer than the file', withChunks(base, Buffer.of(0xff, 0xff, 0xff, 0xf0, 0x74, 0x45, 0x58, 0x74, 0, 0, 0, 0))], ['with chunks without end', withChunks(base, Buffer.alloc(1_200_000, pngChunk('tEXt', '')))],
  ])('%s is refused', (_, bytes) => expect(cleanFile(bytes, 'png')).toBeUndefined())
})

describe('whatever stands beside the dots', () => {
  const part = fc.tuple(fc.constantFrom(0xe0, 0xe1, 0xe2, 0xe3, 0xe8, 0xed, 0xee, 0xef, 0xfe), fc.oneof(fc.uint8Array({ maxLength: 60 }).map((bytes) => Buffer.from(bytes)), fc.constantFrom(...['Exif\0\0', 'ICC_PROFILE\0\x01\x01', 'Adobe', 'JFIF\0'].map((text) => Buffer.from(text, 'latin1'))))).map(([mark, content]) => jpegPart(mark, content))
  test('the dots of a JPEG are those of before, and a second cleaning finds nothing', () => fc.assert(fc.property(fc.constantFrom(...jpegs.slice(0, 3)), fc.array(part, { maxLength: 6 }), fc.uint8Array({ maxLength: 30 }), (name, parts, behind) => {
    const { bytes } = cleaned(Buffer.concat([withParts(picture(name), ...parts), behind]), 'jpeg')
    const again = cleaned(bytes, 'jpeg')
    expect([bytes.subarray(bytes.indexOf(Buffer.of(0xff, 0xdb))).equals(picture(name).subarray(picture(name).indexOf(Buffer.of(0xff, 0xdb)))), again.bytes.equals(bytes), again.removed]).toEqual([true, true, []])
  }), { seed: 20, numRuns: 500 }))

  test('the dots of a PNG are those of before', () => fc.assert(fc.property(fc.array(fc.tuple(fc.constantFrom('tEXt', 'iTXt', 'eXIf', 'tIME', 'prVt'), fc.uint8Array({ maxLength: 60 })), { maxLength: 6 }), (chunks) => {
    const { bytes } = cleaned(withChunks(picture('plain.png'), ...chunks.map(([type, data]) => pngChunk(type, Buffer.from(data)))), 'png')
    expect(dotsOf(bytes, 'png').equals(dotsOf(picture('plain.png'), 'png'))).toBe(true)
  }), { seed: 20, numRuns: 200 }))

  test('bytes without any sense are refused or cleaned, and never a fault', () => fc.assert(fc.property(fc.uint8Array({ maxLength: 400 }), fc.nat(800), (bytes, at) => {
    for (const [name, type] of [['progressive.jpg', 'jpeg'], ['plain.png', 'png']] as const) {
      const whole = Buffer.from(picture(name))
      Buffer.from(bytes).copy(whole, Math.min(at, whole.length))
      const once = cleanFile(whole, type)
      const again = once && cleanFile(once.bytes, type)
      if (once) expect([again?.bytes.equals(once.bytes), again?.removed]).toEqual([true, []])
    }
  }), { seed: 20, numRuns: 2_000 }))

  test('a picture of 20 MB is read at once, however it is made', () => {
    const dots = Buffer.alloc(20_000_000, Buffer.of(0xff, 0x00))
    const base = picture('baseline.jpg')
    const began = performance.now()
    expect(cleanFile(Buffer.concat([base.subarray(0, -2), dots, base.subarray(-2)]), 'jpeg')).toBeDefined()
    expect(cleanFile(Buffer.concat([base.subarray(0, 2), Buffer.alloc(20_000_000, 0xff)]), 'jpeg')).toBeUndefined()
    expect(cleanFile(withChunks(picture('plain.png'), Buffer.alloc(19_999_992, pngChunk('tEXt', ''))), 'png')).toBeUndefined()
    expect(performance.now() - began).toBeLessThan(3_000)
  })
})
