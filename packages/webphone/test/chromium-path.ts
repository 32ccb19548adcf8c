import { existsSync } from 'node:fs'

const whole = '/usr/bin/chromium'
const withoutWindows = '/usr/bin/chromium-headless-shell'

/** Debian's Chromium, without its windows where that is installed: a page costs a third. */
export const chromiumPath =
  process.env['CHROMIUM_PATH'] ?? (existsSync(withoutWindows) ? withoutWindows : whole)

/** The one that people use: with windows, notifications, and a question before a microphone is opened. */
export const wholeChromiumPath = existsSync(whole) ? whole : chromiumPath
