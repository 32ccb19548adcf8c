/** The reference for people: plain HTML, no script, nothing loaded from elsewhere. */
import { openApiDocument } from './document.ts'
import type { Operation } from './operations.ts'

const style = `
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif }
body { max-width: 60rem; margin: 0 auto; padding: 1rem }
h2 { font: 600 1rem/1.5 ui-monospace, monospace; margin: 2.5rem 0 0 }
h2 b { display: inline-block; min-width: 4rem; text-transform: uppercase }
pre { overflow: auto; padding: 1rem; border: 1px solid #8886; border-radius: 8px; font-size: .85rem }
summary { cursor: pointer } nav a { display: block; font: .9rem/1.7 ui-monospace, monospace }
`

export function referencePage(operations: readonly Operation[]): string {
  const index = operations.map(
    (operation) => `<a href="#${anchor(operation)}">${title(operation)} ${escape(operation.summary)}</a>`,
  )
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Zorio Webphone API</title>
<style>${style}</style>
</head>
<body>
<h1>Zorio Webphone API</h1>
<p>Send <code>Authorization: Bearer ID|RANDOM</code> and <code>Accept: application/json</code>. Machines read
<a href="/api/openapi.json">openapi.json</a>.</p>
<nav aria-label="Operations">${index.join('')}</nav>
${operations.map(section).join('')}
</body>
</html>
`
}

function section(operation: Operation): string {
  const { paths } = openApiDocument([operation]) as {
    paths: Record<string, Record<string, Record<string, unknown>>>
  }
  const described = paths[operation.path]?.[operation.method] ?? {}
  const scopes = { none: 'No token.', any: 'Any token.' }
  const needs =
    operation.scope === 'none' || operation.scope === 'any'
      ? scopes[operation.scope]
      : `Scope <code>${operation.scope}</code>.`
  const parts = ['parameters', 'requestBody', 'responses'].filter((name) => described[name] !== undefined)
  return `<section id="${anchor(operation)}"><h2>${title(operation)}</h2><p>${escape(operation.summary)}. ${needs}</p>${parts
    .map((name) => `<details><summary>${name}</summary>${code(described[name])}</details>`)
    .join('')}</section>`
}

const title = ({ method, path }: Operation): string => `<b>${method}</b> ${escape(path)}`
const anchor = ({ method, path }: Operation): string => `${method}${path.replace(/\W+/g, '-')}`
const code = (value: unknown): string => `<pre>${escape(JSON.stringify(value, null, 2))}</pre>`
const escape = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
