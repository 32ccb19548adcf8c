// The packages as npm users get them: built into a folder of their own, packed, and offered by a registry of this machine, so that the
// commands of the docs run word for word before anything is published.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
export const work = `${root}test-results/package`

/** Resolves with the exit code and what was printed. */
export function run(command, args, cwd, timeout = 60_000) {
  return new Promise((resolve) => {
    const child = spawn(command, args, { cwd, timeout, stdio: ['ignore', 'pipe', 'pipe'] })
    let text = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (part) => (text += part))
    child.on('error', (error) => resolve({ code: 1, text: error.message }))
    child.on('close', (code) => resolve({ code: code ?? 1, text }))
  })
}

const builders = {
  async webphone(dist) {
    const { buildPublished } = await import('./build.mjs')
    rmSync(`${work}/api`, { recursive: true, force: true })
    await buildPublished(dist, `${work}/api`)
  },
  async sandbox(dist) {
    const { buildSandbox } = await import('./build-sandbox.mjs')
    await buildSandbox(dist, `${stagedOf('webphone')}/dist`)
  },
}

export const stagedOf = (name) => `${work}/${name}-staged`
export const tarballOf = (name) => `${work}/${name}.tgz`

/** Builds and packs one package; `sandbox` needs `webphone` packed before. Returns npm's list of files and the size. */
export async function pack(name) {
  const staged = stagedOf(name)
  rmSync(staged, { recursive: true, force: true })
  mkdirSync(staged, { recursive: true })
  for (const file of ['package.json', 'README.md', 'LICENSE'])
    cpSync(`${root}packages/${name}/${file}`, `${staged}/${file}`)
  publishedManifest(`${staged}/package.json`, name)
  await builders[name](`${staged}/dist`)
  const { code, text } = await run('npm', ['pack', '--json', '--loglevel=error', '--ignore-scripts'], staged)
  if (code !== 0) throw new Error(text)
  const [{ filename, files, size }] = JSON.parse(text.slice(text.indexOf('[\n'), text.lastIndexOf(']') + 1))
  cpSync(join(staged, filename), tarballOf(name))
  return { files, size }
}

/**
 * Development dependencies name packages that are bundled and not published. The registry compares `repository` with where
 * the provenance says that the file was built; only the place itself knows its name.
 */
function publishedManifest(path, name) {
  const { devDependencies: _, ...manifest } = JSON.parse(readFileSync(path, 'utf8'))
  const { GITHUB_REPOSITORY: owner } = process.env
  const url = `git+https://github.com/${owner}.git`
  const repository = owner ? { repository: { type: 'git', url, directory: `packages/${name}` } } : {}
  writeFileSync(path, `${JSON.stringify({ ...manifest, ...repository }, null, 2)}\n`)
}

/**
 * A registry that has the packed packages and nothing else; a project asks it with
 * `@zorio:registry=URL` in its .npmrc, and the usual one for everything else.
 */
export async function startRegistry(names = ['webphone', 'sandbox']) {
  const bytes = Object.fromEntries(names.map((name) => [name, readFileSync(tarballOf(name))]))
  const manifests = Object.fromEntries(
    names.map((name) => [name, JSON.parse(readFileSync(`${stagedOf(name)}/package.json`, 'utf8'))]),
  )
  const server = createServer((request, response) => {
    const path = decodeURIComponent(request.url ?? '')
    const name = names.find((one) => path.startsWith(`/@zorio/${one}`))
    if (name === undefined) return void response.writeHead(404).end('{}')
    if (path.endsWith('.tgz')) return void response.end(bytes[name])
    response.setHeader('Content-Type', 'application/json')
    response.end(JSON.stringify(packument(manifests[name], bytes[name], server.address().port)))
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    npmrc: `@zorio:registry=http://127.0.0.1:${server.address().port}/\n`,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}

function packument(manifest, tarball, port) {
  const { name, version } = manifest
  const integrity = `sha512-${createHash('sha512').update(tarball).digest('base64')}`
  const dist = { integrity, tarball: `http://127.0.0.1:${port}/${name}/-/${version}.tgz` }
  return { name, 'dist-tags': { latest: version }, versions: { [version]: { ...manifest, dist } } }
}
