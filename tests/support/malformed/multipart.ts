import type { Chance } from './chance.ts'
import { nastyString, wellFormed } from './nasty.ts'

/** A body in parts as forms with files send it: whole, cut, with other boundaries than it says, with names that are paths. */
export function multipart(chance: Chance, names: readonly string[]): { readonly headers: Readonly<Record<string, string>>; readonly body: string } {
  const said = chance.pick(['x', 'boundary', '-'.repeat(70), 'a'.repeat(300), '"q"', ''])
  const used = chance.falls(0.8) ? said.replaceAll('"', '') : 'other'
  const part = (name: string): string => {
    const file = chance.pick(['', '; filename="a.csv"', '; filename="../../etc/passwd"', '; filename="x.svg\0.png"', "; filename*=UTF-8''%ff", `; filename="${'n'.repeat(3_000)}"`, '; filename=a"b'])
    const more = chance.pick(['', 'Content-Type: text/csv\r\n', 'Content-Type: multipart/mixed; boundary=y\r\n', 'Content-Transfer-Encoding: base64\r\n', `X: ${'h'.repeat(9_000)}\r\n`])
    return `--${used}\r\nContent-Disposition: form-data; name="${name}"${file}\r\n${more}\r\n${wellFormed(nastyString(chance))}\r\n`
  }
  const whole = names.concat(chance.pick([[], ['__proto__'], ['file', 'file'], Array.from({ length: 500 }, (_, index) => `k${index}`)])).map(part).join('')
  const end = chance.pick([`--${used}--\r\n`, '', '--', `--${used}`])
  return { headers: { 'content-type': `multipart/form-data${chance.falls(0.9) ? `; boundary=${said}` : ''}` }, body: chance.falls(0.15) ? whole.slice(0, chance.below(whole.length + 1)) : whole + end }
}
