// What the npm package holds beside the phone itself: the entries around it, the file for script tags, declarations, notices.
// The demo needs none of it, so only `npm run build` makes it.
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { writeDeclarations } from './build-types.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
const source = `${root}packages/webphone/src`

/** Source files that are entries of their own: who imports them from another entry imports the built file. */
const builtEntries = {
  [`${source}/index.ts`]: './index.js',
  [`${source}/ui/index.ts`]: './ui.js',
  [`${source}/ui/webphone-element.ts`]: './ui.js',
}
const iifeName = 'zorio-webphone.iife.js'

/** `bundled`: module paths of what the main build put into `dist`; `reports`: where the API reports go, if they are wanted. */
export async function buildPackage(rolldown, target, dist, { bundled, reports }) {
  const modules = new Set(bundled)
  for (const name of ['element', 'react', 'vue', 'testing', 'diagnose'])
    await buildEntry(rolldown, target, dist, name)
  await buildIife(rolldown, target, dist, modules)
  writeIntegrity(dist)
  writeDeclarations(dist, reports)
  writeNotices(dist, modules)
}

async function buildEntry(rolldown, target, dist, name) {
  const bundle = await rolldown({
    ...target.options,
    cwd: root,
    input: { [name]: `${source}/${name}.ts` },
    external: ['react', 'vue'],
    plugins: [
      ...(await target.plugins()),
      {
        name: 'other-entries-stay-apart',
        resolveId(specifier, importer) {
          const built = importer && builtEntries[join(dirname(importer), specifier)]
          return built ? { id: built, external: true } : null
        },
      },
    ],
    onLog(level, log, report) {
      // Of 'use client', which does stay the first statement; the package check looks.
      if (log.code !== 'MODULE_LEVEL_DIRECTIVE') report(level, log)
    },
  })
  try {
    await bundle.write({
      dir: dist,
      format: 'esm',
      sourcemap: true,
      entryFileNames: '[name].js',
      chunkFileNames: '[name]-[hash].js',
      ...target.output,
    })
  } finally {
    await bundle.close()
  }
}

async function buildIife(rolldown, target, dist, modules) {
  const bundle = await rolldown({
    ...target.options,
    cwd: root,
    input: `${source}/script-tag.ts`,
    plugins: await target.plugins(),
  })
  try {
    const { output } = await bundle.write({
      file: `${dist}/${iifeName}`,
      format: 'iife',
      name: 'ZorioWebphone',
      sourcemap: true,
      codeSplitting: false,
      ...target.output,
    })
    for (const chunk of output) for (const id of chunk.moduleIds ?? []) modules.add(id)
  } finally {
    await bundle.close()
  }
}

/** For `<script integrity=…>`. */
function writeIntegrity(dist) {
  const hash = createHash('sha384')
    .update(readFileSync(`${dist}/${iifeName}`))
    .digest('base64')
  writeFileSync(`${dist}/integrity.json`, `${JSON.stringify({ [iifeName]: `sha384-${hash}` }, null, 2)}\n`)
}

/** Licences of what is bundled, from the packages themselves. */
export function writeNotices(dist, modules) {
  const folders = new Set([...modules].map(packageOf).filter(Boolean))
  const notices = [...folders].map(noticeOf).sort((a, b) => (a < b ? -1 : 1))
  const head = 'This package contains code of the following packages.\n'
  writeFileSync(`${dist}/THIRD-PARTY-NOTICES.txt`, [head, ...notices].join(`\n${'-'.repeat(80)}\n\n`))
}

/** The folder of the package that a module belongs to; undefined for our own. */
function packageOf(id) {
  const path = id.replace(/^\0/, '')
  // The last one: packages lie in one another, and a few have a `node_modules` of their own among their sources.
  const places = [...path.matchAll(/\/node_modules\/(?:@[^/]+\/)?[^/]+(?=\/)/g)].reverse()
  return places
    .map(({ index, 0: { length } }) => `${path.slice(0, index + length)}/`)
    .find((folder) => existsSync(`${folder}package.json`))
}

function noticeOf(folder) {
  const { name, version, license, author } = JSON.parse(readFileSync(`${folder}package.json`, 'utf8'))
  const file = readdirSync(folder).find((entry) => /^licen[cs]e(\.|$)/i.test(entry))
  // Some packages name their licence and ship no text of it.
  const text = file ? readFileSync(folder + file, 'utf8').trim() : `By ${author?.name ?? author ?? name}.`
  return `${name} ${version} (${license})\n\n${text}\n`
}
