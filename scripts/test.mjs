// `npm test`: everything, from a fresh clone on a new machine. What is missing is installed first.
import { ensureChromium, ensureHeadlessChromium, ensurePackages, ensurePostgres } from './ensure.mjs'

ensurePackages()
// The published packages are tried in the browser that people have; the rest runs in the same engine without windows.
const wholeChromium = ensureChromium()
const CHROMIUM_PATH = ensureHeadlessChromium()
ensurePostgres()
const { runSteps } = await import('./steps.mjs')

process.exitCode = await runSteps([
  { name: 'check', commands: [['node', 'scripts/check.mjs']] },
  { name: 'build', commands: [['node', 'scripts/build.mjs']] },
  { name: 'size', commands: [['node', 'scripts/size.mjs']] },
  {
    name: 'e2e',
    env: { CHROMIUM_PATH },
    commands: [
      [
        'npx',
        'playwright',
        'test',
        '--config',
        'e2e/playwright.config.ts',
        '--project=core',
        '--project=autoplay',
        '--project=embed',
        '--project=tools',
        // They mostly wait for calls; two at a time take half as long.
        '--workers=2',
      ],
    ],
  },
  {
    name: 'pages, package, site',
    isBeside: true,
    env: { CHROMIUM_PATH },
    commands: [
      ['npx', 'vitest', 'run', '--project', 'pages'],
      ['node', 'scripts/package-check.mjs'],
      ['node', 'scripts/site.mjs'],
    ],
  },
  {
    name: 'telephony',
    env: { CHROMIUM_PATH },
    commands: [['node', 'scripts/telephony.mjs', '--no-build']],
  },
  {
    name: 'browser',
    env: { CHROMIUM_PATH },
    commands: [['node', 'scripts/with-demo.mjs', 'npx', 'vitest', 'run', '--project', 'browser']],
  },
  {
    name: 'paths',
    isLast: true,
    env: { CHROMIUM_PATH: wholeChromium },
    commands: [['node', 'scripts/paths.mjs', '--packed']],
  },
])
