/** What `diagnose()` takes and answers. */
import { findings } from './findings.ts'
import type { CheckStatus, FindingCode } from './findings.ts'
import type { ConnectOptions } from '../options.ts'

export type CheckName =
  'secure_context' | 'api' | 'wss' | 'registration' | 'microphone' | 'output' | 'stun' | 'turn' | 'echo_call'

/** In the order of a report. */
export const checkNames: readonly CheckName[] = [
  'secure_context',
  'api',
  'wss',
  'registration',
  'microphone',
  'output',
  'stun',
  'turn',
  'echo_call',
]

export interface DiagnoseCheck {
  readonly name: CheckName
  readonly status: CheckStatus
  /** Stable; one of docs/diagnose.md. */
  readonly code: FindingCode
  readonly durationMs: number
  /** What it means and what to do. */
  readonly remedy: { readonly vi: string; readonly en: string }
  /** Numbers and names for support; without secrets. */
  readonly details: Readonly<Record<string, string | number | boolean>>
}

/** `ready`: calls work. `degraded`: they work, and something should be seen to. `blocked`: they do not work. */
export type Verdict = 'ready' | 'degraded' | 'blocked'

export interface DiagnoseResult {
  readonly version: 1
  readonly verdict: Verdict
  /** ISO 8601, UTC. */
  readonly startedAt: string
  readonly durationMs: number
  readonly checks: readonly DiagnoseCheck[]
  readonly userAgent: string
}

export interface DiagnoseOptions extends Pick<
  ConnectOptions,
  'apiBase' | 'token' | 'tokenResolver' | 'audioInputDeviceId'
> {
  /** Number that gives back what is sent. Default `9200`; an empty text leaves the call out. */
  echoNumber?: string
  /** Called as each check ends, in the order in which they end. */
  onProgress?: (progress: DiagnoseProgress) => void
}

export interface DiagnoseProgress {
  readonly check: DiagnoseCheck
  readonly doneCount: number
  readonly totalCount: number
}

export interface Outcome {
  readonly code: FindingCode
  readonly details?: DiagnoseCheck['details']
}

export function checkFrom(name: CheckName, outcome: Outcome, durationMs: number): DiagnoseCheck {
  const { status, vi, en } = findings[outcome.code]
  const { code, details = {} } = outcome
  return { name, status, code, durationMs: Math.round(durationMs), remedy: { vi, en }, details }
}

export function verdictOf(checks: readonly DiagnoseCheck[]): Verdict {
  if (checks.some(({ status }) => status === 'fail')) return 'blocked'
  return checks.some(({ status }) => status === 'warn') ? 'degraded' : 'ready'
}
