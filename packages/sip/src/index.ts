export type * from './message/message.ts'
export { isRequest } from './message/message.ts'
export type * from './agent/user-agent-port.ts'
