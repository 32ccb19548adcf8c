// What a fresh clone on a new machine lacks is installed here: npm packages, and for tests Debian's Chromium.
import { spawnSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'

const root = new URL('..', import.meta.url).pathname
const stamp = `${root}node_modules/.zorio-lock`

/** Runs a command with its output on stderr, so that stdout stays the caller's. */
export function run(command, args, options = {}) {
  return spawnSync(command, args, { cwd: root, stdio: ['ignore', 2, 2], ...options }).status ?? 1
}

/** `npm ci` when node_modules is missing or belongs to another lock file. */
export function ensurePackages() {
  const lock = createHash('sha256')
    .update(readFileSync(`${root}package-lock.json`))
    .digest('hex')
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === lock) return
  console.error('installing npm packages (npm ci) …')
  if (run('npm', ['ci', '--no-fund', '--no-audit']) !== 0) {
    console.error('npm ci failed: check that the npm registry can be reached, then try again.')
    process.exit(1)
  }
  writeFileSync(stamp, lock)
}

const chromiumPaths = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
]

export function findChromium() {
  return chromiumPaths.find((path) => path && existsSync(path))
}

let isListNew = false

/** Installs Debian packages; false when this machine has no apt or we are not root. */
export function installDebian(names) {
  if (!existsSync('/usr/bin/apt-get') || process.getuid?.() !== 0) return false
  const env = { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }
  console.error(`installing ${names.join(' ')} (apt-get) …`)
  const install = () => run('apt-get', ['install', '-y', '-q', '--no-install-recommends', ...names], { env })
  isListNew ||= run('apt-get', ['update', '-q'], { env }) === 0
  if (!isListNew) return false
  return install() === 0 || install() === 0
}

/** Debian starts a daemon when it is installed; these must not run beside the tests' own. 101: forbidden by policy. */
export function withoutServiceStart(install) {
  const policy = '/usr/sbin/policy-rc.d'
  if (existsSync(policy)) return install()
  writeFileSync(policy, '#!/bin/sh\nexit 101\n', { mode: 0o755 })
  try {
    return install()
  } finally {
    rmSync(policy)
  }
}

/** The store suite runs on PostgreSQL too where it is installed; without it that half is skipped, and says so. */
export function ensurePostgres() {
  const isRootOnDebian = existsSync('/usr/bin/apt-get') && process.getuid?.() === 0
  if (isRootOnDebian && !existsSync('/usr/lib/postgresql'))
    withoutServiceStart(() => installDebian(['postgresql']))
}

/**
 * Chromium without its windows, a package of Debian's own: the same engine, and a page costs a third of the processor
 * time. The whole Chromium where there is none.
 */
export function ensureHeadlessChromium() {
  const whole = ensureChromium()
  const shell = '/usr/bin/chromium-headless-shell'
  if (process.env.CHROMIUM_PATH || existsSync(shell)) return process.env.CHROMIUM_PATH ?? shell
  return installDebian(['chromium-headless-shell']) && existsSync(shell) ? shell : whole
}

export function ensureChromium() {
  const found = findChromium()
  if (found) return found
  if (installDebian(['chromium']) && findChromium()) return findChromium()
  console.error(
    'The browser tests need Chromium. On Debian as root it is installed by itself (apt-get install chromium); ' +
      'elsewhere install Chrome or Chromium and set CHROMIUM_PATH to its binary.',
  )
  process.exit(1)
}
