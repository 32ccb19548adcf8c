// Builds what ships: the SDK (browser ESM) and the server's command line. `npm run build` builds both and says how big
// they are; the demo builds what is older than its sources.
import { createHash } from 'node:crypto'
import {
  cpSync,
  existsSync,
  readFileSync,
  readdirSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { dirname } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { ensurePackages } from './ensure.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))

const targets = [
  {
    name: '@zorio/webphone',
    folder: 'packages/webphone',
    sources: ['packages/contract', 'packages/sip', 'packages/webphone'],
    input: { index: 'packages/webphone/src/index.ts', ui: 'packages/webphone/src/mount.ts' },
    options: {
      platform: 'browser',
      transform: { target: 'es2022' },
      // Most of a build is the minifier's time.
      checks: { pluginTimings: false },
      // The build of lit that may also be loaded where there is no DOM; 50 bytes longer.
      resolve: { alias: { 'lit-html': `${root}node_modules/lit-html/node/lit-html.js` } },
    },
    // Loaded only now: what they need may not have been installed when this file was read.
    plugins: async () => [
      (await import('./collapse-templates.mjs')).collapseTemplates(),
      (await import('./minify.mjs')).compress(),
    ],
    output: {
      minify: true,
      // The folder of the build is one deeper than the one that it becomes.
      sourcemapPathTransform: (path) => path.replace(/^\.\.\//, ''),
    },
    // Whole scripts that pages serve as they are.
    scripts: { 'dtmf-worker': 'packages/webphone/src/media/dtmf-worker-file.ts' },
    // Whole modules: pages that load them load nothing else of the phone.
    modules: {
      embed: 'packages/webphone/src/embed.ts',
      'embed-frame': 'packages/webphone/src/embed-frame.ts',
      flight: 'packages/webphone/src/flight.ts',
    },
    // Only what is published needs it.
    finish: async (...parts) => (await import('./build-package.mjs')).buildPackage(...parts),
  },
  {
    name: '@zorio/server',
    folder: 'packages/server',
    sources: ['packages/contract', 'packages/sip', 'packages/pbx', 'packages/server'],
    input: { cli: 'packages/server/src/cli.ts' },
    // Packages of others stay in node_modules (one of them is native); ours are bundled.
    options: { platform: 'node', external: (id) => /^[^./\0]/.test(id) && !/^(@zorio\/|[a-z]:)/i.test(id) },
    output: { minify: false, banner: '#!/usr/bin/env node' },
    copies: {
      'packages/server/src/demo/page': 'demo-page',
      'packages/server/src/embed/page': 'embed-page',
      'packages/server/src/tools/page': 'tools-page',
    },
  },
]

/**
 * Builds every target, or with `onlyStale` those whose sources changed since; with `all` also what only the published package
 * needs. Returns the names of what it built.
 */
export async function build({ onlyStale = false, all = false } = {}) {
  const { rolldown } = await import('rolldown')
  const built = []
  for (const target of targets) {
    const state = stateOf(target)
    const stamp = `${root}${target.folder}/dist/.built-from`
    if (onlyStale && existsSync(stamp) && readFileSync(stamp, 'utf8') === state) continue
    await buildTarget(rolldown, target, { state, all })
    built.push(target.name)
  }
  return built
}

/** `dist` of the published package into a folder of the caller's inside this repository, with reports of its API beside it. */
export async function buildPublished(dist, reports) {
  const { rolldown } = await import('rolldown')
  const [target] = targets
  await buildTarget(rolldown, target, { state: stateOf(target), all: true, dist, reports })
}

/** A new folder that takes the place of the old one when it is whole: a failed build leaves the last good one. */
async function buildTarget(rolldown, target, { state, all, reports, dist = `${root}${target.folder}/dist` }) {
  // In a folder that git and the checks do not look into.
  const fresh = `${dirname(dist)}/.cache/dist.${process.pid}`
  const plugins = (await target.plugins?.()) ?? []
  const bundle = await rolldown({ cwd: root, input: target.input, ...target.options, plugins })
  try {
    const { output } = await bundle.write({
      dir: fresh,
      format: 'esm',
      sourcemap: true,
      entryFileNames: '[name].js',
      chunkFileNames: '[name]-[hash].js',
      ...target.output,
    })
    for (const [name, input] of Object.entries(target.scripts ?? {}))
      await writeAlone(rolldown, target, input, { file: `${fresh}/${name}.js`, format: 'iife' })
    for (const [name, input] of Object.entries(target.modules ?? {}))
      await writeAlone(rolldown, target, input, { file: `${fresh}/${name}.js`, format: 'esm' })
    for (const [from, to] of Object.entries(target.copies ?? {}))
      cpSync(`${root}${from}`, `${fresh}/${to}`, { recursive: true })
    const modules = output.flatMap((chunk) => chunk.moduleIds ?? [])
    if (all) await target.finish?.(rolldown, target, fresh, { bundled: modules, reports })
    writeFileSync(`${fresh}/.built-from`, state)
    replaceFolder(fresh, dist)
  } finally {
    await bundle.close()
    rmSync(fresh, { recursive: true, force: true })
  }
}

/** The phone's own entry stays what it is: a class must be the same class wherever it is imported from. */
const indexStaysApart = {
  name: 'index-stays-apart',
  resolveId: (specifier, importer) =>
    importer?.endsWith('/packages/webphone/src/flight.ts') && specifier === './index.ts'
      ? { id: './index.js', external: true }
      : null,
}

/** One file that imports nothing else than, at most, the phone. */
async function writeAlone(rolldown, target, input, { file, format }) {
  const bundle = await rolldown({ cwd: root, input, ...target.options, plugins: [indexStaysApart] })
  try {
    await bundle.write({ file, format, sourcemap: true, ...target.output })
  } finally {
    await bundle.close()
  }
}

/** Tried again when another build of the same moment was faster by a hair. */
function replaceFolder(fresh, dist) {
  for (let tries = 1; ; tries++) {
    rmSync(dist, { recursive: true, force: true })
    try {
      return renameSync(fresh, dist)
    } catch (error) {
      if (tries === 5) throw error
    }
  }
}

/** Changes when a source file, the lock file or this script does. Tests are no part of what ships. */
function stateOf(target) {
  const hash = createHash('sha256')
  const add = (path) => {
    const { mtimeMs, size } = statSync(path)
    hash.update(`${path} ${mtimeMs} ${size}\n`)
  }
  for (const folder of target.sources) {
    add(`${root}${folder}/package.json`)
    const source = `${root}${folder}/src`
    const names = readdirSync(source, { recursive: true, withFileTypes: true })
    for (const entry of names)
      if (entry.isFile() && !entry.name.endsWith('.test.ts'))
        add(`${entry.parentPath ?? entry.path}/${entry.name}`)
  }
  add(`${root}package-lock.json`)
  for (const script of ['build.mjs', 'collapse-templates.mjs', 'minify.mjs', 'private-names.mjs'])
    add(`${root}scripts/${script}`)
  return hash.digest('hex')
}

/** rolldown's message shows the place in the source; its own stack helps nobody. */
export function endWithMessage(error) {
  console.error(error.message)
  process.exit(1)
}

function printSizes() {
  for (const target of targets) {
    const dist = `${root}${target.folder}/dist`
    console.log(`${target.name}  ${target.folder}/dist`)
    for (const name of readdirSync(dist)
      .filter((file) => file.endsWith('.js'))
      .sort()) {
      const bytes = readFileSync(`${dist}/${name}`)
      const kB = (size) => `${(size / 1000).toFixed(1)} kB`.padStart(10)
      console.log(`  ${name.padEnd(36)}${kB(bytes.length)}${kB(gzipSync(bytes, { level: 9 }).length)} gzip`)
    }
    if (!existsSync(`${dist}/integrity.json`)) continue
    for (const [name, hash] of Object.entries(JSON.parse(readFileSync(`${dist}/integrity.json`, 'utf8'))))
      console.log(`  ${name}  integrity="${hash}"`)
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  ensurePackages()
  await build({ all: true }).catch(endWithMessage)
  printSizes()
}
