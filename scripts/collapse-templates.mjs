// A build plugin: the layout of the source inside html`…`, svg`…` and css`…` is for who reads it, and is not shipped.
//
// Markup keeps one blank wherever there was white space, so a browser shows the same; <pre> and <textarea> must not be used in
// a template with a line break. Style sheets lose what CSS does not need.
import MagicString from 'magic-string'
import { parseAst } from 'rolldown/parseAst'

const collapse = {
  html: (text) => text.replace(/\s+/g, ' '),
  css: (text) =>
    text
      .replace(/\/\*[^]*?\*\//g, '')
      .replace(/\s+/g, ' ')
      .replace(/ ?([{};,]) ?/g, '$1')
      // In a declaration; a selector has no blank behind its colon.
      .replace(/: /g, ':')
      .replace(/;}/g, '}')
      .trim(),
}
collapse.svg = collapse.html

/** For the files of the UI, whose style sheets have no strings with white space in them. */
export function collapseTemplates() {
  return {
    name: 'collapse-templates',
    transform: {
      filter: { id: /\/src\/ui\/.*\.ts$/ },
      handler: collapseIn,
    },
  }
}

/** The code with its map, or null when there is nothing to collapse. */
export function collapseIn(code) {
  const shorter = new MagicString(code)
  for (const { tag, quasi } of taggedTemplates(parseAst(code, { lang: 'ts' })))
    for (const { start, end, value } of quasi.quasis) {
      // The range holds the marks around the text: ` or } before it, ` or ${ behind it.
      const from = start + 1
      const to = from + value.raw.length
      if (to > end || code.slice(from, to) !== value.raw)
        throw new Error(`template text not found at ${start}: ${value.raw}`)
      const text = collapse[tag.name](value.raw)
      if (text !== value.raw) shorter.update(from, to, text)
    }
  return shorter.hasChanged()
    ? { code: shorter.toString(), map: shorter.generateMap({ hires: 'boundary' }) }
    : null
}

function taggedTemplates(program) {
  const found = []
  const visit = (node) => {
    if (typeof node !== 'object' || node === null) return
    if (node.type === 'TaggedTemplateExpression' && Object.hasOwn(collapse, node.tag.name)) found.push(node)
    Object.values(node).forEach(visit)
  }
  visit(program)
  return found
}
