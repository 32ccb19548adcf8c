/** `@zorio/webphone/embed`: for pages that show the phone in an iframe. It loads no phone; the frame does. */
export { embedPhone } from './embed/embed-phone.ts'
export { EmbedError } from './embed/embed-error.ts'
export type { EmbedErrorCode } from './embed/embed-error.ts'
export type { EmbedOptions } from './embed/embed-options.ts'
export type { EmbeddedPhone } from './embed/embed-phone.ts'
