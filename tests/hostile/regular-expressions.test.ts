import { readdirSync, readFileSync } from 'node:fs'
import { extname, join } from 'node:path'
import { createContext, runInContext } from 'node:vm'
import { parseAst } from 'vite'
import { describe, expect, test } from 'vitest'

const source = join(import.meta.dirname, '..', '..', 'src')
const length = 50_000
const mostMs = 50

type Found = { readonly at: string; readonly expression: RegExp }
type Node = { readonly type?: string; readonly regex?: { readonly pattern: string; readonly flags: string } } & Readonly<Record<string, unknown>>

/** Every regular expression that stands in a tree of a program, and every one that is built of a constant text. */
function* expressionsIn(node: unknown): Generator<{ readonly pattern: string; readonly flags: string }> {
  if (Array.isArray(node)) for (const part of node) yield* expressionsIn(part)
  if (typeof node !== 'object' || node === null || Array.isArray(node)) return
  const { type, regex } = node as Node
  if (type === 'Literal' && regex) yield regex
  for (const [key, part] of Object.entries(node)) if (key !== 'regex' && key !== 'value') yield* expressionsIn(part)
}

const builtAtRunTime: string[] = []
const inSource: readonly Found[] = readdirSync(source, { recursive: true, encoding: 'utf8' }).filter((file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file)).toSorted().flatMap((file) => {
  const text = readFileSync(join(source, file), 'utf8')
  if (/new RegExp\(/.test(text)) builtAtRunTime.push(file)
  return [...expressionsIn(parseAst(text, { lang: extname(file) === '.tsx' ? 'tsx' : 'ts' }))].map(({ pattern, flags }) => ({ at: `src/${file}`, expression: new RegExp(pattern, flags) }))
})

/** Runs of one sign, of two and three that the expression itself names, and of what people write; each with an end that does not fit. */
function attacksOn({ source: text }: RegExp): readonly string[] {
  const own = [...new Set(text.replaceAll(/\\[bBdDsSwWpPuxk]/g, ' ').replaceAll(/[\\^$.*+?()[\]{}|]/g, ''))].slice(0, 8)
  const usual = ['a', 'A', '0', ' ', '\t', '\n', '-', '_', '.', ',', '/', '\\', '"', '<', '&', '%', '{', '[', '(', '=', 'é', '\u0301', '😀', '\0']
  const pairs = own.flatMap((one) => ['a', '0', ...own.slice(0, 3)].map((other) => one + other))
  const runs = [...new Set([...usual, ...own, ...pairs, 'a.', 'a-', 'a ', 'a,', '0-', '0.', 'aA0', ' \n', '-a0 ', '{{', '}}', '<a ', '2026-', 'ariadne-'])]
  return runs.flatMap((run) => ['', '\n', '!'].map((end) => run.repeat(Math.ceil(length / run.length)).slice(0, length) + end))
}

const context = createContext({ expression: /x/, text: '' })
/** The quickest of three tries in milliseconds of processor, which a busy machine does not lengthen; a try that does not end is ended. */
function quickest(expression: RegExp, text: string): number {
  let best = Infinity
  for (let tries = 0; tries < 3 && best > mostMs / 2; tries += 1) {
    Object.assign(context, { expression: new RegExp(expression.source, expression.flags), text })
    const began = process.cpuUsage()
    try {
      // One look, and all finds of one that looks for all; replaced and not listed, since making fifty thousand lists is no cost of the expression.
      runInContext(expression.global ? "text.replace(expression, '')" : 'expression.test(text)', context, { timeout: 1_000 })
    } catch {
      return Infinity
    }
    const { user, system } = process.cpuUsage(began)
    best = Math.min(best, (user + system) / 1_000)
  }
  return best
}

describe('the regular expressions of the program', () => {
  test('are found', () => {
    expect(inSource.length).toBeGreaterThan(100)
    // A text that somebody typed becomes no expression: these make theirs of constants, and are looked at by hand.
    expect(builtAtRunTime).toEqual(['platform/backup/sealed-stream.ts'])
  })

  test(`end within ${mostMs} ms on ${length} signs of every usual attack`, () => {
    const different = new Map(inSource.map((found) => [String(found.expression), found]))
    const slow: string[] = []
    let tried = 0
    for (const { at, expression } of different.values()) {
      for (const text of attacksOn(expression)) {
        tried += 1
        const taken = quickest(expression, text)
        if (taken <= mostMs) continue
        slow.push(`${at} ${String(expression)} ${taken.toFixed(0)} ms on ${JSON.stringify(text.slice(0, 12))}… ${JSON.stringify(text.slice(-3))}`)
        break
      }
    }
    console.info(`${inSource.length} expressions, ${different.size} different, ${tried} attacks`)
    expect(slow).toEqual([])
  }, 600_000)
})
