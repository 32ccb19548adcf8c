// One declaration file per entry. What comes from packages that are not published is rolled in; what another entry declares is
// imported from that entry, so that a class is the same class wherever it is imported from.
import { spawnSync } from 'node:child_process'
import {
  appendFileSync,
  copyFileSync,
  mkdirSync,
  readFileSync,
  readdirSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Extractor, ExtractorConfig, ExtractorLogLevel } from '@microsoft/api-extractor'

const root = fileURLToPath(new URL('..', import.meta.url))
const self = '@zorio/webphone'
/** In this order: later ones import from earlier ones. */
const entries = {
  index: 'index',
  ui: 'mount',
  element: 'element',
  react: 'react',
  vue: 'vue',
  embed: 'embed',
  testing: 'testing',
  diagnose: 'diagnose',
  flight: 'flight',
}
const ofIndex =
  /^webphone\/(index|phone|phone-api|call-api|phone-status|options|events|errors|diagnose\/(result|findings))\.d\.ts$/
const ofUi = /^webphone\/(mount|ui\/(index|webphone-element))\.d\.ts$/

/** Writes `dist/types/*.d.ts`; with `reports` also the API reports that are compared with those in git. */
export function writeDeclarations(dist, reports) {
  const all = `${dist}/all-types`
  for (const name of ['contract', 'sip', 'webphone']) emit(name, `${all}/${name}`)
  const installed = `${all}/node_modules/${self}`
  mkdirSync(installed, { recursive: true })
  // Else the name would be resolved to the package around it, whose `dist` may be missing or old.
  writeFileSync(`${all}/package.json`, '{ "name": "declarations", "private": true }')
  writeFileSync(`${installed}/package.json`, JSON.stringify({ name: self, exports: exportsOfTypes() }))
  redirect(all, (_, specifier) =>
    specifier.startsWith('@zorio/') ? `${all}/${specifier.slice(7)}/index` : null,
  )
  for (const [name, file] of Object.entries(entries)) {
    rollUp(all, file, { name, rolled: `${dist}/types/${name}.d.ts`, reports })
    if (name === 'ui') addGlobals(`${all}/webphone/ui/webphone-element.d.ts`, `${dist}/types/ui.d.ts`)
    copyFileSync(`${dist}/types/${name}.d.ts`, `${installed}/${name}.d.ts`)
    if (name === 'index') redirect(all, (from, to) => (ofIndex.test(to) && !ofIndex.test(from) ? self : null))
    if (name === 'ui') redirect(all, (from, to) => (ofUi.test(to) && !ofUi.test(from) ? `${self}/ui` : null))
  }
  rmSync(all, { recursive: true })
}

function exportsOfTypes() {
  return Object.fromEntries(
    Object.keys(entries).map((name) => [name === 'index' ? '.' : `./${name}`, { types: `./${name}.d.ts` }]),
  )
}

function emit(name, outDir) {
  const tsc = `${root}node_modules/@typescript/native/bin/tsc`
  const folder = `${root}packages/${name}`
  // Types are checked by `npm run check`; here they are only written.
  const options = '--noEmit false --emitDeclarationOnly --declaration --stripInternal --noCheck'.split(' ')
  const outcome = spawnSync(
    process.execPath,
    [tsc, '-p', folder, ...options, '--rootDir', `${folder}/src`, '--outDir', outDir],
    { encoding: 'utf8' },
  )
  if (outcome.status !== 0) throw new Error(`declarations of ${name}: ${outcome.stdout}${outcome.stderr}`)
}

/**
 * Rewrites the imports of all declarations. `decide` gets the importing file and what it imports, both within `all`, and may
 * return another absolute path or package name.
 */
function redirect(all, decide) {
  for (const from of readdirSync(all, { recursive: true })) {
    if (!from.endsWith('.d.ts') || from.startsWith('node_modules')) continue
    const folder = dirname(join(all, from))
    const text = readFileSync(join(all, from), 'utf8')
    const changed = text.replace(/((?:from|import)\s*\(?\s*)'([^']+)'/g, (whole, before, specifier) => {
      const isRelative = specifier.startsWith('.')
      const path = isRelative ? join(folder, specifier).replace(/\.[tj]s$/, '') : specifier
      const next = decide(from, isRelative ? `${relative(all, path)}.d.ts` : specifier) ?? path
      if (!next.startsWith('/')) return `${before}'${next}'`
      const way = relative(folder, next)
      return `${before}'${way.startsWith('.') ? way : `./${way}`}.js'`
    })
    if (changed !== text) writeFileSync(join(all, from), changed)
  }
}

/** The roll-up leaves out what a file adds to the types of the DOM. */
function addGlobals(from, to) {
  const globals = /^declare global \{.*?^\}$/ms.exec(readFileSync(from, 'utf8'))
  if (!globals) throw new Error(`${from} declares no globals`)
  appendFileSync(to, `\n${globals[0]}\n`)
}

function rollUp(all, file, { name, rolled, reports }) {
  const entry = `${all}/webphone/${file}.d.ts`
  const silent = { default: { logLevel: ExtractorLogLevel.None } }
  const config = ExtractorConfig.prepare({
    configObject: {
      projectFolder: all,
      mainEntryPointFilePath: entry,
      newlineKind: 'lf',
      compiler: { overrideTsconfig: { compilerOptions, files: [entry] } },
      apiReport: {
        enabled: reports !== undefined,
        reportFileName: `${name}.api.md`,
        reportFolder: reports,
        reportTempFolder: `${all}/temp`,
        includeForgottenExports: true,
      },
      docModel: { enabled: false },
      tsdocMetadata: { enabled: false },
      dtsRollup: { enabled: true, untrimmedFilePath: rolled },
      messages: {
        extractorMessageReporting: silent,
        tsdocMessageReporting: silent,
        compilerMessageReporting: { default: { logLevel: ExtractorLogLevel.Error } },
      },
    },
    configObjectFullPath: undefined,
    packageJson: { name: self, version: '0.0.0' },
    packageJsonFullPath: `${root}packages/webphone/package.json`,
  })
  if (reports) mkdirSync(reports, { recursive: true })
  const errors = []
  const { succeeded } = Extractor.invoke(config, {
    localBuild: true,
    messageCallback: (message) => {
      message.handled = true
      if (message.logLevel === ExtractorLogLevel.Error) errors.push(message.text)
    },
  })
  if (!succeeded) throw new Error(`declarations of ${name}: ${errors.join('\n')}`)
}

const compilerOptions = {
  target: 'ES2022',
  module: 'ESNext',
  moduleResolution: 'Bundler',
  lib: ['ES2022', 'DOM', 'DOM.Iterable'],
  strict: true,
  skipLibCheck: true,
  types: [],
}
