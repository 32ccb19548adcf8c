// What npm users get, checked as they get it: the package is built, packed, unpacked into empty projects, imported, type-checked by
// four versions of TypeScript and bundled. `--update` writes the API reports of packages/webphone/etc; the diff is then reviewed.
import { createHash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import vm from 'node:vm'
import { ensurePackages } from './ensure.mjs'
import { pack, run, stagedOf, tarballOf, work } from './pack.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const source = `${root}packages/webphone`
const etc = `${source}/etc`
const moduleEntries = ['index', 'ui', 'element', 'react', 'vue', 'embed', 'testing', 'diagnose', 'flight']
const bindingLimit = 1000

const problems = []
const must = (condition, problem) => condition || problems.push(problem)
const read = (path) => (existsSync(path) ? readFileSync(path, 'utf8') : '')
const specifier = (entry) => `@zorio/webphone${entry === 'index' ? '' : `/${entry}`}`

async function step(name, work_) {
  const started = Date.now()
  const before = problems.length
  try {
    await work_()
  } catch (error) {
    problems.push(`${name}: ${error.message}`)
  }
  const verdict = problems.length === before ? 'ok    ' : 'FAILED'
  console.log(`  ${verdict} ${name.padEnd(44)} ${((Date.now() - started) / 1000).toFixed(1)} s`)
  for (const problem of problems.slice(before)) console.log(`         ${problem}`)
}

const staged = stagedOf('webphone')
const tarball = tarballOf('webphone')

async function packed() {
  for (const name of ['webphone', 'sandbox']) {
    const { files, size } = await pack(name)
    console.log(`         ${name}: ${files.length} files, ${(size / 1000).toFixed(0)} kB packed`)
    for (const { path } of files)
      must(!/\.test\.|\.built-from|all-types|^src/.test(path), `${path} must not be in the package`)
  }
}

/** As npm unpacks it, in a project that holds nothing else: two dependencies, nothing that must run while it installs. */
async function sandboxInstalled() {
  const folder = `${work}/sandbox-alone`
  const notices = await installAlone(folder, tarballOf('sandbox')).then(() =>
    read(`${folder}/node_modules/@zorio/sandbox/dist/THIRD-PARTY-NOTICES.txt`),
  )
  const { dependencies } = JSON.parse(read(`${folder}/node_modules/@zorio/sandbox/package.json`))
  must(Object.keys(dependencies).join() === 'libsql', `depends on ${Object.keys(dependencies).join()}`)
  for (const name of ['werift', 'hono', 'ws', 'zod', 'jose', 'pg', 'pino', 'debug'])
    must(notices.includes(`\n${name} `), `no licence of ${name} in the sandbox's notices`)
  for (const [name, entry] of Object.entries(
    JSON.parse(read(`${folder}/node_modules/.package-lock.json`)).packages,
  ))
    must(!entry.hasInstallScript, `${name} wants to run a script while it installs`)
  const { publint } = await import('publint')
  const { formatMessage } = await import('publint/utils')
  const { messages, pkg } = await publint({ pkgDir: stagedOf('sandbox'), strict: true })
  for (const message of messages) problems.push(`publint: ${formatMessage(message, pkg)}`)
  const bin = `${folder}/node_modules/.bin/zorio-sandbox`
  const { code, text } = await run(bin, ['--help'], folder)
  must(code === 0 && text.includes('npx @zorio/sandbox'), `--help: exit ${code} ${text}`)
}

async function installAlone(folder, file) {
  rmSync(folder, { recursive: true, force: true })
  mkdirSync(folder, { recursive: true })
  writeFileSync(`${folder}/package.json`, '{ "name": "empty", "private": true, "type": "module" }\n')
  const options = ['--prefer-offline', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error']
  const { code, text } = await run('npm', ['install', ...options, file], folder)
  if (code !== 0) throw new Error(text)
}

/** The package as npm unpacks it, in a project that holds nothing else. */
async function installed() {
  const empty = `${work}/empty`
  await installAlone(empty, tarball)
  const names = readdirSync(`${empty}/node_modules`).filter((name) => !name.startsWith('.'))
  must(names.join() === '@zorio', `installs more than itself: ${names.join()}`)
}

const consumer = `${work}/consumer`
const consumerNeeds = {
  'typescript-5.4': 'npm:typescript@5.4.5',
  'typescript-5.9': 'npm:typescript@5.9.3',
  vite: '8.3.8',
}

/** A project with compilers and frameworks, installed once; only our package is new in each run. */
async function prepareConsumer() {
  const { devDependencies } = JSON.parse(read(`${source}/package.json`))
  const own = Object.fromEntries(
    ['react', 'react-dom', 'vue', '@types/react', '@types/react-dom'].map((name) => [
      name,
      devDependencies[name],
    ]),
  )
  const manifest = JSON.stringify({
    name: 'consumer',
    private: true,
    type: 'module',
    dependencies: { ...consumerNeeds, ...own },
  })
  const stamp = `${consumer}/node_modules/.installed`
  const key = createHash('sha256').update(manifest).digest('hex')
  if (read(stamp) !== key) {
    rmSync(consumer, { recursive: true, force: true })
    mkdirSync(consumer, { recursive: true })
    writeFileSync(`${consumer}/package.json`, manifest)
    const options = ['--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error']
    const { code, text } = await run('npm', ['install', ...options], consumer, 180_000)
    if (code !== 0) throw new Error(text)
    writeFileSync(stamp, key)
  }
  const place = `${consumer}/node_modules/@zorio`
  rmSync(place, { recursive: true, force: true })
  cpSync(`${work}/empty/node_modules/@zorio`, place, { recursive: true })
  for (const [name, from] of [
    ['typescript-6.0', 'typescript'],
    ['typescript-7.0', '@typescript/native'],
  ])
    if (!existsSync(`${consumer}/node_modules/${name}`))
      symlinkSync(`${root}node_modules/${from}`, `${consumer}/node_modules/${name}`)
  for (const name of ['react', 'vue', 'plain-html']) {
    rmSync(`${consumer}/${name}`, { recursive: true, force: true })
    cpSync(`${root}examples/${name}`, `${consumer}/${name}`, { recursive: true })
  }
}

async function publishedWell() {
  const { publint } = await import('publint')
  const { formatMessage } = await import('publint/utils')
  const { messages, pkg } = await publint({ pkgDir: staged, strict: true })
  for (const message of messages) problems.push(`publint: ${formatMessage(message, pkg)}`)
  const attw = `${root}node_modules/@arethetypeswrong/cli/dist/index.js`
  const withoutTypes = ['./dtmf-worker.js', './zorio-webphone.iife.js', './integrity.json']
  const options = [
    '--profile',
    'esm-only',
    '--no-emoji',
    '--no-color',
    '--exclude-entrypoints',
    ...withoutTypes,
  ]
  const { code, text } = await run('node', [attw, tarball, ...options], root)
  must(code === 0, `attw: ${text}`)
}

function apiReports() {
  for (const entry of moduleEntries) {
    const name = `${entry}.api.md`
    if (process.argv.includes('--update')) {
      mkdirSync(etc, { recursive: true })
      cpSync(`${work}/api/${name}`, `${etc}/${name}`)
    }
    must(
      read(`${etc}/${name}`) === read(`${work}/api/${name}`),
      `the API of ${specifier(entry)} is not what packages/webphone/etc/${name} says: ` +
        `node scripts/package-check.mjs --update, then review the diff`,
    )
  }
}

/** Nothing of ours that is not published, licences of what is inside, the integrity value, sizes of the bindings. */
function contents() {
  const dist = `${work}/empty/node_modules/@zorio/webphone/dist`
  for (const name of readdirSync(dist, { recursive: true }).map(String)) {
    if (!/\.(d\.ts|js)$/.test(name)) continue
    const found = /['"`]@zorio\/(?!webphone)[a-z]+['"`]/.exec(read(`${dist}/${name}`))
    must(!found, `${name} imports ${String(found?.[0])}, which is not published`)
  }
  const notices = read(`${dist}/THIRD-PARTY-NOTICES.txt`)
  for (const name of ['lit-html'])
    must(notices.includes(`\n${name} `), `no licence of ${name} in the notices`)
  const iife = readFileSync(`${dist}/zorio-webphone.iife.js`)
  const sri = `sha384-${createHash('sha384').update(iife).digest('base64')}`
  must(
    JSON.parse(read(`${dist}/integrity.json`))['zorio-webphone.iife.js'] === sri,
    'integrity.json is wrong',
  )
  must(/^(['"])use client\1/.test(read(`${dist}/react.js`)), "react.js does not begin with 'use client'")
  const kit = read(`${dist}/testing.js`)
  must(!/["']node:|werift|\bBuffer\b/.test(kit), 'testing.js holds code of Node')
  console.log(`         testing.js ${(gzipSync(kit, { level: 9 }).length / 1000).toFixed(1)} kB gzip`)
  for (const name of ['react', 'vue']) {
    const size = gzipSync(readFileSync(`${dist}/${name}.js`), { level: 9 }).length
    must(size <= bindingLimit, `${name}.js is ${size} bytes gzip; at most ${bindingLimit}`)
  }
}

/** Each entry loads where there is no DOM, and exports what its API report says. */
async function importsWithoutDom() {
  await Promise.all(
    moduleEntries.map(async (entry) => {
      const code = `console.log(Object.keys(await import('${specifier(entry)}')).sort().join())`
      const outcome = await run('node', ['--input-type=module', '-e', code], consumer)
      if (outcome.code !== 0) return problems.push(`${specifier(entry)}: ${outcome.text}`)
      const declared = [
        ...read(`${work}/api/${entry}.api.md`).matchAll(
          /^export (?:abstract )?(?:class|const|function) (\w+)/gm,
        ),
        ...read(`${work}/api/${entry}.api.md`).matchAll(/^export \{ (\w+) \}/gm),
      ].map((match) => match[1])
      must(
        outcome.text.trim() === [...new Set(declared)].sort().join(),
        `${specifier(entry)} exports ${outcome.text.trim()}, declares ${declared.sort().join()}`,
      )
    }),
  )
  scriptTag()
}

/** The script in an empty context, and in one that has as much of a page as it takes to register the element. */
function scriptTag() {
  const text = read(`${consumer}/node_modules/@zorio/webphone/dist/zorio-webphone.iife.js`)
  const registered = []
  const customElements = { get: () => undefined, define: (name) => registered.push(name) }
  for (const page of [{}, { customElements, HTMLElement: Object }]) {
    const context = vm.createContext(page)
    vm.runInContext(`${text}\n;globalThis.result = Object.keys(ZorioWebphone).sort().join()`, context)
    const wanted = 'ZorioWebphone,ZorioWebphoneError,connect,mountPhone'
    must(context.result === wanted, `the script's global holds ${context.result}, not ${wanted}`)
  }
  must(registered.join() === 'zorio-webphone', `the script registers ${registered.join() || 'nothing'}`)
}

const usage = `
import { ZorioWebphone, ZorioWebphoneError } from '@zorio/webphone'
import type { CallSnapshot, ConnectOptions, ErrorCode, HangupReason, Webphone, ZorioCall } from '@zorio/webphone'
import { WebphoneElement, mountPhone, type PhoneUiOptions } from '@zorio/webphone/ui'
import { WebphoneElement as SameElement } from '@zorio/webphone/element'

const options: ConnectOptions = { apiBase: 'https://app.example', token: 'x', locale: 'en', onError: (e) => e.code }
export async function use(box: Element): Promise<void> {
  const phone: Webphone = await ZorioWebphone.connect(options)
  const stop: () => void = phone.on('incoming_call', ({ call, contact }) => {
    const name: string | undefined = contact?.full_name
    void call.answer().catch((error: unknown) => error instanceof ZorioWebphoneError && error.code satisfies ErrorCode)
    return name
  })
  phone.once('call_hangup', ({ reason, billsec }) => [reason satisfies HangupReason, billsec.toFixed()])
  // @ts-expect-error There is no such event.
  phone.on('nothing', () => {})
  // @ts-expect-error A phone is made by connect().
  new ZorioWebphone()
  const call: ZorioCall = await phone.call('1002', { campaignId: 1 })
  const picture: CallSnapshot = call.getSnapshot()
  // @ts-expect-error A picture cannot be changed.
  picture.state = 'ended'
  const ui: PhoneUiOptions = { layout: 'overlay' }
  mountPhone(phone, box, ui).unmount()
  const element: WebphoneElement = document.createElement('zorio-webphone')
  element.phone = phone
  const same: typeof WebphoneElement = SameElement
  void same
  stop()
}
`

async function typeChecks() {
  writeFileSync(`${consumer}/usage.ts`, usage)
  const common = {
    target: 'ES2022',
    lib: ['ES2022', 'DOM', 'DOM.Iterable'],
    strict: true,
    exactOptionalPropertyTypes: true,
    noEmit: true,
    // Ours and the frameworks' declarations are checked; those that come with TypeScript are not our business, and slow.
    skipLibCheck: false,
    skipDefaultLibCheck: true,
    types: [],
  }
  const bundler = { ...common, module: 'ESNext', moduleResolution: 'Bundler', jsx: 'react-jsx' }
  const node = { ...common, module: 'NodeNext', moduleResolution: 'NodeNext' }
  const examples = ['react/main.tsx', 'vue/main.ts', 'vue/call-panel.ts']
  const project = (name, compilerOptions, files) =>
    writeFileSync(`${consumer}/${name}.json`, JSON.stringify({ compilerOptions, files }))
  project('headless', bundler, ['usage.ts'])
  project('bundler', { ...bundler, allowImportingTsExtensions: true }, ['usage.ts', ...examples])
  project('node', node, ['usage.ts'])
  const check = async (version, name) => {
    const tsc = `${consumer}/node_modules/typescript-${version}/bin/tsc`
    const { code, text } = await run(
      'node',
      [tsc, '-p', `${name}.json`, '--pretty', 'false'],
      consumer,
      240_000,
    )
    must(code === 0, `TypeScript ${version}, ${name}: exit ${code} ${text.trim()}`)
  }
  // The bindings with the oldest and the newest; React's and Vue's own types take most of the time.
  await Promise.all([
    check('5.4', 'bundler'),
    (async () => {
      for (const version of ['5.9', '6.0']) await check(version, 'headless')
      for (const name of ['bundler', 'node']) await check('7.0', name)
    })(),
  ])
}

/** Examples by Vite; by itself, the phone brings no UI into what loads at once, and the element is not shaken away. */
async function bundles() {
  const vite = `${consumer}/node_modules/vite/bin/vite.js`
  for (const name of ['react', 'vue']) {
    const { code, text } = await run('node', [vite, 'build', name, '--logLevel', 'warn'], consumer)
    must(code === 0, `vite build ${name}: ${text}`)
    must(existsSync(`${consumer}/${name}/dist/index.html`), `vite build ${name} wrote no page`)
  }
  const { rolldown } = await import('rolldown')
  const built = async (text) => {
    const input = `${consumer}/entry.js`
    writeFileSync(input, text)
    const bundle = await rolldown({ input, platform: 'browser', cwd: dirname(input) })
    const { output } = await bundle.generate({ format: 'esm' })
    await bundle.close()
    return output.find((chunk) => chunk.isEntry).code
  }
  const phone = await built(
    "import { ZorioWebphone } from '@zorio/webphone'; globalThis.phone = ZorioWebphone",
  )
  must(!phone.includes('attachShadow'), 'the UI is in the first chunk of an application without one')
  const element = await built("import '@zorio/webphone/element'")
  must(/customElements/.test(element), 'bundlers shake the registration of the element away')
  const nothing = await built("import '@zorio/webphone'; import '@zorio/webphone/ui'")
  must(nothing.length < 500, `an import that is not used leaves ${nothing.length} bytes`)
}

ensurePackages()
const started = Date.now()
mkdirSync(work, { recursive: true })
await step('built and packed', packed)
if (problems.length > 0) process.exit(1)
await step('installs into an empty project', installed)
await step('a project with compilers and frameworks', prepareConsumer)
await step('the sandbox: contents, notices, publint', sandboxInstalled)
await step('publint and attw', publishedWell)
await step('API as the reports in git say', apiReports)
await step('contents, notices, integrity, sizes', contents)
await step('imported without a DOM', importsWithoutDom)
await step('TypeScript 5.4, 5.9, 6.0, 7.0 with libraries', typeChecks)
await step('bundled by Vite and rolldown', bundles)
console.log(`${problems.length} problems, ${((Date.now() - started) / 1000).toFixed(0)} s`)
process.exit(problems.length > 0 ? 1 : 0)
