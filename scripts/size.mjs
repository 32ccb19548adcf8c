// What ships, minified: each entry with all it loads at once (lazy chunks apart), raw, gzip and brotli, against the budget.
import { existsSync, readFileSync, readdirSync } from 'node:fs'
import { brotliCompressSync, gzipSync } from 'node:zlib'
import { join } from 'node:path'
import { ensurePackages, run } from './ensure.mjs'
import { loadedAtOnce } from './size-files.mjs'
import { printModules } from './size-modules.mjs'

const budgets = JSON.parse(readFileSync('size-budget.json', 'utf8'))
const dist = 'packages/webphone/dist'

ensurePackages()
if (!existsSync(`${dist}/index.js`) && run('node', ['scripts/build.mjs']) !== 0) process.exit(1)

const kb = (bytes) => `${(bytes / 1000).toFixed(1)} kB`
let isOver = false
for (const [entry, budget] of Object.entries(budgets)) {
  const path = join(dist, budget.entry ?? entry)
  if (!existsSync(path)) {
    console.error(`${entry}: not built`)
    isOver = true
    continue
  }
  // `with`: chunks that are fetched as soon as the entry is used, by the beginning of their names.
  const fetched = readdirSync(dist).filter(
    (name) => name.endsWith('.js') && (budget.with ?? []).some((start) => name.startsWith(start)),
  )
  const loaded = new Set(
    [path, ...fetched.map((name) => join(dist, name))].flatMap((file) => [...loadedAtOnce(file)]),
  )
  const files = [...loaded].filter(
    (file) => !(budget.without ?? []).some((other) => loadedAtOnce(join(dist, other)).has(file)),
  )
  const bytes = files.map((file) => readFileSync(file))
  const sum = (measure) => bytes.reduce((total, content) => total + measure(content).length, 0)
  const gzip = sum((content) => gzipSync(content, { level: 9 }))
  const verdict = gzip <= budget.gzip ? 'ok' : 'OVER'
  isOver ||= gzip > budget.gzip
  const goal =
    budget.goal === undefined ? '' : `; goal ${kb(budget.goal)}: ${gzip <= budget.goal ? 'met' : 'NOT MET'}`
  console.log(
    `${entry.padEnd(22)} min ${kb(sum((c) => c))}, gzip ${kb(gzip)}, brotli ${kb(sum((c) => brotliCompressSync(c)))}; budget gzip ${kb(budget.gzip)}: ${verdict}${goal}`,
  )
}
const chunks = readdirSync(dist).filter((name) => name.endsWith('.js'))
console.log(
  `all files: ${chunks.map((name) => `${name} ${kb(gzipSync(readFileSync(join(dist, name)), { level: 9 }).length)}`).join(', ')}`,
)
if (process.argv.includes('--modules')) printModules('index.js')
process.exit(isOver ? 1 : 0)
