/** Starts a Firefox that runs one page by itself; the page reports through `/told?…` as there is no driver. */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { tmpdir } from 'node:os'

const firefoxPath = process.env['FIREFOX_PATH'] ?? '/usr/bin/firefox-esr'
export const hasFirefox = existsSync(firefoxPath)

const preferences: Record<string, string | number | boolean> = {
  'media.navigator.permission.disabled': true,
  'media.navigator.streams.fake': true,
  'media.autoplay.default': 0,
  'media.peerconnection.ice.loopback': true,
  'media.peerconnection.ice.obfuscate_host_addresses': false,
  'browser.shell.checkDefaultBrowser': false,
  'browser.startup.homepage_override.mstone': 'ignore',
  'datareporting.policy.dataSubmissionEnabled': false,
  'app.update.auto': false,
  // Nothing of the browser's own goes to the network: a proxy that is not there, for all but this machine.
  'network.proxy.type': 1,
  'network.proxy.http': '127.0.0.1',
  'network.proxy.http_port': 9,
  'network.proxy.ssl': '127.0.0.1',
  'network.proxy.ssl_port': 9,
  'network.captive-portal-service.enabled': false,
  'network.connectivity-service.enabled': false,
}

/** Returns the stop, which also removes the profile. */
export async function startFirefox(
  url: string,
  changes: Record<string, string | number | boolean> = {},
): Promise<() => Promise<void>> {
  const profile = await mkdtemp(join(tmpdir(), 'zorio-firefox-'))
  const lines = Object.entries({ ...preferences, ...changes }).map(
    ([name, value]) => `user_pref(${JSON.stringify(name)}, ${JSON.stringify(value)});`,
  )
  await writeFile(join(profile, 'user.js'), lines.join('\n'))
  const child = spawn(firefoxPath, ['--headless', '--no-remote', '--profile', profile, url], {
    stdio: 'ignore',
    detached: true,
  })
  const gone = new Promise((resolve) => child.once('exit', resolve))
  return async () => {
    // The whole group: Firefox has child processes of its own.
    if (child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL')
    await gone
    await rm(profile, { recursive: true, force: true, maxRetries: 5 })
  }
}
