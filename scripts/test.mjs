// `npm test`: everything, from a fresh clone on a new machine. What is missing is installed first.
import { ensureChromium, ensureHeadlessChromium, ensurePackages, ensurePostgres } from './ensure.mjs'

ensurePackages()
ensurePostgres()
const { runSteps } = await import('./steps.mjs')

const inChromium = () => ({ CHROMIUM_PATH: ensureHeadlessChromium() })
/** The published packages are tried in the browser that people have. */
const inWholeChromium = () => ({ CHROMIUM_PATH: ensureChromium() })
const e2eProjects = ['core', 'autoplay', 'embed', 'tools'].map((name) => `--project=${name}`)

process.exitCode = await runSteps([
  {
    name: 'Debian packages',
    lane: 'install',
    commands: [['node', 'scripts/telephony.mjs', '--install']],
  },
  { name: 'check', commands: [['node', 'scripts/check.mjs']] },
  { name: 'build', commands: [['node', 'scripts/build.mjs']] },
  { name: 'size', commands: [['node', 'scripts/size.mjs']] },
  {
    name: 'e2e',
    after: 'install',
    env: inChromium,
    // They mostly wait for calls; two at a time take half as long.
    commands: [
      ['npx', 'playwright', 'test', '--config', 'e2e/playwright.config.ts', ...e2eProjects, '--workers=2'],
    ],
  },
  {
    name: 'pages, package, site',
    lane: 'quiet',
    isQuiet: true,
    env: inChromium,
    commands: [
      ['npx', 'vitest', 'run', '--project', 'pages'],
      ['node', 'scripts/package-check.mjs'],
      ['node', 'scripts/site.mjs'],
    ],
  },
  {
    name: 'telephony',
    env: inChromium,
    commands: [['node', 'scripts/telephony.mjs', '--no-build']],
  },
  {
    name: 'browser',
    env: inChromium,
    commands: [['node', 'scripts/with-demo.mjs', 'npx', 'vitest', 'run', '--project', 'browser']],
  },
  {
    name: 'paths',
    after: 'quiet',
    env: inWholeChromium,
    commands: [['node', 'scripts/paths.mjs', '--packed']],
  },
])
