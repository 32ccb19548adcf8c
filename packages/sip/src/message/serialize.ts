import { hasBareNul } from './head.ts'
import { canonicalName } from './headers.ts'
import { isRequest } from './message.ts'
import type { SipMessage } from './message.ts'
import { isToken, misfit } from './text.ts'
import { utf8Bytes } from './utf8.ts'

function checked(text: string, isBad: boolean): string {
  if (isBad) throw misfit()
  return text
}

/** One line of text: no line end, and no NUL except behind a backslash (RFC 3261 25.1 `quoted-pair`). */
function oneLine(text: string): string {
  return checked(text, /[\r\n]/.test(text) || hasBareNul(text))
}

/**
 * A message to the text of one frame. Content-Length is counted here, in UTF-8 bytes; one among the headers is ignored.
 *
 * Throws RangeError, before anything is returned, when a name, value, method, URI or reason would not stay in its
 * place (header injection).
 */
export function serializeMessage(message: SipMessage): string {
  let text: string
  if (isRequest(message)) {
    const { method, uri } = message
    text = `${checked(method, !isToken(method))} ${checked(uri, !uri || /[\s<>"\0]/.test(uri))} SIP/2.0\r\n`
  } else {
    const { status, reason } = message
    text = `SIP/2.0 ${checked(String(status), !/^[1-6]\d\d$/.test(String(status)))} ${oneLine(reason)}\r\n`
  }
  for (const { name, value } of message.headers)
    if (canonicalName(name) !== 'Content-Length')
      text += `${checked(name, !isToken(name))}: ${oneLine(value)}\r\n`
  return `${text}Content-Length: ${utf8Bytes(message.body).length}\r\n\r\n${message.body}`
}
