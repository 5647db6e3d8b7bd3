// npm writes no entry for an optional binary that the registry does not serve, and `npm ci` then refuses the lock.
// This adds those entries, bound to their platform by their names, so that they are skipped wherever they are not meant.
import { readFileSync, writeFileSync } from 'node:fs'

const lock = JSON.parse(readFileSync('package-lock.json', 'utf8'))
const systems = { android: 'android', darwin: 'darwin', freebsd: 'freebsd', linux: 'linux', netbsd: 'netbsd', openbsd: 'openbsd', sunos: 'sunos', openharmony: 'openharmony', win32: 'win32', windows: 'win32', aix: 'aix' }
const processors = { arm: 'arm', armv7: 'arm', arm64: 'arm64', x64: 'x64', ia32: 'ia32', ppc64: 'ppc64', ppc64le: 'ppc64', riscv64: 'riscv64', s390x: 's390x', loong64: 'loong64', mips64el: 'mips64el', wasm32: 'wasm32' }

const isLocked = (name, from) => {
  for (let place = from; ; place = place.slice(0, Math.max(0, place.lastIndexOf('/node_modules/')))) {
    if (`${place}/node_modules/${name}`.replace(/^\//, '') in lock.packages) return true
    if (place === '') return false
  }
}

const added = []
for (const [from, { optionalDependencies = {} }] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(optionalDependencies)) {
    if (isLocked(name, from)) continue
    const parts = name.split(/[/-]/)
    const os = parts.map((part) => systems[part]).find(Boolean)
    const cpu = parts.map((part) => processors[part]).find(Boolean)
    if (!os || !/^\d/.test(version)) { console.error(`not added: ${name}@${version}`); continue }
    lock.packages[`node_modules/${name}`] = { version, optional: true, os: [os], ...(cpu ? { cpu: [cpu] } : {}) }
    added.push(name)
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).sort(([a], [b]) => (a < b ? -1 : 1)))
writeFileSync('package-lock.json', `${JSON.stringify(lock, null, 2)}\n`)
console.log(`${added.length} added`)
