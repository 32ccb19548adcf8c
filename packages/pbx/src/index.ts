export type * from './pbx-port.ts'
