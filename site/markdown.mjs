// Small readings of our own markdown: tables, code fences, links.

/** Cells of the first table in which a row begins with a code word. */
export function tableRows(markdown) {
  return [...markdown.matchAll(/^\| `([^`|]+)` *\|(.*)\|$/gm)].map(([, first, rest]) => [
    first,
    ...rest.split('|').map((cell) => cell.trim()),
  ])
}

/** The code fences of a page, whole, in order. */
export function fencesOf(markdown) {
  return [...markdown.matchAll(/^```[^\n]*\n[\s\S]*?^```$/gm)].map(([fence]) => fence)
}

/** Puts the English page's code into a translation: a snippet is written once and tested once. */
export function withSnippets(markdown, pageOf) {
  return markdown.replaceAll(/^<!-- code: (\S+) (\d+) -->$/gm, (_, page, nth) => {
    const fence = fencesOf(pageOf(page))[Number(nth) - 1]
    if (fence === undefined) throw new Error(`${page} has no code block ${nth}`)
    return fence
  })
}

/** Puts what `diagnose()` may find into a translation: the words are the product's own. */
export function withFindings(markdown, source, head) {
  const text = String.raw`\s*'((?:[^'\\]|\\.)*)',?\s*`
  const finding = new RegExp(String.raw`^ {2}(\w+): (ok|warn|fail|skipped)\(${text}${text}\)`, 'gm')
  return markdown.replace(/^<!-- findings -->$/m, () => {
    const rows = [...source.matchAll(finding)].map(
      ([, code, status, vi]) => `| \`${code}\` | ${status} | ${vi} |`,
    )
    if (rows.length < 30) throw new Error(`only ${rows.length} findings could be read`)
    return [`| ${head.join(' | ')} |`, '| --- | --- | --- |', ...rows].join('\n')
  })
}

/** Rewrites relative links, outside code, by what `relink` says of their target. */
export function relink(markdown, newTarget) {
  return markdown
    .split(/(^```[\s\S]*?^```$)/m)
    .map((part, index) =>
      index % 2 === 1
        ? part
        : part.replaceAll(/(!?)\[([^\]]*)\]\(([^)\s]+)\)/g, (whole, bang, text, target) => {
            if (/^(https?:|mailto:|#)/.test(target)) return whole
            const to = newTarget(target)
            return to === undefined ? text : `${bang}[${text}](${to})`
          }),
    )
    .join('')
}
