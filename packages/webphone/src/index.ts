export { ZorioWebphone } from './phone.ts'
export { ZorioWebphoneError } from './errors.ts'
export type { ErrorCode } from './errors.ts'
export type { HangupReason } from './call/hangup-reason.ts'
export type { WebphoneEventName, WebphoneEvents } from './events.ts'
export type * from './options.ts'
export type * from './phone-api.ts'
export type {
  CheckName,
  DiagnoseCheck,
  DiagnoseOptions,
  DiagnoseProgress,
  DiagnoseResult,
  Verdict,
} from './diagnose/result.ts'
export type { CheckStatus, FindingCode } from './diagnose/findings.ts'
