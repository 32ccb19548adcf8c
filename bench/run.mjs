// `npm run bench` runs all benches side by side with the peers, prints a table and writes bench/RESULTS.md.
// `npm run bench -- NAME --json` runs one and prints JSON.
import { readdirSync, writeFileSync } from 'node:fs'
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { build } from '../scripts/build.mjs'
import { ensurePackages } from '../scripts/ensure.mjs'
import { stopSite } from './lib/browser.mjs'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { json: { type: 'boolean', default: false } },
})
ensurePackages()

await build({ onlyStale: true })

const names = readdirSync(new URL('./benches/', import.meta.url))
  .filter((file) => file.endsWith('.mjs'))
  .map((file) => file.slice(0, -4))
const wanted = positionals.length > 0 ? positionals : names
for (const name of wanted) {
  if (names.includes(name)) continue
  console.error(`No bench is called ${name}. There are: ${names.join(', ')}.`)
  process.exit(2)
}

const table = (columns, rows) =>
  [
    `| ${columns.join(' | ')} |`,
    `|${columns.map(() => '---').join('|')}|`,
    ...rows.map((row) => `| ${columns.map((column) => row[column] ?? '').join(' | ')} |`),
  ].join('\n')

// Benches leave no process behind; what a failed one leaves ends with this one.
const results = {}
for (const name of wanted) {
  const { run, goal } = await import(`./benches/${name}.mjs`)
  const result = await run()
  results[name] = { goal, ...result }
  if (values.json) continue
  console.log(`\n## ${name}\nGoal: ${goal}\n\n${table(result.columns, result.rows)}\n`)
  for (const v of result.verdicts)
    console.log(`${v.isMet ? 'met' : 'NOT MET'}: ${v.what} ${v.value} (goal ${v.goal})`)
}

if (values.json) console.log(JSON.stringify(results))
else if (positionals.length === 0) {
  const sections = Object.entries(results).map(
    ([name, r]) =>
      `## ${name}\n\nGoal: ${r.goal}\n\n${table(r.columns, r.rows)}\n\n${table(
        ['figure', 'value', 'goal', 'met'],
        r.verdicts.map((v) => ({
          figure: v.what,
          value: v.value,
          goal: v.goal,
          met: v.isMet ? 'yes' : 'no',
        })),
      )}\n`,
  )
  const machine = `${cpus().length} cores, ${cpus()[0]?.model ?? 'unknown CPU'}, Node ${process.version}`
  writeFileSync(
    new URL('./RESULTS.md', import.meta.url),
    `# Bench results\n\nOne run on one machine (${machine}); read the ratios, not the figures.\n\n${sections.join('\n')}`,
  )
}

await stopSite()
process.exit(0)
