/** What a token may be used for. */
export const scopes = ['webphone', 'embed', 'pbx.read', 'pbx.call', 'webhooks', 'tokens'] as const

export type Scope = (typeof scopes)[number]

/** Of a token that may do all its user may. */
export const everything = '*'

export function hasScope(granted: string, scope: Scope): boolean {
  return granted === everything || granted.split(' ').includes(scope)
}
