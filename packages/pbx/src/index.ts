export type * from './pbx-port.ts'
export { createPbx } from './pbx.ts'
export { testNumbers } from './extensions/test-numbers.ts'
export type { TestNumber } from './extensions/test-number.ts'
