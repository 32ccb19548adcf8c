// Documents against code, both ways: spec rows and tests, error codes, events, hang-up reasons, test numbers, links.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { errorWords } from '../site/words/error-words.mjs'
import { hangupWords } from '../site/words/hangup-words.mjs'

const problems = []
const read = (path) => (existsSync(path) ? readFileSync(path, 'utf8') : '')
const walk = (dir) =>
  existsSync(dir)
    ? readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
        if (['node_modules', 'dist', 'test-results', '.git'].includes(entry.name)) return []
        const path = join(dir, entry.name)
        return entry.isDirectory() ? walk(path) : [path]
      })
    : []

/** Both sets must be equal; says what is missing on which side. */
function sameSet(what, documented, coded) {
  const inDocs = new Set(documented)
  const inCode = new Set(coded)
  for (const name of inCode)
    if (!inDocs.has(name)) problems.push(`${what}: ${name} is in the code but not in the documents`)
  for (const name of inDocs)
    if (!inCode.has(name)) problems.push(`${what}: ${name} is documented but not in the code`)
  console.log(`  ${what}: ${inCode.size}`)
}

const firstColumn = (text) =>
  [...text.matchAll(/^\| `?([^`|]+?)`? *\|/gm)]
    .map((m) => m[1].trim())
    .filter((cell) => !/^(-+|ID|code|event|reason|number|cause)$/.test(cell))
const keysOf = (text, from, to) =>
  [
    ...text
      .slice(text.indexOf(from), text.indexOf(to, text.indexOf(from)))
      .matchAll(/^ {2}'?([a-z_]+)'?: /gm),
  ].map((m) => m[1])

const tests = [...walk('packages'), ...walk('e2e')].filter((path) => /\.(test|spec)\.ts$/.test(path))
const named = tests.flatMap((path) =>
  [...read(path).matchAll(/\[spec ([0-9P]+\.[0-9]+)\]/g)].map((m) => m[1]),
)
sameSet('specification rows with a test', firstColumn(read('docs/spec-coverage.md')), named)

const errors = read('packages/webphone/src/errors.ts')
sameSet('error codes', firstColumn(read('docs/errors.md')), keysOf(errors, 'errorCodes = {', '} as const'))

const embedErrors = read('packages/webphone/src/embed/embed-error.ts')
sameSet(
  'embed codes',
  firstColumn(read('docs/embed.md')).filter((cell) => cell.startsWith('embed_')),
  [...embedErrors.matchAll(/^ {2}(embed_[a-z_]+):/gm)].map((m) => m[1]),
)

const findings = read('packages/webphone/src/diagnose/findings.ts')
sameSet(
  'findings of diagnose()',
  [...read('docs/diagnose.md').matchAll(/^\| `(\w+)` +\| (ok|warn|fail|skipped) +\|/gm)].map(
    (m) => `${m[1]} ${m[2]}`,
  ),
  [...findings.matchAll(/^ {2}(\w+): (ok|warn|fail|skipped)\(/gm)].map((m) => `${m[1]} ${m[2]}`),
)

const events = read('packages/webphone/src/events.ts')
sameSet('events', firstColumn(read('docs/events.md')), keysOf(events, 'interface WebphoneEvents {', '\n}'))

const extensions = walk('packages/pbx/src/extensions')
  .filter((path) => !path.endsWith('.test.ts'))
  .map(read)
  .join('\n')
sameSet(
  'test numbers',
  firstColumn(read('docs/test-numbers.md')),
  [...extensions.matchAll(/number: '([0-9N]{4})'/g)].map((m) => m[1]),
)

const causes = read('packages/contract/src/hangup-cause.ts')
sameSet(
  'hang-up causes',
  firstColumn(read('docs/hangup-reasons.md')).filter((cell) => /^[A-Z]/.test(cell)),
  [...causes.matchAll(/^\d+ ([A-Z_0-9]+)/gm)].map((m) => m[1]),
)

// The site has a page for each of them, in both languages.
sameSet('words for error codes', Object.keys(errorWords), firstColumn(read('docs/errors.md')))
sameSet(
  'words for hang-up causes',
  Object.keys(hangupWords),
  firstColumn(read('docs/hangup-reasons.md')).filter((cell) => /^[A-Z]/.test(cell)),
)

for (const path of [...walk('docs'), ...readdirSync('.').map((name) => name)].filter((name) =>
  name.endsWith('.md'),
)) {
  for (const [, target] of read(path)
    .replaceAll(/^```[\s\S]*?^```/gm, '')
    .matchAll(/\]\((?!https?:|#|mailto:)([^)#\s]+)(?:#[^)]*)?\)/g)) {
    if (!existsSync(join(dirname(path), target))) problems.push(`${path}: link to ${target} leads nowhere`)
  }
}

for (const problem of problems) console.error(`  ${problem}`)
process.exit(problems.length > 0 ? 1 : 0)
