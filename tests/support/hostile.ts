import type { OutgoingHttpHeaders } from 'node:http'

/** What is missing among the headers that every answer of ours carries, whatever it answers. */
export function missingHeaders(headers: OutgoingHttpHeaders): readonly string[] {
  const policy = String(headers['content-security-policy'] ?? '')
  const faults = Object.entries({
    'x-content-type-options': 'nosniff', 'referrer-policy': 'same-origin', 'x-frame-options': 'SAMEORIGIN', 'cross-origin-opener-policy': 'same-origin', 'cross-origin-resource-policy': 'same-origin',
  }).flatMap(([name, value]) => (headers[name] === value ? [] : [`${name}: ${String(headers[name])}`]))
  for (const directive of ["default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'", "base-uri 'none'", "form-action 'self'"]) {
    if (!policy.includes(directive)) faults.push(`no ${directive}`)
  }
  if (/unsafe|\*|https?:|blob:|data:|nonce|sha256|strict-dynamic/.test(policy.replace(/img-src [^;]*/, ''))) faults.push(`the policy has an exception: ${policy}`)
  for (const name of ['x-powered-by', 'server', 'access-control-allow-origin', 'access-control-allow-credentials']) if (headers[name] !== undefined) faults.push(`it has ${name}`)
  return faults
}

const loads = /\b(?:src|srcset|action|formaction|poster|background|data|manifest|ping|cite|xlink:href)\s*=\s*"?\s*(?:https?:)?\/\/[^"\s>]+/gi
const exceptions: readonly (readonly [what: string, sign: RegExp])[] = [
  ['a script of its own', /<script(?![^>]*\bsrc=)/i], ['a style of its own', /<style\b/i], ['a style in a tag', /<[^>]*\sstyle\s*=/i],
  ['a script in a tag', /<[^>]*\son[a-z]+\s*=/i], ['a script as address', /=\s*"?\s*(?:javascript|vbscript|data:text):?/i],
  ['a frame', /<(?:iframe|frame|object|embed|applet|base)\b/i], ['a refresh', /<meta[^>]*http-equiv/i], ['a window that could steer ours', /<a(?=[^>]*target="_blank")(?![^>]*rel="[^"]*noopener)/i],
]

/** What a page holds that the strict policy would not let run, or that a browser would fetch from elsewhere. */
export function exceptionsIn(html: string): readonly string[] {
  const preloads = (html.match(/<link[^>]*href="(?:https?:)?\/\/[^"]*"/gi) ?? []).map((found) => `fetches ${found}`)
  return [...exceptions.flatMap(([what, sign]) => (sign.test(html) ? [`${what}: ${sign.exec(html)?.[0]}`] : [])), ...(html.match(loads) ?? []).map((found) => `fetches ${found}`), ...preloads]
}
