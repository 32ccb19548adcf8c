/** The entry `@zorio/webphone/testing`: phones for tests and demos, with the PBX in the page. */
export { createTestPhone, installTestPhones } from './test-phone/create-test-phone.ts'
export { createTestClock } from './test-phone/test-clock.ts'
export type { IncomingOptions, TestPhone, TestPhoneOptions } from './test-phone/create-test-phone.ts'
export type { TestCall } from './test-phone/test-call.ts'
export type { TestClock } from './test-phone/test-clock.ts'
