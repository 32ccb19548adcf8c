/**
 * Who may frame the embed page, in its URL and signed: the answer's `frame-ancestors` must be known before the token, which
 * comes by message, is. A ticket is no secret and opens nothing; it keeps the list from being asked for by account number.
 */
import { createHmac, timingSafeEqual } from 'node:crypto'

const digest = (secret: string, text: string): Buffer =>
  createHmac('sha256', secret).update(`frame ticket: ${text}`).digest()

export function makeFrameTicket(secret: string, origins: readonly string[]): string {
  const text = Buffer.from(origins.join(' ')).toString('base64url')
  return `${text}.${digest(secret, text).toString('base64url')}`
}

/** Undefined when it is not one of ours. */
export function readFrameTicket(secret: string, ticket: string): readonly string[] | undefined {
  const [text = '', signature = ''] = ticket.split('.', 2)
  const given = Buffer.from(signature, 'base64url')
  const wanted = digest(secret, text)
  if (given.length !== wanted.length || !timingSafeEqual(given, wanted)) return undefined
  return Buffer.from(text, 'base64url').toString().split(' ').filter(Boolean)
}
