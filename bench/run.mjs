// `npm run bench` runs all benches side by side with the peers, prints a table and writes bench/RESULTS.md.
// `npm run bench -- NAME …` runs some and renews their sections; with `--json` it prints JSON and writes nothing.
import { existsSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { loadavg } from 'node:os'
import { parseArgs } from 'node:util'
import { build } from '../scripts/build.mjs'
import { ensurePackages } from '../scripts/ensure.mjs'
import { stopSite } from './lib/browser.mjs'
import { report, textOf } from './lib/report.mjs'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false } },
})
ensurePackages()
await build({ onlyStale: true })

/** In the order of the table in README.md. */
const order = [
  'size',
  'connect',
  'dial',
  'answer',
  'recover',
  'parse',
  'shift',
  'idle',
  'pbx',
  'api',
  'scale',
]
const names = readdirSync(new URL('./benches/', import.meta.url))
  .filter((file) => file.endsWith('.mjs'))
  .map((file) => file.slice(0, -4))
  .sort((a, b) => order.indexOf(a) - order.indexOf(b))
const wanted = positionals.length > 0 ? positionals : names
for (const name of wanted) {
  if (names.includes(name)) continue
  console.error(`No bench is called ${name}. There are: ${names.join(', ')}.`)
  process.exit(2)
}

/** One that fails is told as such; the others go on. */
async function runBench(name) {
  const { run, goal } = await import(`./benches/${name}.mjs`)
  const started = performance.now()
  const loadBefore = loadavg()[0]
  const result = await run().catch((error) => {
    console.error(error)
    const what = `failed: ${String(error.message ?? error).split('\n')[0]}`
    return { columns: [], rows: [], verdicts: [{ what, value: '', goal: '', isMet: false }] }
  })
  return {
    goal,
    ...result,
    at: new Date().toISOString().slice(0, 16),
    seconds: Math.round((performance.now() - started) / 1000),
    load: [loadBefore, loadavg()[0]].map((load) => Number(load.toFixed(1))),
  }
}

const folder = new URL('../test-results/bench/', import.meta.url)
const kept = new URL('results.json', folder)
const results = positionals.length > 0 && existsSync(kept) ? JSON.parse(readFileSync(kept, 'utf8')) : {}
const fresh = {}
for (const name of wanted) {
  fresh[name] = results[name] = await runBench(name)
  if (values.json) continue
  console.log(textOf(name, fresh[name]))
  // After each, so that a run that is cut short is not lost.
  mkdirSync(folder, { recursive: true })
  writeFileSync(kept, JSON.stringify(results))
  const known = names.filter((one) => results[one] !== undefined)
  writeFileSync(new URL('./RESULTS.md', import.meta.url), report(known.map((one) => [one, results[one]])))
}

if (values.json) console.log(JSON.stringify(fresh))
await stopSite()
// What a bench that failed has left open ends here.
process.exit(0)
