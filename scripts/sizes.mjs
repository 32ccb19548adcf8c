// Sizes of files and functions against ARCHITECTURE.md. Prints the distribution, fails at a hard stop.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import ts from 'typescript'

const limits = { fileLines: 300, functionLines: 60, parameters: 4, ownImports: 10 }
/** Composition roots may import more; locale tables and generated tables may be longer. */
const compositionRoots = /(browser-ports|phone|phone-engine|index|cli|app|stores|pbx|user-agent|view)\.ts$/
const longTables = /\/locales\//

function sourceFiles(dir) {
  return readdirSync(dir, { withFileTypes: true }).flatMap((entry) => {
    const path = join(dir, entry.name)
    if (entry.isDirectory())
      return entry.name === 'node_modules' || entry.name === 'dist' ? [] : sourceFiles(path)
    return entry.name.endsWith('.ts') && !/\.(test|d)\.ts$/.test(entry.name) ? [path] : []
  })
}

const files = readdirSync('packages')
  .map((name) => join('packages', name, 'src'))
  .flatMap((dir) => sourceFiles(dir))

function measure(path) {
  const text = readFileSync(path, 'utf8')
  const source = ts.createSourceFile(path, text, ts.ScriptTarget.ES2022, true)
  const functions = []
  let ownImports = 0
  const lineOf = (position) => source.getLineAndCharacterOfPosition(position).line
  /** Lines of the outermost functions inside a body that have more than one line. */
  const innerLines = (body) => {
    let total = 0
    const look = (node) => {
      if (!ts.isFunctionLike(node) || !node.body) return ts.forEachChild(node, look)
      const lines = lineOf(node.getEnd()) - lineOf(node.getStart(source)) + 1
      if (lines > 1) total += lines - 1
    }
    ts.forEachChild(body, look)
    return total
  }
  const visit = (node) => {
    if (ts.isImportDeclaration(node) && /^(\.|@zorio\/)/.test(node.moduleSpecifier.text)) {
      ownImports += node.importClause?.isTypeOnly ? 0 : 1
    }
    if (ts.isFunctionLike(node) && node.body) {
      // A factory that returns closures is measured like a class: what stands in its inner functions counts there.
      const whole = lineOf(node.getEnd()) - lineOf(node.getStart(source)) + 1
      const name = node.name?.getText(source) ?? node.parent?.name?.getText?.(source) ?? '(anonymous)'
      functions.push({
        where: `${path}:${lineOf(node.getStart(source)) + 1} ${name}`,
        lines: whole - innerLines(node.body),
        whole,
        parameters: node.parameters.length,
      })
    }
    ts.forEachChild(node, visit)
  }
  visit(source)
  return { path, lines: text.split('\n').length - 1, functions, ownImports }
}

const measured = files.map(measure)
const functions = measured.flatMap((file) => file.functions)
const quantile = (values, q) =>
  values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * q))] ?? 0
const row = (name, values) =>
  console.log(
    `  ${name.padEnd(16)} median ${quantile(values, 0.5)}, 90 % ${quantile(values, 0.9)}, most ${Math.max(0, ...values)}`,
  )

console.log(`sizes: ${files.length} source files, ${functions.length} functions`)
row(
  'file lines',
  measured.map((file) => file.lines),
)
row(
  'function lines',
  functions.map((f) => f.lines),
)
row(
  'parameters',
  functions.map((f) => f.parameters),
)
row(
  'own imports',
  measured.map((file) => file.ownImports),
)

const over = [
  ...measured
    .filter((f) => f.lines > limits.fileLines && !longTables.test(f.path))
    .map((f) => `${f.path}: ${f.lines} lines`),
  ...measured
    .filter((f) => f.ownImports > limits.ownImports && !compositionRoots.test(f.path))
    .map((f) => `${f.path}: ${f.ownImports} own imports`),
  ...functions.filter((f) => f.lines > limits.functionLines).map((f) => `${f.where}: ${f.lines} lines`),
  ...functions
    .filter((f) => f.parameters > limits.parameters)
    .map((f) => `${f.where}: ${f.parameters} parameters`),
]
for (const line of over) console.error(`  over the hard stop: ${line}`)
process.exit(over.length > 0 ? 1 : 0)
