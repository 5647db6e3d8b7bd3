import { checkPack } from '#law'
import type { Command } from '../command-line.ts'
import { readCountry, readCountryCodebook, readCountryDetection } from '../country-pack.ts'

export const checkPackCommand: Command = {
  usage: 'pack check <country>',
  about: 'prove that a country pack is whole: ways out, owners, articles, labels, dates',
  run: ([country = 'be']) => {
    const pack = readCountry(country)
    const findings = checkPack(pack)
    readCountryCodebook(country, pack, readCountryDetection(country))
    for (const finding of findings) console.log(`${finding.file}, at ${finding.place}: ${finding.sentence}`)
    console.log(findings.length === 0 ? `The pack ${country} is whole.` : `${findings.length} faults in the pack ${country}.`)
    return Promise.resolve(findings.length === 0 ? 0 : 1)
  },
}
