import { defineConfig } from '@playwright/test'

/**
 * `npm run test:telephony`: real proxy, media relay, desk phones and carrier on loopback. One worker: audio is measured.
 * The faults with Kamailio behind them are a project of their own: `npm run test:faults` runs it.
 */
export default defineConfig({
  testDir: './tests',
  globalSetup: './global-setup.ts',
  workers: 1,
  fullyParallel: false,
  forbidOnly: Boolean(process.env['CI']),
  retries: 0,
  timeout: 40_000,
  globalTimeout: 15 * 60_000,
  reporter: [['list']],
  outputDir: '../../test-results/telephony/playwright',
  use: { trace: 'off' },
  projects: [
    { name: 'telephony', testIgnore: /faults-/ },
    { name: 'faults', testMatch: /faults-/ },
  ],
})
