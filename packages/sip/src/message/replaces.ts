import { parseParams } from './params.ts'
import { isToken, misfit } from './text.ts'

/** RFC 3891 6.1. The tags are named from the side that receives the header. */
export interface Replaces {
  readonly callId: string
  readonly toTag: string
  readonly fromTag: string
  /** Only an early dialog may be replaced. */
  readonly earlyOnly?: boolean | undefined
}

export function parseReplaces(value: string): Replaces | undefined {
  const semicolon = value.indexOf(';')
  const callId = value.slice(0, Math.max(semicolon, 0)).trim()
  const params = parseParams(value, Math.max(semicolon, 0))
  const toTag = params?.get('to-tag')
  const fromTag = params?.get('from-tag')
  if (!callId || !toTag || !fromTag) return undefined
  return { callId, toTag, fromTag, earlyOnly: params?.has('early-only') || undefined }
}

export function formatReplaces({ callId, toTag, fromTag, earlyOnly }: Replaces): string {
  if (/[\s;,<>"\0]/.test(callId) || !isToken(toTag) || !isToken(fromTag)) throw misfit()
  return `${callId};to-tag=${toTag};from-tag=${fromTag}${earlyOnly ? ';early-only' : ''}`
}
