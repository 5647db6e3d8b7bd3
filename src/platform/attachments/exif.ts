/** What is read of the data that a camera writes into a picture: how it has to be turned, and whether it says where it was taken. */
export type Exif = { readonly orientation: number; readonly saysPlace: boolean }

const [orientationTag, placeTag] = [0x0112, 0x8825]
const entryBytes = 12

/** Reads the first table of the camera's data and nothing behind it; what cannot be read says nothing. */
export function readExif(tiff: Buffer): Exif {
  const nothing = { orientation: 1, saysPlace: false }
  const order = tiff.toString('latin1', 0, 2)
  if (tiff.length < 8 || (order !== 'II' && order !== 'MM')) return nothing
  const short = (at: number) => (at + 2 > tiff.length ? 0 : order === 'II' ? tiff.readUInt16LE(at) : tiff.readUInt16BE(at))
  const table = order === 'II' ? tiff.readUInt32LE(4) : tiff.readUInt32BE(4)
  const entries = Array.from({ length: Math.min(short(table), 500) }, (_, index) => table + 2 + index * entryBytes).filter((at) => at + entryBytes <= tiff.length)
  const turned = entries.find((at) => short(at) === orientationTag)
  const orientation = turned === undefined ? 1 : short(turned + 8)
  return { orientation: orientation >= 1 && orientation <= 8 ? orientation : 1, saysPlace: entries.some((at) => short(at) === placeTag) }
}

/** The camera's data with nothing in it but how the picture has to be turned. */
export function exifOf(orientation: number): Buffer {
  const tiff = Buffer.alloc(26)
  tiff.write('MM\0*', 0, 'latin1')
  tiff.writeUInt32BE(8, 4)
  tiff.writeUInt16BE(1, 8)
  tiff.writeUInt16BE(orientationTag, 10)
  // One number of two bytes.
  tiff.writeUInt16BE(3, 12)
  tiff.writeUInt32BE(1, 14)
  tiff.writeUInt16BE(orientation, 18)
  return tiff
}
