// `npm run test:paths`: what the docs promise a newcomer, done by a script that knows the docs' own snippets and nothing else. Each path
// starts in an empty folder outside this repository, takes the packed packages, and must reach a call with audio in Chromium.
// Changed in the snippets: the token that a reader pastes, and ports that another program may have.
import { createServer } from 'node:http'
import { existsSync, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { homedir, tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { ensureChromium, ensurePackages } from './ensure.mjs'
import { pack, startRegistry } from './pack.mjs'
import { callAndListen, launch, openPage } from './paths-browser.mjs'
import { runCommand, startCommand, stepsOf, substitute, writeFiles } from './paths-docs.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
/** Names as arguments: only those. */
const asked = process.argv.slice(2).filter((word) => !word.startsWith('--'))
const pages = ['script-tag', 'vite', 'react', 'vue', 'iframe', 'testing'].filter(
  (name) => asked.length === 0 || asked.includes(name),
)
const toneHz = 440
const callWithinMs = 60_000
const started = Date.now()
const problems = []
const secondsSince = (time) => `${((Date.now() - time) / 1000).toFixed(1)} s`

ensurePackages()
const chromiumPath = ensureChromium()
// Made by the package check just before, or here.
if (!process.argv.includes('--packed')) for (const name of ['webphone', 'sandbox']) await pack(name)
const place = mkdtempSync(join(tmpdir(), 'webphone-paths-'))
const registry = await startRegistry()
const env = npmEnvironment()
const running = []

async function path(name, work) {
  const begun = Date.now()
  try {
    const detail = await work()
    console.log(`  ok     ${name.padEnd(28)} ${secondsSince(begun)}  ${detail ?? ''}`)
  } catch (error) {
    problems.push(name)
    console.log(`  FAILED ${name.padEnd(28)} ${secondsSince(begun)}\n${error.message}`)
  }
}

/** The reader's own cache of packages, but no memory of what `npx` ran before. */
function npmEnvironment() {
  const cache = `${place}/npm`
  const known = process.env.npm_config_cache ?? `${homedir()}/.npm`
  mkdirSync(cache)
  if (existsSync(`${known}/_cacache`)) symlinkSync(`${known}/_cacache`, `${cache}/_cacache`)
  const own = Object.entries(process.env).filter(([key]) => !/^npm_(?!config_registry)/i.test(key))
  return {
    ...Object.fromEntries(own),
    npm_config_cache: cache,
    npm_config_prefer_offline: 'true',
    npm_config_yes: 'true',
    npm_config_audit: 'false',
    npm_config_fund: 'false',
    npm_config_update_notifier: 'false',
    npm_config_ignore_scripts: 'true',
  }
}

function emptyFolder(name) {
  const folder = `${place}/${name}`
  mkdirSync(folder)
  writeFileSync(`${folder}/.npmrc`, registry.npmrc)
  return folder
}

/** Gone again when it is used, but nobody else asks for it. */
async function freePort() {
  const server = createServer()
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address()
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** Port 0: the usual one may be taken here. */
async function startSandbox() {
  const begun = Date.now()
  const [{ command }] = stepsOf('docs/sandbox.md')
  const sandbox = startCommand(`${command} --json --port 0`, { cwd: emptyFolder('sandbox'), env })
  running.push(sandbox)
  const [line] = await sandbox.printed(/^\{.*\}$/m)
  const { url, users } = JSON.parse(line)
  const page = await fetch(url)
  if (!page.ok) throw new Error(`${url} answers ${page.status}`)
  return { url, token: users[0].token, begun, pageAfter: secondsSince(begun) }
}

/** Installs, writes, runs; what is a server comes later, one page at a time, since audio is measured. */
async function prepare(name, { url, token }) {
  const folder = emptyFolder(name)
  const steps = stepsOf(name === 'testing' ? 'docs/testing.md' : `docs/recipes/${name}.md`)
  writeFiles(steps, folder, {
    'http://localhost:8080': url,
    'PASTE-THE-TOKEN': token,
    'port = 3000': `port = ${await freePort()}`,
  })
  for (const { command } of steps.filter((one) => one.type === 'command'))
    await runCommand(command, { cwd: folder, env, timeoutMs: 120_000 })
  const server = steps.find((one) => one.type === 'server' && !one.command.includes('sandbox'))
  return { folder, server: server?.command }
}

async function callFrom({ folder, server }, browser, whileTalking = async () => {}) {
  const process_ = server && startCommand(server, { cwd: folder, env })
  if (process_) running.push(process_)
  const url = process_
    ? (await process_.printed(/http:\/\/localhost:\d+/))[0]
    : pathToFileURL(`${folder}/index.html`).href
  const opened = await openPage(browser, url)
  const hz = await callAndListen(opened)
  if (Math.abs(hz - toneHz) > 10) throw new Error(`heard ${hz.toFixed(0)} Hz, not ${toneHz}`)
  await whileTalking(opened, url)
  await opened.page.close()
  await process_?.end()
  return `heard ${hz.toFixed(0)} Hz`
}

/** The page's Playwright test, with the Playwright of this repository: its reader has one already. */
async function runSpec(folder, baseURL) {
  for (const name of ['@playwright', 'playwright', 'playwright-core'])
    symlinkSync(`${root}node_modules/${name}`, `${folder}/node_modules/${name}`)
  const launchOptions = { executablePath: chromiumPath, chromiumSandbox: false }
  const config = { testDir: folder, reporter: 'line', timeout: 30_000, use: { baseURL, launchOptions } }
  writeFileSync(`${folder}/playwright.config.mjs`, `export default ${JSON.stringify(config)}\n`)
  await runCommand('node node_modules/@playwright/test/cli.js test phone.spec.js', { cwd: folder, env })
}

/** Every other command of docs/sandbox.md, with the newest page as the phone that rings. */
async function sandboxCommands({ url }, browser, page) {
  const received = []
  const receiver = createServer((request, response) => {
    received.push(request.headers['x-zorio-delivery'])
    request.resume()
    response.writeHead(204).end()
  })
  await new Promise((resolve) => receiver.listen(0, '127.0.0.1', resolve))
  const hook = `http://127.0.0.1:${receiver.address().port}`
  const options = { cwd: `${place}/sandbox`, env }
  const run = (command) => substitute(`${command} --url ${url}`, { 'http://localhost:3000': hook })
  try {
    const [, ...steps] = stepsOf('docs/sandbox.md')
    const find = (word) => steps.find(({ command }) => command.includes(word)).command
    const listening = startCommand(run(find('listen')), options)
    running.push(listening)
    await listening.printed(/Secret: \w{32}/)
    await callFrom(page, browser, async (opened) => {
      await runCommand(run(find('trigger incoming')), options)
      await opened.page.getByText('talking to 0987654321').waitFor({ timeout: 15_000 })
      await runCommand(run(find('trigger drop-socket')), options)
      await opened.page
        .getByRole('button', { name: 'Call 9440', disabled: true })
        .waitFor({ timeout: 15_000 })
      await opened.page
        .getByRole('button', { name: 'Call 9440', disabled: false })
        .waitFor({ timeout: 20_000 })
    })
    const before = received.length
    await listening.printed(/pbx\.cdr\.created .* -> 204/)
    await runCommand(run(find('replay')), options)
    await listening.printed(/pbx\.cdr\.created .* -> 204/)
    for (let tries = 0; new Set(received).size === received.length && tries < 100; tries++)
      await new Promise((resolve) => setTimeout(resolve, 100))
    if (new Set(received).size === received.length) throw new Error('nothing was delivered twice')
    return `${before} deliveries, one of them again by replay`
  } finally {
    receiver.close()
  }
}

async function main() {
  const browser = await launch(chromiumPath)
  running.push({ end: () => browser.close() })
  let sandbox
  await path('npx @zorio/sandbox', async () => {
    sandbox = await startSandbox()
    return `its page answers ${sandbox.pageAfter} after the command, npm included`
  })
  if (!sandbox) return
  const [first, ...others] = pages
  const prepared = {}
  await path(first, async () => {
    const heard = await callFrom((prepared[first] = await prepare(first, sandbox)), browser)
    const tookMs = Date.now() - sandbox.begun
    if (tookMs > callWithinMs) throw new Error(`${tookMs} ms from the command to the call`)
    return `${heard}; ${(tookMs / 1000).toFixed(1)} s from the empty folder to audio`
  })
  await Promise.all(
    others.map((name) =>
      path(`${name}: install`, async () => void (prepared[name] = await prepare(name, sandbox))),
    ),
  )
  const further = { testing: (_, url) => runSpec(prepared.testing.folder, url) }
  for (const name of others)
    if (prepared[name]) await path(name, () => callFrom(prepared[name], browser, further[name]))
  if (prepared.vite)
    await path('trigger, listen, replay', () => sandboxCommands(sandbox, browser, prepared.vite))
}

try {
  await main()
} finally {
  for (const one of running.reverse()) await one.end().catch(() => undefined)
  registry.close()
  rmSync(place, { recursive: true, force: true, maxRetries: 3 })
}
console.log(`${problems.length} problems, ${secondsSince(started)}`)
process.exit(problems.length > 0 ? 1 : 0)
