/** The two pages at `/webphone-embed`: a phone, or why there is none. */
import { refusalWords, wordsHtml } from './refusal-words.ts'
import type { RefusalCode } from './refusal-words.ts'

const isRefusalCode = (code: string): code is RefusalCode => Object.hasOwn(refusalWords, code)

function html(path: string, { head, body }: { head: string; body: string }): string {
  return `<!doctype html>
<html lang="vi">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <meta name="robots" content="noindex" />
    <title>Zorio Webphone</title>
    <link rel="icon" href="data:," />
    <link rel="stylesheet" href="${path}/embed.css" />
    ${head}
  </head>
  <body>
    ${body}
  </body>
</html>
`
}

export function phonePage(path: string): string {
  const words = Object.keys(refusalWords)
    .filter(isRefusalCode)
    .map((code) => wordsHtml(code, true))
  return html(path, {
    // The token leaves the address before anything else runs.
    head: `<script src="${path}/take-token.js"></script>
    <script type="module" src="${path}/embed.js"></script>`,
    body: `<main id="phone"></main>
    <div id="message" role="alert">${words.join('\n      ')}</div>`,
  })
}

/** Its script tells the page around it the code, and nothing else. */
export function refusedPage(path: string, code: RefusalCode): string {
  return html(path, {
    head: `<script src="${path}/refused.js" defer></script>`,
    body: `<div id="message" role="alert">${wordsHtml(code, false)}</div>`,
  })
}
