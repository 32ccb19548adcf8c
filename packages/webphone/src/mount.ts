/** The entry `@zorio/webphone/ui`: the phone UI for a phone that the application connected itself. */
export * from './ui/index.ts'
export { captureTelLinks, type Dialler, type TelLinkOptions } from './ui/tel-links.ts'
