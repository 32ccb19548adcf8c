// Debian's Firefox ESR through BiDi. Playwright 1.64.1 can; later versions fail on every page (setMediaFeaturesOverride).
import { existsSync } from 'node:fs'
import { firefox, type Browser } from '@playwright/test'

const path = process.env['FIREFOX_PATH'] ?? '/usr/bin/firefox-esr'

export function launchFirefox(): Promise<Browser> {
  if (!existsSync(path)) throw new Error(`${path} is missing: apt-get install firefox-esr`)
  return firefox.launch({
    executablePath: path,
    // Not in the list of channels that Playwright documents: the stock browser, driven by WebDriver BiDi.
    channel: 'moz-firefox',
    firefoxUserPrefs: {
      'media.navigator.streams.fake': true,
      'media.navigator.permission.disabled': true,
      // Without a granted microphone there is no usable candidate on a host with only loopback.
      'permissions.default.microphone': 1,
      'media.peerconnection.ice.loopback': true,
      'media.peerconnection.ice.obfuscate_host_addresses': false,
      'media.peerconnection.ice.tcp': false,
      'media.autoplay.default': 0,
      'media.autoplay.blocking_policy': 0,
      // None of the browser's own traffic.
      'app.update.enabled': false,
      'datareporting.policy.dataSubmissionEnabled': false,
      'network.captive-portal-service.enabled': false,
      'network.connectivity-service.enabled': false,
      'services.settings.server': 'data:,',
    },
  })
}
