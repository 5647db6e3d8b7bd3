import { readFile } from 'node:fs/promises'
import { keysOfHome, signerOfHome } from '#platform/audit/key-files'
import { readHeads, writeHeads } from '#platform/audit/heads'
import { sealLines } from '#platform/audit/seal-lines'
import { verifyChain } from '#platform/audit/verify-chain'
import { readConfiguration, type Configuration } from '#platform/configuration'
import type { Command } from '../command-line.ts'
import { joinHome, type Home } from '../open-home.ts'

// What a command writes to the standard output may go into a file.
const aside = (sentence: string): void => console.error(sentence)

async function inHome(work: (home: Home, settings: Configuration) => Promise<number>): Promise<number> {
  const settings = readConfiguration()
  const home = await joinHome(settings, aside)
  try {
    return await work(home, settings)
  } finally {
    await home.close()
  }
}

export const verifyCommand: Command = {
  usage: 'audit verify [--heads <file>]',
  about: 'work the chain of the record of acts out again, and say the first line that is not as it was sealed',
  run: ([file]) => inHome(async ({ db }, { ARIADNE_HOME }) => {
    const kept = file === undefined ? undefined : readHeads(await readFile(file, 'utf8'))
    const began = performance.now()
    let told = 0
    const progress = (lines: number) => {
      if (lines < told + 100_000) return
      told = lines
      aside(`${lines} lines are as they were sealed …`)
    }
    const verified = await verifyChain(db, { keys: keysOfHome(ARIADNE_HOME), kept, progress })
    if (!verified.isWhole) {
      console.log(`The record of acts is NOT whole. ${verified.fault}`)
      return 1
    }
    const { lines, heads, waiting, lastHead } = verified
    const seconds = (performance.now() - began) / 1_000
    console.log(`The record of acts is whole: ${lines} sealed lines and ${heads} heads, the last of ${lastHead?.signedAt ?? '–'}; ${waiting} lines wait for their seal (${seconds.toFixed(1)} s).`)
    console.log(kept === undefined ? 'Whether its end was cut off can only be told with heads kept elsewhere: ariadne audit verify --heads <file>.' : `It holds all that the ${kept.heads.length} heads kept elsewhere cover.`)
    return 0
  }),
}

export const headsCommand: Command = {
  usage: 'audit heads [every] > <file>',
  about: 'seal the record of acts and print its signed heads, the last of each day or every one, to be kept elsewhere',
  run: ([which]) => inHome(async ({ db }, { ARIADNE_HOME }) => {
    await sealLines(db, signerOfHome(ARIADNE_HOME))
    process.stdout.write(await writeHeads(db, keysOfHome(ARIADNE_HOME), { every: which === 'every' }))
    return 0
  }),
}
