// `@zorio/sandbox`: the server's command with everything it needs in one folder. All packages are bundled but the one that is
// native, so that `npx` fetches two packages and not a hundred.
import { cpSync, rmSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { writeNotices } from './build-package.mjs'

const root = fileURLToPath(new URL('..', import.meta.url))
/** libsql is native; the rest are optional parts of ws, pg and pino that none of ours turns on. */
const notBundled = new Set(['libsql', 'bufferutil', 'utf-8-validate', 'pg-native', 'pino-pretty'])
const pages = { 'demo-page': 'demo/page', 'embed-page': 'embed/page', 'tools-page': 'tools/page' }

/** `sdk`: the built phone, which the sandbox serves at `/sdk/`. */
export async function buildSandbox(dist, sdk) {
  const { rolldown } = await import('rolldown')
  rmSync(dist, { recursive: true, force: true })
  const bundle = await rolldown({
    cwd: root,
    input: { cli: 'packages/sandbox/src/cli.ts' },
    platform: 'node',
    external: (id) => notBundled.has(id),
    transform: { target: 'node20' },
  })
  try {
    const { output } = await bundle.write({
      dir: dist,
      format: 'esm',
      entryFileNames: '[name].js',
      chunkFileNames: '[name]-[hash].js',
      banner: '#!/usr/bin/env node',
      // Names stay, for readable stacks.
      minify: { compress: true, mangle: false, codegen: { removeWhitespace: true } },
    })
    writeNotices(dist, new Set(output.flatMap((chunk) => chunk.moduleIds ?? [])))
  } finally {
    await bundle.close()
  }
  for (const [to, from] of Object.entries(pages))
    cpSync(`${root}packages/server/src/${from}`, `${dist}/${to}`, { recursive: true })
  cpSync(sdk, `${dist}/sdk`, {
    recursive: true,
    filter: (path) => !/\.map$|\.built-from$|\/types$/.test(path),
  })
}
