// Property names that nobody outside the core can know, for the minifier to shorten (docs/adr/0014).
//
// A name is private when the core uses it as a property and it occurs nowhere else: in no declaration of the language or the DOM, in
// no bundled package, in no other source file of ours (UI, media, tabs, …: what they share with the core keeps its name), in no API
// report, in no REST body, in no string of the core, and in no `details` of an error. When in doubt it keeps its name.
import { readFileSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseAst } from 'rolldown/parseAst'

const root = fileURLToPath(new URL('..', import.meta.url))
/** Folders and files of the two packages that are the core; what declares the public API is not. */
const core =
  /^packages\/(sip\/src\/|webphone\/src\/(api|base|call|line|signaling)\/|webphone\/src\/(phone(?!-api|-status)[\w-]*|read-options)\.ts$)/
const bundled = ['lit', 'lit-html', 'lit-element', '@lit/reactive-element']

/** Original name -> short name: the same for every file of every build. */
export function privateNames() {
  const used = new Map()
  const known = new Set()
  const addWords = (text) =>
    text.match(/[\p{ID_Start}_$][\p{ID_Continue}$]*/gu)?.forEach((word) => known.add(word))
  for (const path of sources()) {
    const text = readFileSync(join(root, path), 'utf8')
    if (core.test(path)) readCore(parseAst(text, { lang: 'ts' }), used, addWords)
    else addWords(withoutComments(text))
  }
  for (const path of foreign()) addWords(withoutComments(readFileSync(path, 'utf8')))
  // Snake case is what the outside world is spoken to in.
  const names = [...used.keys()].filter((name) => !known.has(name) && !name.includes('_') && name.length > 2)
  names.sort((a, b) => used.get(b) - used.get(a) || (a < b ? -1 : 1))
  const short = shortNames((name) => known.has(name) || used.has(name))
  return new Map(names.map((name) => [name, short.next().value]))
}

/** Counts property names, and collects the words of strings and of the keys of `details`. */
function readCore(program, used, addWords) {
  const count = (key) => used.set(key, (used.get(key) ?? 0) + 1)
  const visit = (node) => {
    if (typeof node !== 'object' || node === null) return
    if (typeof node.value === 'string' && node.type === 'Literal') addWords(node.value)
    if (node.type === 'TemplateElement') addWords(node.value.raw)
    const key = node.type === 'MemberExpression' ? node.property : node.key
    if (key?.type === 'Identifier' && !node.computed) count(key.name)
    const isDetails = node.key?.name === 'details' || node.id?.name === 'details'
    const object = isDetails && (node.value ?? node.init)
    for (const property of (object?.type === 'ObjectExpression' && object.properties) || [])
      if (property.key?.name) addWords(property.key.name)
    for (const child of Object.values(node))
      if (Array.isArray(child)) child.forEach(visit)
      else visit(child)
  }
  visit(program)
}

/** Those that take whole lines; what is cut too little only makes fewer names private. */
function withoutComments(text) {
  return text.replace(/^\s*(\/\*(?:(?!\*\/)[^])*\*\/|\/\/.*)$/gm, '')
}

function sources() {
  return ['contract', 'sip', 'webphone'].flatMap((name) =>
    readdirSync(join(root, 'packages', name, 'src'), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.ts') && !/\.test\.ts$|testing\//.test(path))
      .map((path) => `packages/${name}/src/${path}`)
      .sort(),
  )
}

function foreign() {
  const files = (folder, pattern) =>
    readdirSync(folder, { recursive: true })
      .filter((path) => pattern.test(path))
      .map((path) => join(folder, path))
  return [
    ...files(join(root, 'node_modules/typescript/lib'), /^lib\..*\.d\.ts$/),
    ...files(join(root, 'packages/webphone/etc'), /\.api\.md$/),
    ...bundled.flatMap((name) => files(join(root, 'node_modules', name), /\.js$/)),
  ]
}

function* shortNames(isTaken) {
  const letters = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ'
  for (const start of ['', ...letters.split('')])
    for (const letter of letters) if (!isTaken(start + letter)) yield start + letter
}
