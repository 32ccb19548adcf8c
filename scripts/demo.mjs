// `npm run demo`: from a fresh clone to two phones in a page. Installs what is missing, builds what is stale, and then is
// the server: arguments, signals and exit code are the server's own. All progress goes to stderr.
import { ensurePackages } from './ensure.mjs'

const [major = 0, minor = 0] = process.versions.node.split('.').map(Number)
if (major < 20 || (major === 20 && minor < 19)) {
  console.error(`Node.js 20.19 or newer is needed; this is ${process.version}.`)
  process.exit(1)
}
ensurePackages()
const { build, endWithMessage } = await import('./build.mjs')
const built = await build({ onlyStale: true }).catch(endWithMessage)
if (built.length > 0) console.error(`built ${built.join(' and ')}`)
await import('../packages/server/dist/cli.js')

// A signal to npm ends npm and its shell but does not reach us; a server left behind would keep the port.
if (process.env.npm_lifecycle_event) {
  const parent = process.ppid
  setInterval(() => {
    if (process.ppid !== parent) process.kill(process.pid, 'SIGTERM')
  }, 500).unref()
}
