// The faults of docs/reliability.md, injected one by one, then those with Kamailio; the figures go into that file. `-- --slow` adds the tests that
// take minutes each, `-- --long` runs the one that takes twenty, `-- -g A13` a part. As root on Linux the run gets a network of its own, so that the media path can be cut.
import { existsSync, readdirSync, readFileSync, readlinkSync, rmSync, writeFileSync } from 'node:fs'
import { spawn, spawnSync } from 'node:child_process'
import { ensureChromium, ensurePackages, run } from './ensure.mjs'

const root = new URL('..', import.meta.url).pathname
const figuresFile = `${root}test-results/faults.jsonl`
const report = `${root}docs/reliability.md`
const catalogue = JSON.parse(readFileSync(`${root}e2e/faults/catalogue.json`, 'utf8'))
const marks = { start: '<!-- figures: written by npm run test:faults -->', end: '<!-- end of figures -->' }

// With loopback alone Chromium takes itself for offline, and `online` is never told.
const ownNetwork = [
  'ip link set lo up',
  'ip link add up0 type veth peer name up1',
  'ip addr add 192.0.2.1/24 dev up0',
  'ip link set up0 up',
  'ip link set up1 up',
].join(' && ')

function canHaveOwnNetwork() {
  if (process.platform !== 'linux' || process.getuid?.() !== 0) return false
  const tried = spawnSync('unshare', ['-n', 'sh', '-c', `${ownNetwork} && iptables -w 5 -L INPUT`])
  return tried.status === 0
}

export function clearFigures() {
  rmSync(figuresFile, { force: true })
}

/** Side by side, each in a network of its own: those that cut it or stop a browser, those that mostly wait, and the rest. */
const groups = [
  ['media', 'address', 'life', 'sleep', 'leaks'],
  ['transport', 'outage'],
]
/** Afterwards: how soon a call is said to sound bad is not measured on a machine that three browsers keep busy. */
const alone = ['network']

const pathOf = (name) => `faults/${name}.spec`

function groupsOf(args) {
  const isPart = args.some((arg) => /\.spec|^-g$|^--grep$/.test(arg))
  if (isPart) return [args]
  const files = readdirSync(`${root}e2e/faults`)
    .filter((name) => name.endsWith('.spec.ts'))
    .map((name) => name.replace('.spec.ts', ''))
  const rest = files.filter((name) => ![...groups.flat(), ...alone].includes(name))
  return [...groups, rest].map((names) => [...args, ...names.map(pathOf)])
}

function runGroup(args, { isApart, env, name }) {
  const config = ['--config', 'e2e/playwright.config.ts', '--project=faults']
  const output = ['--output', `${root}test-results/faults-${name}`]
  const command = ['npx', 'playwright', 'test', ...config, ...output, ...args]
  const [program, ...rest] = isApart
    ? ['unshare', '-n', 'sh', '-c', `${ownNetwork} && exec "$@"`, 'sh', ...command]
    : command
  const child = spawn(program, rest, { cwd: root, stdio: ['ignore', 'inherit', 'inherit'], env })
  return new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 1)))
}

/** Runs Playwright, in network namespaces of its own where they can be had: then all of it takes half the time. */
export async function runFaults(args, env = {}) {
  ensurePackages()
  const chromium = ensureChromium()
  if (run('node', ['scripts/build.mjs']) !== 0) return 1
  const isApart = canHaveOwnNetwork()
  if (!isApart)
    console.error(
      'no network namespace here (needs root, unshare, iptables): rows A17, D2, D3, D5 and a part of D6 are skipped',
    )
  const outer = isApart ? { OUTER_NETWORK: readlinkSync('/proc/self/ns/net') } : {}
  const all = { ...process.env, ...env, ...outer, CHROMIUM_PATH: chromium }
  const start = (group, index) => runGroup(group, { isApart, env: all, name: index })
  const running = groupsOf(args).map(start)
  const codes = await Promise.all(running)
  if (running.length > 1) codes.push(await start([...args, ...alone.map(pathOf)], running.length))
  const failed = codes.filter((code) => code !== 0)
  console.log(`faults: ${codes.length - failed.length} of ${codes.length} groups passed`)
  return failed[0] ?? 0
}

const faultOf = (row) => catalogue[row]?.fault ?? ''

/** Rows that are in the file already and were not measured again stay. */
function oldRows(text) {
  const inside = text.slice(text.indexOf(marks.start), text.indexOf(marks.end))
  const cells = inside
    .split('\n')
    .filter((line) => line.startsWith('| '))
    // Behind the head and the line under it.
    .slice(2)
  return cells.map((line) => {
    const [row, , ...rest] = line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim())
    return [row, ...rest]
  })
}

function newRows() {
  if (!existsSync(figuresFile)) return []
  const today = new Date().toISOString().slice(0, 10)
  return readFileSync(figuresFile, 'utf8')
    .trim()
    .split('\n')
    .filter(Boolean)
    .map((line) => JSON.parse(line))
    .map(({ row, what, value, bar, test }) => [row, what, String(value), bar, test ?? '', today])
}

/** Row letter, then number: A2 before A10, and what has no number last. */
const order = ([row]) => {
  const [, letter, number] = /^([A-Z])(\d+)$/.exec(row) ?? [undefined, 'Z', '999']
  return `${letter}${number.padStart(3, '0')}`
}

export function writeReport() {
  const text = readFileSync(report, 'utf8')
  const byKey = new Map()
  for (const cells of [...oldRows(text), ...newRows()]) byKey.set(`${cells[0]} ${cells[1]}`, cells)
  const rows = [...byKey.values()].sort((a, b) => order(a).localeCompare(order(b)))
  const clean = (cell) => cell.replaceAll('|', '/').replaceAll('\n', ' ')
  const lines = [
    '| row | fault | what was measured | figure | bar | test | measured |',
    '| --- | --- | --- | --- | --- | --- | --- |',
    ...rows.map(([row, ...cells]) => `| ${[row, faultOf(row), ...cells].map(clean).join(' | ')} |`),
  ]
  const before = text.slice(0, text.indexOf(marks.start) + marks.start.length)
  writeFileSync(report, `${before}\n\n${lines.join('\n')}\n\n${text.slice(text.indexOf(marks.end))}`)
  run('npx', ['prettier', '--write', '--log-level', 'error', report])
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const flags = ['--slow', '--long']
  const given = process.argv.slice(2)
  const args = given.filter((one) => !flags.includes(one))
  const limit = (minutes) => ['--global-timeout', String(minutes * 60_000)]
  const choice = given.includes('--long')
    ? [...limit(30), 'long.spec', '-g', '@long']
    : given.includes('--slow')
      ? [...limit(60), '--grep-invert', '@soak|@long']
      : [...limit(15), '--grep-invert', '@slow|@soak|@long']
  clearFigures()
  const status = await runFaults([...choice, ...args])
  writeReport()
  const behindKamailio = ['scripts/telephony.mjs', '--no-build', '--project=faults', '--figures']
  const isWhole = given.length === 0
  process.exit(
    (isWhole ? run('node', behindKamailio, { stdio: ['ignore', 'inherit', 'inherit'] }) : 0) || status,
  )
}
