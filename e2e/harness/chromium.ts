import { existsSync } from 'node:fs'

const candidates = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
]

/** The system's Chromium; `npm test` installs Debian's when there is none. */
export function chromiumPath(): string {
  const found = candidates.find((path) => path !== undefined && existsSync(path))
  if (found === undefined) throw new Error('No Chromium found. Run `npm test`, or set CHROMIUM_PATH.')
  return found
}

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
