// Gathers the pages of the site: ours in two languages, the repository's documents, one page a word, and the reference out of TSDoc.
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join, normalize, posix, relative } from 'node:path'
import { relink, withFindings, withSnippets } from './markdown.mjs'
import { wordPages } from './word-pages.mjs'

const root = new URL('..', import.meta.url).pathname
export const pagesDir = `${root}site/.pages`
const read = (path) => readFileSync(join(root, path), 'utf8')
const write = (path, text) => {
  mkdirSync(dirname(join(pagesDir, path)), { recursive: true })
  writeFileSync(join(pagesDir, path), text)
}
const markdownIn = (dir) =>
  existsSync(join(root, dir))
    ? readdirSync(join(root, dir), { recursive: true, encoding: 'utf8' })
        .filter((name) => name.endsWith('.md'))
        .map((name) => `${dir}/${name}`)
    : []

/** Repository path of a document -> path under /en/ of the site. */
function documents() {
  const map = new Map(markdownIn('docs').map((path) => [path, path.slice('docs/'.length)]))
  // Each word has a page of its own on the site; the tables are their index.
  map.set('docs/errors.md', 'errors/table.md')
  map.set('docs/hangup-reasons.md', 'hangup/table.md')
  const others = {
    'deploy/README.md': 'deployment.md',
    'CHANGELOG.md': 'changelog.md',
    'CONTEXT.md': 'glossary.md',
    'ARCHITECTURE.md': 'architecture.md',
    'SECURITY.md': 'security.md',
    'bench/RESULTS.md': 'bench.md',
    'examples/README.md': 'examples.md',
    'e2e/telephony/README.md': 'telephony-tests.md',
    'README.md': 'readme.md',
  }
  for (const [from, to] of Object.entries(others)) if (existsSync(join(root, from))) map.set(from, to)
  return map
}

function documentText(from, to, map) {
  return relink(read(from), (target) => {
    const [path, fragment] = target.split('#')
    const inRepository = normalize(join(dirname(from), path))
    const hash = fragment === undefined ? '' : `#${fragment}`
    const page = map.get(inRepository) ?? map.get(`${inRepository}/README.md`)
    if (page !== undefined)
      return `${posix.relative(posix.dirname(`/${to}`), `/${page}`)}${hash}`.replace(/^(?!\.)/, './')
    return /\.(png|svg)$/.test(inRepository) ? `/${relative('docs', inRepository)}` : undefined
  })
}

export function assemble() {
  rmSync(pagesDir, { recursive: true, force: true })
  const map = documents()
  for (const [from, to] of map) write(`en/${to}`, documentText(from, to, map))
  const findings = read('packages/webphone/src/diagnose/findings.ts')
  for (const path of markdownIn('site/pages')) {
    const page = path.slice('site/pages/'.length)
    const to = page.startsWith('vi/') ? page.slice('vi/'.length) : page
    const whole = withFindings(read(path), findings, ['mã', 'trạng thái', 'ý nghĩa, cách xử lý'])
    write(to, withSnippets(whole, read))
  }
  const tables = { errors: read('docs/errors.md'), hangups: read('docs/hangup-reasons.md') }
  for (const lang of ['en', 'vi'])
    for (const [path, text] of wordPages(tables, lang)) write(lang === 'en' ? `en/${path}` : path, text)
  mkdirSync(join(pagesDir, 'public'), { recursive: true })
  for (const image of readdirSync(join(root, 'docs')).filter((name) => /\.(png|svg)$/.test(name)))
    cpSync(join(root, 'docs', image), join(pagesDir, 'public', image))
}
