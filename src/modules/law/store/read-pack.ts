import { parse } from 'yaml'
import type { z } from 'zod'
import { Country } from '../domain/country-schema.ts'
import { Law } from '../domain/articles-schema.ts'
import { Offices } from '../domain/offices-schema.ts'
import { ProcedureTable } from '../domain/procedure-schema.ts'
import { Offences } from '../domain/offences-schema.ts'
import { Duties } from '../domain/duties-schema.ts'
import type { Pack } from '../domain/pack.ts'

/** The YAML files of a pack by their names, as `textFolder` of the platform reads them from a disk. */
export type PackFolder = { readonly name: string; readonly files: Readonly<Record<string, string>> }

/** A pack that cannot be used, with one sentence for each thing that is wrong in it. */
export class PackFault extends Error {
  readonly sentences: readonly string[]
  constructor(pack: string, sentences: readonly string[]) {
    super([`The country pack "${pack}" cannot be used:`, ...sentences.map((sentence) => `  - ${sentence}`)].join('\n'))
    this.name = 'PackFault'
    this.sentences = sentences
  }
}

/** Reads a country from its folder of YAML; throws a PackFault that names every fault, its file and its place. */
export function readPack(folder: PackFolder): Pack {
  const faults: string[] = []
  const read = <S extends z.ZodType>(file: string, schema: S): z.infer<S> => readFile(folder, file, schema, faults)
  const pack: Pack = {
    country: read('country.yaml', Country),
    law: read('law.yaml', Law),
    offices: read('offices.yaml', Offices),
    procedure: read('procedure.yaml', ProcedureTable),
    offences: read('offences.yaml', Offences),
    duties: read('duties.yaml', Duties),
  }
  if (faults.length > 0) throw new PackFault(folder.name, faults)
  return pack
}

function readFile<S extends z.ZodType>(folder: PackFolder, file: string, schema: S, faults: string[]): z.infer<S> {
  const parsed = schema.safeParse(yamlOf(folder, file, faults))
  if (parsed.success) return parsed.data
  faults.push(...parsed.error.issues.map((issue) => `${file}, at ${placeOf(issue.path)}: ${issue.message}`))
  return undefined as z.infer<S>
}

function yamlOf(folder: PackFolder, file: string, faults: string[]): unknown {
  const text = folder.files[file]
  if (text === undefined) {
    faults.push(`${file} is missing; a pack needs it even if its lists are empty`)
    return undefined
  }
  try {
    return parse(text)
  } catch (fault) {
    faults.push(`${file} is not YAML: ${fault instanceof Error ? fault.message : String(fault)}`)
    return undefined
  }
}

const placeOf = (path: readonly PropertyKey[]) => (path.length === 0 ? 'the top' : path.map(String).join(' › '))
