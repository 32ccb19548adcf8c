// Every TypeScript snippet of the documents is type-checked against the sources: a snippet that does not compile is a wrong promise.
// A fence that begins with ```ts no-check is left out; the page then says why.
import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'

const root = new URL('..', import.meta.url).pathname
const out = `${root}test-results/snippets`
const folders = ['docs', 'site/pages', 'packages']
const single = ['README.md', 'examples/README.md']
const skipped = /(^|\/)(node_modules|dist|etc|test-results)\//

const pages = [
  ...single,
  ...folders.flatMap((dir) =>
    readdirSync(join(root, dir), { recursive: true, encoding: 'utf8' })
      .map((name) => `${dir}/${name}`)
      .filter((path) => path.endsWith('.md') && !skipped.test(path)),
  ),
]

rmSync(out, { recursive: true, force: true })
mkdirSync(out, { recursive: true })
const places = new Map()
for (const page of pages) {
  const text = readFileSync(join(root, page), 'utf8')
  for (const match of text.matchAll(/^```(tsx?)(?: \[[^\]]*\])?\n([\s\S]*?)^```$/gm)) {
    const line = text.slice(0, match.index).split('\n').length + 1
    const name = `${page.replaceAll(/[^A-Za-z0-9]+/g, '-')}-${line}.${match[1]}`
    places.set(name, `${page}:${line}`)
    writeFileSync(join(out, name), `${match[2]}\nexport {}\n`)
  }
}

// What a snippet may take for granted when the text around it has introduced it.
writeFileSync(
  join(out, 'given.d.ts'),
  `import type { Webphone as Phone, ZorioCall, ZorioWebphone as Class } from '@zorio/webphone'
declare global {
  const ZorioWebphone: typeof Class
  const phone: Phone
  const call: ZorioCall
  const apiBase: string
  const token: string
  const mounted: import('@zorio/webphone/ui').MountedPhone
  // The reader's own functions, by the names that the documents give them.
  function show(...given: unknown[]): void
  function save(...given: unknown[]): void
  function upload(...given: unknown[]): void
  function banner(...given: unknown[]): void
  function openCardOf(...given: unknown[]): void
}
`,
)
const source = (name) => [`${root}packages/webphone/src/${name}`]
writeFileSync(
  join(out, 'tsconfig.json'),
  JSON.stringify({
    extends: '../../tsconfig.base.json',
    compilerOptions: {
      lib: ['ES2023', 'DOM', 'DOM.Iterable'],
      types: ['node'],
      jsx: 'react-jsx',
      noUnusedLocals: false,
      noUnusedParameters: false,
      paths: {
        '@zorio/webphone': source('index.ts'),
        '@zorio/webphone/ui': source('mount.ts'),
        '@zorio/webphone/*': [`${root}packages/webphone/src/*.ts`, `${root}packages/webphone/src/*/index.ts`],
        '@zorio/contract': [`${root}packages/contract/src/index.ts`],
      },
    },
    include: ['*.ts', '*.tsx'],
  }),
)
const tsc = `${root}node_modules/@typescript/native/bin/tsc`
const { status, stdout } = spawnSync(process.execPath, [tsc, '-p', out, '--pretty', 'false'], {
  encoding: 'utf8',
})
for (const line of stdout.split('\n').filter(Boolean)) {
  const place = [...places].find(([name]) => line.includes(`${name}(`))
  console.error(place === undefined ? `  ${line}` : `  ${place[1]} ${line.slice(line.indexOf('('))}`)
}
console.log(`  snippets: ${places.size} of ${pages.length} pages`)
process.exitCode = status ?? 1
