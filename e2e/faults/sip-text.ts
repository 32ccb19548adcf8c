/** SIP messages as text, as far as a fault has to understand them. */

export function isRequest(text: string, method: string): boolean {
  return text.startsWith(`${method} `)
}

export function isAnswerTo(text: string, method: string, status?: number): boolean {
  return (
    text.startsWith(status === undefined ? 'SIP/2.0 ' : `SIP/2.0 ${status}`) &&
    new RegExp(`^CSeq: *\\d+ ${method}`, 'im').test(text)
  )
}

/** The same answer with another status line, and more headers. */
export function withStatus(text: string, status: string, ...headers: readonly string[]): string {
  const rest = text.slice(text.indexOf('\r\n'))
  return `SIP/2.0 ${status}${headers.map((one) => `\r\n${one}`).join('')}${rest}`
}

/** The same message with another body, its length told. */
export function withBody(text: string, change: (body: string) => string): string {
  const end = text.indexOf('\r\n\r\n')
  const body = change(text.slice(end + 4))
  const head = text
    .slice(0, end)
    .replace(/^Content-Length:.*$/im, `Content-Length: ${Buffer.byteLength(body)}`)
  return `${head}\r\n\r\n${body}`
}

export function headersOf(text: string, name: string): readonly string[] {
  return [...text.matchAll(new RegExp(`^${name}: *(.*)$`, 'gim'))].map((match) => (match[1] ?? '').trim())
}
