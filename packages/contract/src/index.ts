export type * from './sip-config.ts'
export type * from './contact.ts'
export type * from './api-error.ts'
export * from './hangup-cause.ts'
