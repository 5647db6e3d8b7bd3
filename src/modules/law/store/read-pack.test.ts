import { describe, expect, test } from 'vitest'
import { textFolder } from '#platform/text-folder'
import { checkPack } from '../domain/check-pack.ts'
import { amendRow } from '../domain/pack.ts'
import { PackFault, readPack } from './read-pack.ts'
import { day } from '#vocabulary/day'

const folder = (code: string) => textFolder(`src/countries/${code}`, '.yaml')
const halvonia = readPack(folder('halvonia'))
const sentences = (pack = halvonia) => checkPack(pack).map(({ place, sentence }) => `${place}: ${sentence}`)
const faultsOf = (file: string, from: string, to: string) => {
  const read = folder('halvonia')
  try {
    readPack({ ...read, files: { ...read.files, [file]: (read.files[file] ?? '').replace(from, to) } })
  } catch (fault) {
    if (fault instanceof PackFault) return fault.sentences
  }
  return []
}

describe('a pack that cannot be read says where', () => {
  test('a label that lacks a language', () => expect(faultsOf('procedure.yaml', ', fr: Rencontrée', '').join()).toMatch(/^procedure.yaml, at states › 0 › label › fr: /))
  test('a day that does not exist', () => expect(faultsOf('procedure.yaml', 'to: 2024-06-30', 'to: 2024-06-31').join()).toContain('periods › 0 › rows › 0 › to'))
  test('an actor that nobody is', () => expect(faultsOf('procedure.yaml', 'by: [reception-centre]', 'by: [wizard]').join()).toContain('steps › 0 › rows › 0 › by › 0'))
  test('a guard outside the vocabulary', () => expect(faultsOf('procedure.yaml', 'guard: taken', 'guard: hoped').join()).toContain('needs › 0'))
  test('a file that is not YAML', () => expect(faultsOf('law.yaml', 'instruments:', 'instruments: {').join()).toContain('law.yaml is not YAML'))
  test('a file that is missing', () => {
    expect(() => readPack({ name: 'nowhere', files: {} })).toThrow(/country.yaml is missing/)
  })
})

describe('a pack that can be read is checked', () => {
  test.each(['be', 'halvonia'])('%s has nothing wrong', (code) => expect(checkPack(readPack(folder(code)))).toEqual([]))
  test('a gap between two rows', () => expect(sentences(amendRow(halvonia, 'periods', 'rest', 1, { from: day('2024-07-03') }))).toContain('periods › rest: rows 1 and 2 leave a gap; row 2 must begin on 2024-07-01'))
  test('an overlap of two rows', () => expect(sentences(amendRow(halvonia, 'periods', 'rest', 0, { to: day('2024-08-01') }))).toContain('periods › rest: rows 1 and 2 leave an overlap; row 2 must begin on 2024-08-02'))
  test('a rule on answering a referral whose rows leave a gap', () => {
    const { referralAnswer } = halvonia.country
    const rows = referralAnswer.rows.map((row, index) => (index === 1 ? { ...row, from: day('2024-07-03') } : row))
    expect(sentences({ ...halvonia, country: { ...halvonia.country, referralAnswer: { ...referralAnswer, rows } } })).toContain('referralAnswer: rows 1 and 2 leave a gap; row 2 must begin on 2024-07-01')
  })
  test('two districts on one tile of the map', () => {
    const districts = ['north', 'south'].flatMap((key) => halvonia.offices.districts.map((each) => ({ ...each, key, tile: { row: 0, column: 1 } })))
    expect(sentences({ ...halvonia, offices: { ...halvonia.offices, districts } })).toContain('districts › south: another district lies on the tile 0, 1 already')
  })
  test('an article that does not exist', () => expect(sentences(amendRow(halvonia, 'grounds', 'unfounded', 0, { law: ['HAL:9'] }))).toContain('grounds › unfounded: the article HAL:9 is not in law.yaml; add it there or correct the key'))
  test('an article that was not yet in force', () => expect(sentences(amendRow(halvonia, 'grounds', 'unfounded', 0, { law: ['HAL:2'] })).join()).toContain('HAL:2 is not in force on 2000-01-01'))
  test('a state without a way out', () => {
    const stuck = ['ask-panel', 'settle', 'dismiss', 'depart'].reduce((pack, step) => amendRow(pack, 'steps', step, 0, { states: ['met'] }), halvonia)
    expect(sentences(stuck).join()).toContain('states › under-decision: the variant anyone can get here but to no outcome')
  })
  test('a state that nothing reaches', () => expect(sentences(amendRow(halvonia, 'steps', 'grant-rest', 0, { leadsTo: 'met' })).join()).toContain('states › resting: no step leads to this state'))
  test('a document whose period does not exist', () => expect(sentences(amendRow(halvonia, 'documents', 'rest-slip', 0, { period: 'nap' })).join()).toContain('documents › rest-slip: the period nap does not exist'))
})
