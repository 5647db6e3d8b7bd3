import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import type { z } from 'zod'
import { DetectionRules } from '../domain/detection-rules.ts'
import { isPackFaults, parseIndicatorPack, type IndicatorPack } from '../domain/indicator-pack.ts'
import { ReportQuestions } from '../domain/report-questions.ts'

/** What a country folder says about detection: lists of signs, its rules, and the questions of the later report. */
export type Detection = { readonly packs: readonly IndicatorPack[]; readonly rules: DetectionRules; readonly questions: ReportQuestions }

/** Reads the lists of signs in the `indicators` folder of each of these folders; throws with a sentence for every fault. */
export function readIndicatorPacks(folders: readonly string[]): readonly IndicatorPack[] {
  const files = folders.flatMap((folder) => readdirSync(join(folder, 'indicators')).filter((name) => name.endsWith('.yaml')).sort().map((name) => join(folder, 'indicators', name)))
  const read = files.map((file) => ({ file, pack: parseIndicatorPack(parse(readFileSync(file, 'utf8'))) }))
  const faults = read.flatMap(({ file, pack }) => (isPackFaults(pack) ? pack.map((fault) => `${file}, at ${fault.at}: ${fault.says}`) : []))
  const packs = read.flatMap(({ pack }) => (isPackFaults(pack) ? [] : [pack]))
  const twice = packs.filter((pack, index) => packs.findIndex((other) => other.key === pack.key && other.version === pack.version) !== index)
  faults.push(...twice.map((pack) => `the list ${pack.key} is there twice in version ${pack.version}`))
  if (faults.length > 0) throw new Error(`The lists of signs cannot be used:\n${faults.map((fault) => `  - ${fault}`).join('\n')}`)
  return packs
}

/** Reads all that a country says about detection, with the international lists; throws with a sentence for every fault. */
export function readDetection(country: string, international: string): Detection {
  return {
    packs: readIndicatorPacks([country, international]),
    rules: readFile(join(country, 'detection.yaml'), DetectionRules),
    questions: readFile(join(country, 'report-questions.yaml'), ReportQuestions),
  }
}

function readFile<S extends z.ZodType>(file: string, schema: S): z.infer<S> {
  const parsed = schema.safeParse(parse(readFileSync(file, 'utf8')))
  if (parsed.success) return parsed.data
  throw new Error(`${file} cannot be used:\n${parsed.error.issues.map((issue) => `  - at ${issue.path.map(String).join(' › ')}: ${issue.message}`).join('\n')}`)
}
