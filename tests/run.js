import { spawn, spawnSync } from 'node:child_process'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

// Every proof that Ariadne has, in order from the quickest to the slowest. The last line counts them all.

const root = join(import.meta.dirname, '..')
const program = (name) => join(root, 'node_modules', '.bin', name)
const isServer = process.env.CI === 'true'
// A part that never ends is ended; a slow machine is not a failure.
const longest = 25 * 60_000
const parts = []

const seconds = (since) => `${((Date.now() - since) / 1000).toFixed(1)} s`

function tell(name, { passed, failed, skipped = 0 }, since) {
  parts.push({ passed, failed })
  console.log(`\n== ${name}: ${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''} (${seconds(since)})\n`)
}

/** Runs one program to its end and answers with its exit code; a program that never ends is ended. */
const run = (command, words, environment = {}) => new Promise((resolve) => {
  const child = spawn(command, words, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env: { ...process.env, ...environment }, timeout: longest, killSignal: 'SIGTERM' })
  child.on('error', (fault) => { console.error(fault.message); resolve(1) })
  child.on('close', (code) => resolve(code ?? 1))
})

async function check(name, command, words) {
  const since = Date.now()
  const code = await run(command, words)
  tell(name, { passed: code === 0 ? 1 : 0, failed: code === 0 ? 0 : 1 }, since)
}

const filesIn = (folder, ending) => existsSync(join(root, folder))
  ? readdirSync(join(root, folder), { recursive: true }).filter((name) => ending.test(String(name))).length
  : 0

/** Runs the tests of one configuration and reads the counts from vitest's own report. */
async function tests(name, configuration) {
  const since = Date.now()
  const folder = mkdtempSync(join(tmpdir(), 'ariadne-report-'))
  const report = join(folder, 'report.json')
  const code = await run(program('vitest'), ['run', '--config', configuration, '--reporter=default', '--reporter=json', `--outputFile.json=${report}`])
  tell(name, counted(report, code), since)
  rmSync(folder, { recursive: true, force: true })
}

function counted(report, code) {
  if (!existsSync(report)) return { passed: 0, failed: 1 }
  const { numPassedTests, numFailedTests, numPendingTests, testResults } = JSON.parse(readFileSync(report, 'utf8'))
  // A file that cannot even be loaded holds no test that could fail, but it is not well.
  const broken = testResults.filter(({ status, assertionResults }) => status === 'failed' && !assertionResults.some((test) => test.status === 'failed')).length
  const failed = numFailedTests + broken
  return { passed: numPassedTests, failed: code === 0 ? failed : Math.max(failed, 1), skipped: numPendingTests }
}

const browserPlaces = JSON.parse(readFileSync(join(root, 'tests/support/browser-places.json'), 'utf8'))

/** Whether a program of the machine is at one of its places; where it is missing and we may, Debian's packages are tried in turn. */
async function isThere(name, places, packages, mayInstall = true) {
  const found = () => places.some((place) => existsSync(place))
  if (!found() && mayInstall && process.getuid?.() === 0 && spawnSync('apt-get', ['--version']).status === 0) {
    console.log(`${name} is missing and is installed now.`)
    const quiet = { DEBIAN_FRONTEND: 'noninteractive' }
    await run('apt-get', ['update', '-q'], quiet)
    for (const wanted of packages) {
      await run('apt-get', ['install', '-y', '-q', '--no-install-recommends', wanted], quiet)
      if (found()) break
    }
  }
  if (!found()) console.log(`There is no ${name}, so what needs it is not tested. Install it ("apt-get install ${packages[0]}").`)
  return found()
}

const browser = () => isThere('Chromium', process.env.CHROMIUM === undefined ? browserPlaces : [process.env.CHROMIUM], ['chromium-headless-shell', 'chromium'], process.env.CHROMIUM === undefined)
const virusSearch = () => isThere('clamd', ['/usr/sbin/clamd'], ['clamav-daemon'])

const began = Date.now()
if (!existsSync(program('vitest'))) {
  console.log('The packages are missing: run "npm install" first.\n0 passed, 1 failed')
  process.exit(1)
}

await check('types of the server', program('tsc'), ['-p', 'tsconfig.server.json'])
await check('types of the domain', program('tsc'), ['-p', 'tsconfig.domain.json'])
if (filesIn('src', /\.island\.tsx?$/) > 0) await check('types of the browser', program('tsc'), ['-p', 'tsconfig.browser.json'])
await check('lint', program('oxlint'), ['-c', '.oxlintrc.json', '--deny-warnings'])

const hasBrowser = await browser()
if (!hasBrowser && isServer) tell('browser', { passed: 0, failed: 1 }, Date.now())
if (!(await virusSearch()) && isServer) tell('virus search', { passed: 0, failed: 1 }, Date.now())
await tests('structure, rules and database', 'vitest.config.ts')
if (hasBrowser && filesIn('tests/journeys', /\.journey\.tsx?$/) > 0) await tests('journeys in the browser', 'vitest.journeys.config.ts')

const sum = (key) => parts.reduce((total, part) => total + part[key], 0)
console.log(`All of it took ${seconds(began)}.`)
console.log(`${sum('passed')} passed, ${sum('failed')} failed`)
process.exitCode = sum('failed') === 0 ? 0 : 1
