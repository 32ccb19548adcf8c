// The recipes that are no TypeScript are built with what they are written for: JavaScript is type-checked against the real
// packages, Svelte and Vue components and the Angular template go through their compilers. `scripts/snippets.mjs` has the rest.
import { spawnSync } from 'node:child_process'
import { mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseTemplate } from '@angular/compiler'
import { compile } from 'svelte/compiler'

const root = new URL('..', import.meta.url).pathname
const out = `${root}test-results/recipes`
const problems = []
let count = 0

/** What JavaScript without annotations cannot tell the compiler. */
const tolerated = [
  /'Element'|is possibly 'null'| \| null'/, // what may be absent where it stands in the page beside it
  /'ConnectOptions'/, // a literal in an object is widened to string; options are tried by scripts/paths.mjs
  /'EventHandlers'/, // HubSpot's types ask for all handlers, its code for those that are there
  /plugin-vue'/, // the site's own compiler is used above
]

const compilers = {
  svelte(source, name) {
    // A warning of the compiler is a mistake that a reader would copy.
    for (const generate of ['client', 'server'])
      for (const { message } of compile(source, { generate, filename: name }).warnings) problems.push(message)
  },
  async vue(source, name) {
    const { compileScript, compileTemplate, parse } = await import('vue/compiler-sfc')
    const { descriptor, errors } = parse(source, { filename: name })
    const { bindings } = compileScript(descriptor, { id: name })
    const options = { source: descriptor.template.content, filename: name, id: name }
    const template = compileTemplate({ ...options, compilerOptions: { bindingMetadata: bindings } })
    problems.push(...[...errors, ...template.errors].map(String))
  },
  html(source, name) {
    // Pages are run by scripts/paths.mjs; here only what Angular reads.
    if (!name.endsWith('.component.html')) return
    problems.push(...(parseTemplate(source, name).errors ?? []).map(String))
  },
}

rmSync(out, { recursive: true, force: true })
const pages = readdirSync(`${root}docs/recipes`).filter((name) => name.endsWith('.md'))
for (const page of pages) {
  const text = readFileSync(`${root}docs/recipes/${page}`, 'utf8')
  const folder = join(out, page.replace('.md', ''))
  mkdirSync(folder, { recursive: true })
  for (const [, kind, name, source] of text.matchAll(/^```(\w+) \[([^\]]+)\]\n([\s\S]*?)^```$/gm)) {
    const before = problems.length
    writeFileSync(join(folder, name), source)
    if (kind === 'js' || kind === 'jsx' || compilers[kind]) count += 1
    try {
      await compilers[kind]?.(source, name)
    } catch (error) {
      problems.push(error instanceof Error ? error.message : String(error))
    }
    for (let i = before; i < problems.length; i += 1)
      problems[i] = `docs/recipes/${page} ${name}: ${problems[i]}`
  }
}

writeFileSync(
  join(out, 'components.d.ts'),
  ['vue', 'svelte']
    .map((kind) => `declare module '*.${kind}' { const component: any; export default component }`)
    .join('\n'),
)
const source = (name) => [`${root}packages/webphone/src/${name}`]
writeFileSync(
  join(out, 'tsconfig.json'),
  JSON.stringify({
    extends: '../../tsconfig.base.json',
    compilerOptions: {
      allowJs: true,
      checkJs: true,
      // What a reader pastes names no types; what the packages promise is checked all the same.
      noImplicitAny: false,
      noUncheckedIndexedAccess: false,
      jsx: 'react-jsx',
      lib: ['ES2023', 'DOM', 'DOM.Iterable'],
      types: ['node'],
      noUnusedLocals: true,
      paths: {
        '@zorio/webphone': source('index.ts'),
        '@zorio/webphone/*': [`${root}packages/webphone/src/*.ts`, `${root}packages/webphone/src/*/index.ts`],
        '@zorio/contract': [`${root}packages/contract/src/index.ts`],
      },
    },
    include: ['**/*.js', '**/*.jsx', '**/*.mjs', '*.d.ts'],
  }),
)
const tsc = `${root}node_modules/@typescript/native/bin/tsc`
const { stdout, status } = spawnSync(process.execPath, [tsc, '-p', out, '--pretty', 'false'], {
  encoding: 'utf8',
})
// A message that goes on is indented; the sources have stricter checks of their own.
problems.push(
  ...stdout
    .split('\n')
    .filter((line) => line.startsWith('test-results/') && !tolerated.some((one) => one.test(line))),
)
for (const problem of problems) console.error(`  ${problem}`)
console.log(`  recipes: ${count} files of ${pages.length} pages, ${problems.length} problems`)
// The compiler also fails for what is tolerated above; null is a compiler that did not run.
process.exitCode = problems.length > 0 || status === null ? 1 : 0
