/** What may be attached. The type is what the content says; the name and what a browser claims are only compared with it. */
export const fileTypes = ['pdf', 'jpeg', 'png', 'text'] as const
export type FileType = (typeof fileTypes)[number]

export const mediaTypes: Readonly<Record<FileType, string>> = { pdf: 'application/pdf', jpeg: 'image/jpeg', png: 'image/png', text: 'text/plain; charset=utf-8' }
export const extensions: Readonly<Record<FileType, readonly string[]>> = { pdf: ['pdf'], jpeg: ['jpg', 'jpeg'], png: ['png'], text: ['txt'] }

const startsWith = (bytes: Buffer, start: readonly number[]): boolean => start.every((byte, at) => bytes[at] === byte)
const pngStart = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]

/** What a file is by its own bytes; undefined for whatever is not in the list. Nothing inside is unpacked or run. */
export function fileTypeOf(bytes: Buffer): FileType | undefined {
  if (/^%PDF-\d/.test(bytes.toString('latin1', 0, 6))) return bytes.subarray(-2048).includes('%%EOF') ? 'pdf' : undefined
  if (startsWith(bytes, pngStart)) return bytes.toString('latin1', 12, 16) === 'IHDR' ? 'png' : undefined
  if (startsWith(bytes, [0xff, 0xd8, 0xff])) return 'jpeg'
  return isPlainText(bytes) ? 'text' : undefined
}

/** UTF-8 without any control character but those that end lines and fill columns. */
function isPlainText(bytes: Buffer): boolean {
  if (bytes.some((byte) => byte === 0x7f || (byte < 0x20 && byte !== 0x09 && byte !== 0x0a && byte !== 0x0c && byte !== 0x0d))) return false
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes).length > 0
  } catch {
    return false
  }
}

const longestName = 120

/** Whether a name is one that every disk and every header takes as it is: no path, no hidden or turning character, not endless. */
export const isPlainName = (name: string): boolean =>
  name.length <= longestName && !/[\p{Cc}\p{Cs}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}/\\:*?"<>|]/u.test(name) && /^[^\s.].*\.[A-Za-z]{3,4}$/u.test(name)

/** Whether a name ends as files of this type do. */
export const endsLike = (name: string, type: FileType): boolean => extensions[type].includes(name.slice(name.lastIndexOf('.') + 1).toLowerCase())
