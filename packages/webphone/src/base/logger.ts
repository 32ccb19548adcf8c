/** One small logger. What goes through it carries no secret, and numbers are masked. */
export interface Logger {
  debug(message: string, details?: unknown): void
  error(message: string, details?: unknown): void
}

export interface LogSink {
  debug(...args: unknown[]): void
  error(...args: unknown[]): void
}

const prefix = '[zorio-webphone]'

export function createLogger(sink: LogSink, isDebug: boolean): Logger {
  return {
    debug: (message, details) => {
      if (isDebug) sink.debug(prefix, ...redactAll(message, details))
    },
    error: (message, details) => sink.error(prefix, ...redactAll(message, details)),
  }
}

function redactAll(message: string, details: unknown): unknown[] {
  if (details === undefined) return [redact(message)]
  if (details instanceof Error) return [redact(message), details]
  return [redact(message), redact(typeof details === 'string' ? details : safeJson(details))]
}

function safeJson(value: unknown): string {
  try {
    return JSON.stringify(value) ?? String(value)
  } catch {
    return String(value)
  }
}

const secrets: readonly [RegExp, string][] = [
  [/^((?:Proxy-)?Authorization|(?:WWW|Proxy)-Authenticate)[ \t]*:.*$/gim, '$1: …'],
  [/\b(bearer)\s+\S+/gi, '$1 …'],
  [/("?(?:password|credential|token|nonce|response|secret|ha1)"?\s*[=:]\s*)("[^"]*"|[^\s,;}]+)/gi, '$1…'],
  // Key material of the media path.
  [/^(a=(?:ice-pwd|crypto|fingerprint):).*$/gm, '$1…'],
  // Numbers: the first two and the last two digits are enough to find a call.
  [/(?<![\w.])(\+?\d{2})\d{4,}(\d{2})(?![\w.])/g, '$1…$2'],
  // A display name must not forge lines or colours of a terminal.
  [/\u001b/g, '\\e'],
]

/** Text for logs. */
export function redact(text: string): string {
  let safe = text
  for (const [pattern, replacement] of secrets) safe = safe.replace(pattern, replacement)
  return safe
}
