// Real-browser tests against the demo server. `npm run test:e2e -- core/dtmf` runs a part of them.
import { ensureChromium, ensurePackages, run } from './ensure.mjs'

ensurePackages()
const chromium = ensureChromium()
if (run('node', ['scripts/build.mjs']) !== 0) process.exit(1)
process.exit(
  run('npx', ['playwright', 'test', '--config', 'e2e/playwright.config.ts', ...process.argv.slice(2)], {
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, CHROMIUM_PATH: chromium },
  }),
)
