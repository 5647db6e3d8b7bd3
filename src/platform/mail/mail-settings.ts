/** How mail leaves this installation: by a server, only onto the administrator's screen (evaluation), or not at all. */
export type MailSettings =
  | { readonly leaves: 'by-server'; readonly server: MailServer; readonly sender: string; readonly neutral: string | null; readonly neutralUrl: string | null }
  | { readonly leaves: 'on-screen'; readonly sender: string; readonly neutral: string; readonly neutralUrl: string }
  | { readonly leaves: 'nowhere' }

export type MailServer = { readonly host: string; readonly port: number; readonly secure: boolean; readonly user: string | null; readonly password: string; readonly mustEncrypt: boolean }

type From = {
  readonly ARIADNE_MODE: 'evaluation' | 'production'
  readonly ARIADNE_MAIL_URL?: string | undefined
  readonly ARIADNE_MAIL_FROM?: string | undefined
  readonly ARIADNE_MAIL_NEUTRAL_FROM?: string | undefined
  readonly ARIADNE_NEUTRAL_URL?: string | undefined
}

/** What the settings say about mail. In evaluation nothing leaves the machine, whatever is set. */
export function mailSettingsOf(settings: From, publicUrl: string): MailSettings {
  const { ARIADNE_MODE: mode, ARIADNE_MAIL_URL: url, ARIADNE_MAIL_FROM: sender, ARIADNE_MAIL_NEUTRAL_FROM: neutral = null, ARIADNE_NEUTRAL_URL: neutralUrl = null } = settings
  if (mode === 'evaluation') return { leaves: 'on-screen', sender: 'ariadne@example.org', neutral: 'post@example.org', neutralUrl: neutralUrl ?? publicUrl }
  if (url === undefined || sender === undefined) return { leaves: 'nowhere' }
  return { leaves: 'by-server', server: serverOf(url), sender, neutral, neutralUrl }
}

/** Reads `smtps://user:password@host:465`; `smtp://` must turn to encryption before anything is said, unless the server is this machine. */
export function serverOf(address: string): MailServer {
  const url = new URL(address)
  const secure = url.protocol === 'smtps:'
  const host = url.hostname.replace(/^\[|\]$/g, '')
  return {
    host, secure, port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
    user: url.username === '' ? null : decodeURIComponent(url.username), password: decodeURIComponent(url.password),
    mustEncrypt: !secure && !['127.0.0.1', '::1', 'localhost'].includes(host),
  }
}

/** Whether a word to the person may leave: as whom, and to which address it leads; null where the installation has no neutral ones. */
export function neutralMail(mail: MailSettings): { readonly url: string } | null {
  return mail.leaves === 'nowhere' || mail.neutral === null || mail.neutralUrl === null ? null : { url: mail.neutralUrl.replace(/\/$/, '') }
}

declare module '#platform/doors/call' {
  interface Installation {
    /** How mail leaves this installation, if it does. */
    readonly mail: MailSettings
  }
}
