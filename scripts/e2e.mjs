// Real-browser tests against the demo server. `npm run test:e2e -- core/dtmf` runs a part of them.
// The faults have a command of their own, because they need a network of their own: `npm run test:faults`.
import { ensureHeadlessChromium, ensurePackages, run } from './ensure.mjs'

ensurePackages()
const chromium = ensureHeadlessChromium()
if (run('node', ['scripts/build.mjs']) !== 0) process.exit(1)
const projects = ['--project=core', '--project=autoplay']
const command = ['playwright', 'test', '--config', 'e2e/playwright.config.ts', ...projects]
process.exit(
  run('npx', [...command, ...process.argv.slice(2)], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, CHROMIUM_PATH: chromium },
  }),
)
