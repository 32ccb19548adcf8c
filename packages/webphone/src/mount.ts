/** The entry `@zorio/webphone/ui`: the phone UI for a phone that the application connected itself. */
export * from './ui/index.ts'
