// Node 20 runs no TypeScript: a file of the tests' harness (or of the PBX) is bundled, then imported.
import { mkdirSync } from 'node:fs'
import { pathToFileURL } from 'node:url'
import { rolldown } from 'rolldown'

const root = new URL('../../', import.meta.url).pathname
export const scratch = `${root}test-results/bench/`

/** Packages of others stay in node_modules; ours are bundled. Returns the path of the file. */
export async function bundleTypescript(path) {
  mkdirSync(scratch, { recursive: true })
  // As deep as e2e/telephony/lab, whose files find the root from where they lie.
  const file = `${scratch}bundled/${path.replaceAll('/', '-').replace(/\.ts$/, '.mjs')}`
  const bundle = await rolldown({
    input: `${root}${path}`,
    platform: 'node',
    logLevel: 'silent',
    external: (id) => /^[^./\0]/.test(id) && !id.startsWith('@zorio/'),
  })
  await bundle.write({ file, format: 'esm', codeSplitting: false })
  await bundle.close()
  return file
}

export async function loadTypescript(path) {
  return import(pathToFileURL(await bundleTypescript(path)).href)
}
