/** The tables of docs/states.md: every state of a machine against every input, and what becomes of it. */
export interface MachineTable {
  readonly inputs: readonly string[]
  /** state -> input -> cell. */
  readonly rows: ReadonlyMap<string, ReadonlyMap<string, string>>
}

/** Markdown with one row an input and one column a state; a dot where nothing happens at all. */
export function tableToMarkdown(table: MachineTable): string {
  const states = [...table.rows.keys()]
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`
  const body = table.inputs.map((input) =>
    line([`\`${input}\``, ...states.map((state) => table.rows.get(state)?.get(input) ?? '')]),
  )
  return [
    line(['input', ...states.map((state) => `**${state}**`)]),
    line(['---', ...states.map(() => '---')]),
    ...body,
  ].join('\n')
}

/** The section between `<!-- name -->` and `<!-- /name -->`, without the padding that a formatter adds. */
export function sectionOf(document: string, name: string): string {
  const section = document.split(`<!-- ${name} -->`)[1]?.split(`<!-- /${name} -->`)[0] ?? ''
  return unpad(section)
}

export function unpad(markdown: string): string {
  return markdown
    .trim()
    .split('\n')
    .map((line) => line.replace(/\s*\|\s*/g, '|').replace(/-{3,}/g, '---'))
    .join('\n')
}
