import { readFileSync, readdirSync } from 'node:fs'
import { basename, join, relative, sep } from 'node:path'

/** Text files of one kind by their path inside a folder, written with forward slashes. */
export type TextFolder = { readonly name: string; readonly files: Readonly<Record<string, string>> }

/** Reads every file with an ending, such as `.yaml`, in a folder and the folders below it. */
export function textFolder(path: string, ending: string): TextFolder {
  const names = readdirSync(path, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(ending))
    .map((entry) => join(entry.parentPath, entry.name))
  const files = names.map((name) => [relative(path, name).split(sep).join('/'), readFileSync(name, 'utf8')] as const)
  return { name: basename(path), files: Object.fromEntries(files) }
}
