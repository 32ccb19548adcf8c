// Where the bytes of an entry come from: each source file's share of the minified output, and what gzip would save without it.
// Printed by `npm run size -- --modules`.
import { readFileSync } from 'node:fs'
import { SourceMap } from 'node:module'
import { dirname, join, relative, resolve } from 'node:path'
import { gzipSync } from 'node:zlib'
import { loadedAtOnce } from './size-files.mjs'

const dist = 'packages/webphone/dist'
const gzip = (text) => gzipSync(text, { level: 9 }).length

/** Pieces of a minified file, each with the source file that it comes from. */
function pieces(file) {
  const text = readFileSync(file, 'utf8')
  const map = new SourceMap(JSON.parse(readFileSync(`${file}.map`, 'utf8')))
  const found = []
  text.split('\n').forEach((line, row) => {
    for (let column = 0; column < line.length; column++) {
      const { originalSource } = map.findEntry(row, column)
      const source = originalSource ? relative('.', resolve(dirname(file), originalSource)) : '(bundler)'
      const last = found.at(-1)
      if (last?.source === source) last.text += line[column]
      else found.push({ source, text: line[column] })
    }
  })
  return found
}

/** A row for each source file and each folder, the heaviest first. */
export function printModules(entry) {
  const files = [...loadedAtOnce(join(dist, entry))].map(pieces)
  const whole = files.reduce((sum, parts) => sum + gzip(parts.map((one) => one.text).join('')), 0)
  const names = new Set()
  for (const { source } of files.flat()) names.add(source).add(`${dirname(source)}/`)
  const rows = [...names].map((name) => {
    const isIn = (source) => source === name || `${dirname(source)}/` === name
    let min = 0
    let without = 0
    for (const parts of files) {
      min += parts.filter((one) => isIn(one.source)).reduce((sum, one) => sum + one.text.length, 0)
      without += gzip(
        parts
          .filter((one) => !isIn(one.source))
          .map((one) => one.text)
          .join(''),
      )
    }
    return { name, min, saved: whole - without }
  })
  rows.sort((a, b) => b.saved - a.saved)
  console.log('    min   gzip saved without it')
  for (const { name, min, saved } of rows)
    console.log(`${String(min).padStart(7)}${String(saved).padStart(7)}  ${name}`)
}
