// `npm run site` builds the documentation site into site/dist and fails on a link that leads nowhere; `npm run site -- --dev` serves it.
import { ensurePackages, run } from './ensure.mjs'

ensurePackages()
const { assemble } = await import('../site/assemble.mjs')
assemble()
const referenced = run('npx', ['typedoc', '--options', 'site/typedoc.json'])
if (referenced !== 0) process.exit(referenced)
process.exit(
  run('npx', ['vitepress', process.argv.includes('--dev') ? 'dev' : 'build', 'site'], {
    env: { ...process.env, NODE_OPTIONS: '--max-old-space-size=2048' },
  }),
)
