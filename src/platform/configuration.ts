import { homedir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { MailAddress } from '#platform/mail/message'

/** Every environment variable that Ariadne reads, each with the sentence that `ariadne config` prints. */
const Environment = z.object({
  ARIADNE_MODE: z.enum(['evaluation', 'production']).default('evaluation')
    .describe('evaluation: invented people and one-click sign-in; production: neither, and unsafe defaults are refused.'),
  ARIADNE_HOME: z.string().default(() => join(process.env['XDG_DATA_HOME'] ?? join(homedir(), '.local', 'share'), 'ariadne'))
    .describe('Folder that holds the embedded database and the lists of signs that were imported.'),
  ARIADNE_COUNTRY: z.string().regex(/^[a-z]+$/).default('be').describe('Folder name of the country pack.'),
  ARIADNE_PUBLIC_URL: z.url().optional().describe('Address under which people reach this installation, such as https://ariadne.example.'),
  DATABASE_URL: z.string().optional().describe('A PostgreSQL of your own, 15 or later. Without it Ariadne runs its own.'),
  DATABASE_POOL: z.coerce.number().int().min(1).max(200).default(20).describe('Connections to the database at most.'),
  ARIADNE_BACKUP_RECIPIENT: z.string().optional().describe('Public key of whoever may read the backups, as "ariadne backup keygen" wrote it.'),
  ARIADNE_KEY_FILE: z.string().optional().describe('File that holds the master keys of the vault; without it, keys/master-keys.json in the home, made at the first start.'),
  ARIADNE_KEY_SERVICE: z.url().optional().describe('Address of an outside service that holds the master keys in place of a file, such as https://keys.example.'),
  ARIADNE_KEY_SERVICE_TOKEN: z.string().optional().describe('Token with which Ariadne asks that service.'),
  HOST: z.string().default('127.0.0.1').describe('Address to listen on.'),
  PORT: z.coerce.number().int().min(0).max(65535).default(3000).describe('Port to listen on.'),
  ARIADNE_MAIL_URL: z.string().regex(/^smtps?:\/\/[^\s]+$/, 'smtps://user:password@mail.example:465, or smtp:// for a server that turns to encryption').optional()
    .describe('The mail server, such as smtps://user:password@mail.example. Without it no mail leaves, and the screens say so. In evaluation none leaves whatever is set.'),
  ARIADNE_MAIL_FROM: MailAddress.optional().describe('The address from which notices to colleagues come.'),
  ARIADNE_MAIL_NEUTRAL_FROM: MailAddress.optional()
    .describe('The address from which the person gets mail. It must not say what this service is; without it she gets none.'),
  ARIADNE_NEUTRAL_URL: z.url().optional()
    .describe('An address of this installation that does not say what it is, such as https://info.example; a mail to the person leads there. Without it she gets none.'),
  LOG_LEVEL: z.enum(['debug', 'info', 'warn', 'error', 'silent']).default('info').describe('How much is logged; no level logs a personal word.'),
})
export type Configuration = z.infer<typeof Environment>

/** A setting that Ariadne cannot start with, told as a sentence. */
export class ConfigurationFault extends Error {}

/** Reads the environment; throws a {@link ConfigurationFault} that names the variable and what it should hold. */
export function readConfiguration(environment: NodeJS.ProcessEnv = process.env): Configuration {
  const read = Environment.safeParse(Object.fromEntries(Object.entries(environment).filter(([, value]) => value !== '')))
  if (!read.success) {
    throw new ConfigurationFault(read.error.issues.map((issue) => `${issue.path.join('.')}: ${issue.message}`).join('\n'))
  }
  refuseUnsafe(read.data)
  refuseTelling(read.data)
  return read.data
}

function refuseUnsafe(settings: Configuration): void {
  if (settings.ARIADNE_MODE !== 'production') return
  if (!settings.ARIADNE_PUBLIC_URL?.startsWith('https://')) {
    throw new ConfigurationFault('ARIADNE_PUBLIC_URL: production needs the https:// address under which people reach this installation; cookies and links are bound to it.')
  }
}

/** A sender or an address that names us would tell whoever looks at her mail. */
function refuseTelling(settings: Configuration): void {
  if (settings.ARIADNE_MAIL_URL !== undefined && settings.ARIADNE_MAIL_FROM === undefined) throw new ConfigurationFault('ARIADNE_MAIL_FROM: a mail server is set, so the address from which mail comes is needed as well.')
  for (const name of ['ARIADNE_MAIL_NEUTRAL_FROM', 'ARIADNE_NEUTRAL_URL'] as const) {
    if (/ariadne|traffick|mensenhandel|traite|menschenhandel|victim|slachtoffer|opfer/i.test(settings[name] ?? '')) throw new ConfigurationFault(`${name}: it must not say what this service is; use a neutral name.`)
  }
}

/** The variables with their sentence and default, for `ariadne config`. */
export const describeConfiguration = (): readonly { name: string; says: string }[] =>
  Object.entries(Environment.shape).map(([name, field]) => ({ name, says: field.description ?? '' }))
