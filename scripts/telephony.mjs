// Real telephony on loopback: Kamailio, rtpengine, coturn, baresip, sipp, Chromium and Firefox with the built SDK.
// `npm run test:telephony -- tests/02` runs a part of it; `--project=faults` the faults; `--install` only installs what is missing; `--no-build` takes packages/webphone/dist
// as it is; `--figures` puts the figures of the faults (tests 01, 13, 14 and 16) into docs/reliability.md.
import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { ensureHeadlessChromium, ensurePackages, installDebian, run, withoutServiceStart } from './ensure.mjs'
import { clearFigures, writeReport } from './faults.mjs'

/** Debian packages by a file that proves each. */
const modules = '/usr/lib/x86_64-linux-gnu/kamailio/modules'
const arm = '/usr/lib/aarch64-linux-gnu/kamailio/modules'
const wanted = {
  kamailio: ['/usr/sbin/kamailio'],
  'kamailio-websocket-modules': [`${modules}/websocket.so`, `${arm}/websocket.so`],
  'kamailio-tls-modules': [`${modules}/tls.so`, `${arm}/tls.so`],
  'kamailio-autheph-modules': [`${modules}/auth_ephemeral.so`, `${arm}/auth_ephemeral.so`],
  'rtpengine-daemon': ['/usr/bin/rtpengine'],
  coturn: ['/usr/bin/turnserver'],
  'baresip-core': ['/usr/bin/baresip'],
  'sip-tester': ['/usr/bin/sipp'],
  'firefox-esr': ['/usr/bin/firefox-esr'],
  openssl: ['/usr/bin/openssl'],
  'nginx-light': ['/usr/sbin/nginx'],
  iproute2: ['/usr/bin/ip', '/sbin/ip', '/usr/sbin/ip'],
}

const missing = () =>
  Object.entries(wanted).flatMap(([name, paths]) => (paths.some((path) => existsSync(path)) ? [] : [name]))

function ensureTelephony() {
  const names = missing()
  if (names.length === 0) return
  const isRootOnDebian = existsSync('/usr/bin/apt-get') && process.getuid?.() === 0
  if (isRootOnDebian) withoutServiceStart(() => installDebian(names))
  const still = missing()
  if (still.length === 0) return
  console.error(
    `The telephony tests need these Debian 12 packages: ${still.join(' ')}\n` +
      'They are installed by themselves when this runs as root on Debian with a package mirror in reach; otherwise:\n' +
      `  sudo apt-get install --no-install-recommends ${still.join(' ')}\n` +
      'and stop the services that the packages start (kamailio, rtpengine-daemon, coturn).',
  )
  process.exit(1)
}

/** A network namespace with nothing but loopback: no packet can leave, and no port can clash. It ends with its processes. */
function isolation() {
  const upAndRun = ['sh', '-c', 'ip link set lo up && exec "$@"', 'sh']
  for (const prefix of [
    ['unshare', '--net'],
    ['unshare', '--map-root-user', '--net'],
  ]) {
    const trial = spawnSync(prefix[0], [...prefix.slice(1), ...upAndRun, 'true'], { stdio: 'ignore' })
    if (trial.status === 0) return [...prefix, ...upAndRun]
  }
  console.error(
    'No network namespace can be made here: the tests run on the host, and its ports 5060, 8080 … must be free.',
  )
  return []
}

ensurePackages()
const CHROMIUM_PATH = ensureHeadlessChromium()
ensureTelephony()
const given = process.argv.slice(2)
if (given.includes('--install')) process.exit(0)
const args = given.filter((arg) => arg !== '--no-build' && arg !== '--figures')
if (!args.some((arg) => /^tests\/|^--project/.test(arg))) args.push('--project=telephony')
if (!given.includes('--no-build') && run('node', ['scripts/build.mjs']) !== 0) process.exit(1)
const [command, ...rest] = [
  ...isolation(),
  ...['npx', 'playwright', 'test', '--config', 'e2e/telephony/playwright.config.ts', ...args],
]
clearFigures()
const status = run(command, rest, {
  stdio: ['ignore', 'inherit', 'inherit'],
  env: { ...process.env, CHROMIUM_PATH },
})
if (given.includes('--figures')) writeReport()
process.exit(status)
