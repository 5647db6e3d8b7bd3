import { readConfiguration } from '#platform/configuration'
import { dropMaster, listMasters, rotateKeys } from '#platform/vault/rotate-keys'
import { vaultOf } from '#platform/vault/vault'
import type { Command } from '../command-line.ts'
import { openHome, type Home } from '../open-home.ts'

async function inHome(work: (home: Home) => Promise<number>): Promise<number> {
  const home = await openHome(readConfiguration(), console.log)
  try {
    return await work(home)
  } finally {
    await home.close()
  }
}

export const listKeysCommand: Command = {
  usage: 'keys list',
  about: 'list the master keys: which is current, how much each wraps, and whether it is here',
  run: () => inHome(async ({ db }) => {
    for (const { id, isCurrent, isHere, wraps } of await listMasters(db, vaultOf(db).provider)) {
      console.log(`${id.padEnd(24)}wraps ${String(wraps).padStart(9)} data keys${isCurrent ? ', current' : ''}${isHere ? '' : ', NOT HERE: what it wraps cannot be read'}`)
    }
    return 0
  }),
}

export const rotateKeysCommand: Command = {
  usage: 'keys rotate',
  about: 'make a new master key and wrap every data key with it; after a stop, go on',
  run: () => inHome(async ({ db }) => {
    const { current, rewrapped, resumed } = await rotateKeys(db, vaultOf(db).provider, (done, of) => console.log(`${done} of ${of} data keys wrapped anew`))
    console.log(`${resumed ? 'The rotation that had stopped is whole' : 'The rotation is whole'}: ${rewrapped} data keys are wrapped by ${current}. Back up the keys now; an old key goes with: ariadne keys drop <id>`)
    return 0
  }),
}

export const dropKeyCommand: Command = {
  usage: 'keys drop <id>',
  about: 'destroy an old master key; refused while it wraps anything',
  run: async ([id]) => {
    if (id === undefined) {
      console.error('Give the id of a master key, as `ariadne keys list` shows it.')
      return 2
    }
    return inHome(async ({ db }) => {
      await dropMaster(db, vaultOf(db).provider, id)
      console.log(`The master key ${id} is destroyed. Backups of the database from before the rotation cannot be read without a copy of it.`)
      return 0
    })
  },
}
