/** Logs: JSON lines on stderr, since stdout belongs to whoever started us. Secrets are cut out wherever they turn up. */
import { pino } from 'pino'
import type { DestinationStream, Logger } from 'pino'

export type { Logger }

const secretNames = [
  'authorization',
  'token',
  'password',
  'secret',
  'credential',
  'embed_token',
  'authSecret',
  'turnSecret',
]

export function createLogger(level: string, stream: DestinationStream = pino.destination(2)): Logger {
  const paths = secretNames.flatMap((name) => [name, `*.${name}`, `*.*.${name}`])
  return pino({ level, base: null, redact: { paths, censor: '[redacted]' } }, stream)
}
