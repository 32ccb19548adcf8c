import { existsSync } from 'node:fs'

const whole = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome']

function firstOf(candidates: readonly (string | undefined)[]): string {
  const found = candidates.find((path) => path !== undefined && existsSync(path))
  if (found === undefined) throw new Error('No Chromium found. Run `npm test`, or set CHROMIUM_PATH.')
  return found
}

/** The system's Chromium; `npm test` installs Debian's when there is none. Without its windows where Debian's is there: a page costs a third. */
export const chromiumPath = (): string =>
  firstOf([process.env.CHROMIUM_PATH, '/usr/bin/chromium-headless-shell', ...whole])

/** The one that people use, with tabs that can be hidden, and prompts. */
export const wholeChromiumPath = (): string => firstOf([...whole, process.env.CHROMIUM_PATH])

/** Fake microphone, loopback candidates, and none of the browser's own traffic. */
export const quietFlags: readonly string[] & string[] = [
  '--use-fake-ui-for-media-stream',
  '--use-fake-device-for-media-stream',
  '--allow-loopback-in-peer-connection',
  '--disable-features=WebRtcHideLocalIpsWithMdns',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
  '--no-first-run',
  '--disable-gpu',
]
