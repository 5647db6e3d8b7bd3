import { parseArgs } from 'node:util'
import { DatabaseTrouble } from '#platform/database/database-trouble'
import { ConfigurationFault, describeConfiguration } from '#platform/configuration'
import { PackFault } from '#law'
import { KeyTrouble } from '#platform/vault/key-provider'
import { asCommand } from '#platform/audit/own-line'
import { administratorCommand } from './commands/administrator.ts'
import { backupBaseCommand, backupCommand, backupDrillCommand, backupKeyCommand, restoreCommand, restorePointCommand } from './commands/backup.ts'
import { headsCommand, verifyCommand } from './commands/audit.ts'
import { checkPackCommand } from './commands/check-pack.ts'
import { importIndicatorsCommand } from './commands/import-indicators.ts'
import { dropKeyCommand, listKeysCommand, rotateKeysCommand } from './commands/keys.ts'
import { migrateCommand } from './commands/migrate.ts'
import { serveCommand } from './commands/serve.ts'
import { storiesCommand } from './commands/stories.ts'

/** One command: what it is for, how it is written, and what it does; it answers with an exit code. */
export type Command = { readonly usage: string; readonly about: string; readonly run: (words: readonly string[]) => Promise<number> }

const config: Command = {
  usage: 'config',
  about: 'print every setting with its meaning',
  run: async () => {
    for (const { name, says } of describeConfiguration()) console.log(`${name}\n    ${says}`)
    return 0
  },
}

const commands: Readonly<Record<string, Command>> = {
  serve: serveCommand,
  migrate: migrateCommand,
  'pack check': checkPackCommand,
  'indicators import': importIndicatorsCommand,
  stories: storiesCommand,
  'admin create': administratorCommand,
  'backup keygen': backupKeyCommand,
  'backup drill': backupDrillCommand,
  backup: backupCommand,
  'backup base': backupBaseCommand,
  'restore point': restorePointCommand,
  restore: restoreCommand,
  'audit verify': verifyCommand,
  'audit heads': headsCommand,
  'keys list': listKeysCommand,
  'keys rotate': rotateKeysCommand,
  'keys drop': dropKeyCommand,
  config,
}

const help = () => ['Usage: ariadne <command>', '', ...Object.values(commands).map(({ usage, about }) => `  ${usage.padEnd(52)}${about}`)].join('\n')

/** Runs the command that the words name. 0: done; 1: it failed, with a sentence; 2: the words name no command. */
export async function run(words: readonly string[]): Promise<number> {
  const { positionals } = parseArgs({ args: [...words], allowPositionals: true, strict: false })
  const name = [positionals.slice(0, 2).join(' '), positionals[0] ?? ''].find((candidate) => candidate in commands)
  const command = name === undefined ? undefined : commands[name]
  if (!command || !name) {
    console.error(help())
    return words.length === 0 || words.includes('--help') || words[0] === 'help' ? 0 : 2
  }
  try {
    return await asCommand(name, () => command.run(positionals.slice(name.split(' ').length)))
  } catch (error) {
    if (!(error instanceof DatabaseTrouble || error instanceof ConfigurationFault || error instanceof PackFault || error instanceof KeyTrouble)) throw error
    console.error(error.message)
    return 1
  }
}
