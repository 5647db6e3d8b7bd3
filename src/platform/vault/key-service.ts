import { z } from 'zod'
import { type KeyProvider, KeyTrouble } from './key-provider.ts'
import { keyBytes } from './sealed-value.ts'

export type KeyService = { readonly url: string; readonly token: string; readonly waitMs?: number }

const Listed = z.object({ current: z.string().min(1).max(80), keys: z.array(z.string().min(1).max(80)) })
const Wrapped = z.object({ key: z.string().min(1).max(80), wrapped: z.base64() })
const Unwrapped = z.object({ data: z.base64() })
const Made = z.object({ key: z.string().min(1).max(80) })

/**
 * Master keys in a service outside, which wraps and unwraps and never hands one over. Five requests with JSON, each with the token as bearer:
 * `GET keys`, `POST keys` (a new current one), `DELETE keys/<id>`, `POST wrap` {data, context} and `POST unwrap` {key, wrapped, context}.
 */
export function keyServiceProvider({ url, token, waitMs = 5_000 }: KeyService): KeyProvider {
  const base = baseOf(url)
  const ask = async <S extends z.ZodType>(method: string, path: string, answer: S, body?: object): Promise<z.output<S>> => {
    const parsed = answer.safeParse(await jsonFrom(base, path, { method, token, waitMs, body }))
    if (!parsed.success) throw new KeyTrouble(`The key service at ${base.origin} answered ${path} in a form that is not its own.`)
    return parsed.data
  }
  return {
    currentKeyId: async () => (await ask('GET', 'keys', Listed)).current,
    listKeyIds: async () => (await ask('GET', 'keys', Listed)).keys,
    wrap: async (dataKey, context) => {
      const { key, wrapped } = await ask('POST', 'wrap', Wrapped, { data: dataKey.toString('base64'), context })
      return { master: key, blob: Buffer.from(wrapped, 'base64') }
    },
    unwrap: async ({ master, blob }, context) => {
      const data = Buffer.from((await ask('POST', 'unwrap', Unwrapped, { key: master, wrapped: blob.toString('base64'), context })).data, 'base64')
      if (data.length !== keyBytes) throw new KeyTrouble(`The key service at ${base.origin} gave back something that is not a key.`)
      return data
    },
    makeKey: async () => (await ask('POST', 'keys', Made, {})).key,
    dropKey: async (id) => void (await ask('DELETE', `keys/${encodeURIComponent(id)}`, z.unknown())),
  }
}

/** Keys travel on this line, so it is encrypted, or does not leave the machine. */
function baseOf(url: string): URL {
  const base = new URL(url.endsWith('/') ? url : `${url}/`)
  if (base.protocol !== 'https:' && !['127.0.0.1', 'localhost', '[::1]'].includes(base.hostname)) throw new KeyTrouble('ARIADNE_KEY_SERVICE needs an https:// address: keys travel on this line.')
  return base
}

type Asking = { readonly method: string; readonly token: string; readonly waitMs: number; readonly body: object | undefined }

async function jsonFrom(base: URL, path: string, { method, token, waitMs, body }: Asking): Promise<unknown> {
  const headers = { authorization: `Bearer ${token}`, ...(body ? { 'content-type': 'application/json' } : {}) }
  try {
    const answer = await fetch(new URL(path, base), { method, headers, redirect: 'error', signal: AbortSignal.timeout(waitMs), ...(body ? { body: JSON.stringify(body) } : {}) })
    const text = await answer.text()
    if (!answer.ok) throw new KeyTrouble(`The key service at ${base.origin} answered ${path} with ${answer.status}.`)
    return text === '' ? {} : (JSON.parse(text) as unknown)
  } catch (error) {
    // The cause may repeat what was sent, and what was sent may be a key: it is not told on.
    throw error instanceof KeyTrouble ? error : new KeyTrouble(`The key service at ${base.origin} cannot be reached. Nothing sealed can be read or written until it answers again.`)
  }
}
