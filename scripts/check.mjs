// The quick part of the tests: format, lint, types, layers, sizes, documents, unused code, unit tests.
// `npm run check` runs all; `npm run check -- lint types` only those.
import { existsSync } from 'node:fs'
import { ensurePackages } from './ensure.mjs'
import { runSteps } from './steps.mjs'

ensurePackages()
const tsc = 'node_modules/@typescript/native/bin/tsc'
const packages = ['contract', 'sip', 'webphone', 'pbx', 'server', 'sandbox'].map((name) => `packages/${name}`)
// Tests see what the product must not: Node, newer libraries.
const projects = [
  ...packages,
  ...packages.map((path) => `${path}/tsconfig.test.json`).filter((path) => existsSync(path)),
  'e2e',
  'e2e/telephony',
]

const steps = [
  { name: 'format', commands: [['npx', 'prettier', '--check', '--log-level=warn', '.']] },
  { name: 'lint', commands: [['npx', 'oxlint', '--type-aware', '--deny-warnings']] },
  {
    name: 'types',
    commands: projects.map((path) => ['node', tsc, '-p', path]),
  },
  { name: 'layers', commands: [['npx', 'depcruise', 'packages', '--config', '.dependency-cruiser.cjs']] },
  { name: 'sizes', commands: [['node', 'scripts/sizes.mjs']] },
  {
    name: 'docs',
    commands: [
      ['node', 'scripts/docs-check.mjs'],
      ['node', 'scripts/faults-check.mjs'],
    ],
  },
  {
    name: 'snippets',
    commands: [
      ['node', 'scripts/snippets.mjs'],
      ['node', 'scripts/recipes-check.mjs'],
    ],
  },
  { name: 'unused', commands: [['npx', 'knip']] },
  { name: 'unit', commands: [['npx', 'vitest', 'run', '--project', 'unit']] },
]

const wanted = process.argv.slice(2)
const unknown = wanted.find((name) => !steps.some((step) => step.name === name))
if (unknown !== undefined)
  throw new Error(`There is no check "${unknown}": choose from ${steps.map(({ name }) => name).join(', ')}.`)
process.exitCode = await runSteps(steps.filter(({ name }) => wanted.length === 0 || wanted.includes(name)))
