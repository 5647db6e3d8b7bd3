import { homedir } from 'node:os'
import { join } from 'node:path'
import { z } from 'zod'
import { scannerAddress } from '#platform/attachments/virus-search'
import { MailAddress } from '#platform/mail/message'
import { officeKinds } from '#vocabulary/office-kind'

const OfficeKinds = z.string().refine((text) => text.split(',').every((kind) => ['all', 'none', ...officeKinds].includes(kind.trim())), `all, none, or with commas: ${officeKinds.join(', ')}`)

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
  ARIADNE_JOURNAL: z.string().optional().describe('Folder, best on another disk, that gets the sealed journal of the embedded database, so that it can be restored to any moment.'),
  ARIADNE_KEY_FILE: z.string().optional().describe('File that holds the master keys of the vault; without it, keys/master-keys.json in the home, made at the first start.'),
  ARIADNE_KEY_SERVICE: z.url().optional().describe('Address of an outside service that holds the master keys in place of a file, such as https://keys.example.'),
  ARIADNE_KEY_SERVICE_TOKEN: z.string().optional().describe('Token with which Ariadne asks that service.'),
  ARIADNE_SECOND_FACTOR: OfficeKinds.optional()
    .describe('Which kinds of office must sign in with a second factor: all, none, or names with commas such as reception-centre,administration. Without it all in production, none in evaluation.'),
  ARIADNE_OIDC_ISSUER: z.url().optional().describe('Address of a provider of identities by OpenID Connect, such as https://login.example/realms/government. Without it people sign in with passwords and passkeys only.'),
  ARIADNE_OIDC_CLIENT_ID: z.string().optional().describe('The name under which the provider knows this installation.'),
  ARIADNE_OIDC_CLIENT_SECRET: z.string().optional().describe('The secret that goes with it.'),
  ARIADNE_OIDC_NAME: z.string().max(60).optional().describe('What the button to the provider says, such as the name of the ministry; without it the host name.'),
  ARIADNE_OIDC_LOGIN_CLAIM: z.string().regex(/^(?!e?mail)[\w:./-]+$/i, 'the name of a claim; a mail address names nobody here, since whoever gets the address would get the account').optional()
    .describe('The claim that holds the login, where the provider keeps logins. Without it each person is bound by accepting the invitation with the provider.'),
  ARIADNE_OIDC_SECOND_FACTOR: z.string().optional().describe('Values of acr or amr with commas that count as a second factor; without it our own is asked for after the provider as well.'),
  ARIADNE_VIRUS_SCANNER: z.string().regex(scannerAddress, 'tcp://127.0.0.1:3310, or unix:/run/clamav/clamd.ctl').optional()
    .describe('Where the program listens that searches files for viruses (clamd), such as tcp://127.0.0.1:3310 or unix:/run/clamav/clamd.ctl. Without it nobody looks, and the screens say so.'),
  ARIADNE_REQUESTS_PER_MINUTE: z.coerce.number().int().min(60).default(3000).describe('How many requests to the API one address may send in a minute, to each server.'),
  HOST: z.string().default('127.0.0.1').describe('Address to listen on.'),
  PORT: z.coerce.number().int().min(0).max(65535).default(3000).describe('Port to listen on.'),
  ARIADNE_MAIL_URL: z.string().regex(/^smtps?:\/\/[^\s]+$/, 'smtps://user:password@mail.example:465, or smtp:// for a server that turns to encryption').optional()
    .describe('The mail server, such as smtps://user:password@mail.example. Without it no mail leaves, and the screens say so. In evaluation none leaves whatever is set.'),
  ARIADNE_MAIL_FROM: MailAddress.optional().describe('The address from which notices to colleagues come.'),
  ARIADNE_MAIL_NEUTRAL_FROM: MailAddress.optional()
    .describe('The address from which the person gets mail. It must not say what this service is; without it she gets none.'),
  ARIADNE_NEUTRAL_URL: z.url().optional()
    .describe('An address of this installation that does not say what it is, such as https://info.example; a mail to the person leads there. Without it she gets none.'),
  METRICS_TOKEN: z.string().min(20).optional().describe('Token with which /metrics may be read from another machine; without it only from this one.'),
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
  refuseHalfProvider(read.data)
  return read.data
}

function refuseUnsafe(settings: Configuration): void {
  if (settings.ARIADNE_MODE !== 'production') return
  if (!settings.ARIADNE_PUBLIC_URL?.startsWith('https://')) {
    throw new ConfigurationFault('ARIADNE_PUBLIC_URL: production needs the https:// address under which people reach this installation; cookies and links are bound to it.')
  }
}

function refuseHalfProvider(settings: Configuration): void {
  const needed = ['ARIADNE_OIDC_ISSUER', 'ARIADNE_OIDC_CLIENT_ID', 'ARIADNE_OIDC_CLIENT_SECRET'] as const
  const missing = needed.filter((name) => settings[name] === undefined)
  if (missing.length > 0 && missing.length < needed.length) throw new ConfigurationFault(`${missing.join(', ')}: a provider of identities needs its address, the client id and the secret together.`)
  const issuer = settings.ARIADNE_OIDC_ISSUER
  if (settings.ARIADNE_MODE === 'production' && issuer !== undefined && !issuer.startsWith('https://')) throw new ConfigurationFault('ARIADNE_OIDC_ISSUER: in production the provider is reached by https:// only.')
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
