// Results as text: for the terminal, and bench/RESULTS.md.
import { readFileSync } from 'node:fs'
import { cpus } from 'node:os'

const { devDependencies } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))

const table = (columns, rows) =>
  [
    `| ${columns.join(' | ')} |`,
    `|${columns.map(() => '---').join('|')}|`,
    ...rows.map((row) => `| ${columns.map((column) => row[column] ?? '').join(' | ')} |`),
  ].join('\n')

export function textOf(name, { goal, columns, rows, verdicts, seconds }) {
  const lines = verdicts.map((v) => `${v.isMet ? 'met' : 'NOT MET'}: ${v.what} ${v.value} (goal ${v.goal})`)
  return `\n## ${name} (${seconds} s)\nGoal: ${goal}\n\n${table(columns, rows)}\n\n${lines.join('\n')}`
}

function sectionOf([name, { goal, columns, rows, verdicts, at, load }]) {
  const verdictRows = verdicts.map((v) => ({
    figure: v.what,
    value: v.value,
    goal: v.goal,
    met: v.isMet ? 'yes' : 'no',
  }))
  return `## ${name}

Goal: ${goal}.

${table(columns, rows)}

${table(['figure', 'value', 'goal', 'met'], verdictRows)}

Measured ${at} UTC; load of the machine before and after: ${load.join(', ')}.
`
}

export function report(results) {
  const machine = `${cpus().length} cores, ${cpus()[0]?.model ?? 'unknown CPU'}, Node ${process.version}`
  return `# Bench results

Written by \`npm run bench\`; every figure is a median (p50) or a 95th percentile of one run, all libraries in turn on the same
PBX. ${machine}. Read the ratios, not the figures: a load above the number of cores means that other work ran beside it.

Peers: ${Object.entries(devDependencies)
    .map((pair) => pair.join(' '))
    .join(', ')}. ringcentral-web-phone is compared in size only: its digest has no qop, which our
registrar requires (RFC 7616 3.4).

${results.map(sectionOf).join('\n')}`
}
