// docs/reliability.md against the catalogue of faults, both ways: every row has a measured figure, or is named as one that
// cannot be had on a machine like this; no figure misses its bar, or comes from a test that does not write it any more.
import { existsSync, readFileSync } from 'node:fs'

const root = new URL('..', import.meta.url).pathname
const read = (path) => (existsSync(`${root}${path}`) ? readFileSync(`${root}${path}`, 'utf8') : '')
const kamailio = 'Kamailio: '

function tableUnder(text, from, to) {
  const start = text.indexOf(from)
  const end = text.indexOf(to, start + from.length)
  const lines = start < 0 ? [] : text.slice(start, end < 0 ? undefined : end).split('\n')
  const cells = (line) =>
    line
      .split('|')
      .slice(1, -1)
      .map((cell) => cell.trim())
  // Without the head and the line under it.
  return lines
    .filter((line) => line.startsWith('|'))
    .slice(2)
    .map(cells)
}

/** Whether a figure holds the bar beside it; what is only told holds always. */
function holds(figure, bar) {
  const value = Number(figure)
  const [, most] = /^≤ ([\d.]+)$/.exec(bar) ?? []
  if (most !== undefined) return value <= Number(most)
  const [, least] = /^≥ ([\d.]+)$/.exec(bar) ?? []
  if (least !== undefined) return value >= Number(least)
  const [, from, to] = /^([\d.]+) – ([\d.]+)$/.exec(bar) ?? []
  if (from !== undefined) return value >= Number(from) && value <= Number(to)
  return bar === 'told' || figure === bar
}

function problemsOfFigures(figures, catalogue) {
  const problems = []
  for (const [row, , what, figure, bar, test] of figures) {
    const name = `${row} ${what}`
    if (!(row in catalogue)) problems.push(`${name}: no such row in e2e/faults/catalogue.json`)
    if (!figure) problems.push(`${name}: no figure`)
    // Rounded to one decimal in the table.
    else if (!holds(figure, bar)) problems.push(`${name}: ${figure} misses its bar ${bar}`)
    if (!read(test)) problems.push(`${name}: ${test} is gone`)
    else if (!read(test).includes(`'${row}'`)) problems.push(`${name}: ${test} writes no figure of ${row}`)
  }
  return problems
}

/** `rows` must be exactly `measured` and `named` together, without overlap. */
function problemsOfRows(what, rows, { measured, named }) {
  return [
    ...rows
      .filter((row) => !measured.has(row) && !named.has(row))
      .map((row) => `${row}: neither measured${what} nor named as not to be had here`),
    ...rows
      .filter((row) => measured.has(row) && named.has(row))
      .map((row) => `${row}: named as not to be had${what}, but measured`),
    ...[...named]
      .filter((row) => !rows.includes(row))
      .map((row) => `${row}: named${what}, but not in the catalogue`),
  ]
}

export function problemsOf(text, catalogue) {
  const figures = tableUnder(text, '<!-- figures', '<!-- end of figures -->')
  const namedUnder = (heading) => new Set(tableUnder(text, heading, '\n## ').map(([row]) => row))
  const isKamailio = ([, , what]) => what.startsWith(kamailio)
  const rowsOf = (list) => new Set(list.map(([row]) => row))
  return [
    ...problemsOfFigures(figures, catalogue),
    ...problemsOfRows('', Object.keys(catalogue), {
      measured: rowsOf(figures),
      named: namedUnder('## Rows without a figure'),
    }),
    ...problemsOfRows(
      ' against Kamailio',
      Object.keys(catalogue).filter((row) => catalogue[row].isSignalling),
      {
        measured: rowsOf(figures.filter(isKamailio)),
        named: namedUnder('## Signalling rows not run against Kamailio'),
      },
    ),
  ]
}

if (process.argv[1] === new URL(import.meta.url).pathname) {
  const catalogue = JSON.parse(read('e2e/faults/catalogue.json'))
  const problems = problemsOf(read('docs/reliability.md'), catalogue)
  for (const problem of problems) console.error(`  ${problem}`)
  console.log(`  faults: ${Object.keys(catalogue).length} rows, ${problems.length} problems`)
  process.exitCode = problems.length > 0 ? 1 : 0
}
