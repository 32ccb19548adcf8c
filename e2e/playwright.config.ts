import { defineConfig } from '@playwright/test'
import { chromiumPath, quietFlags } from './harness/chromium.ts'

/** `npm run test:e2e`: real Chromium, real server process, real audio. One worker: audio is measured on two cores. */
export default defineConfig({
  testDir: '.',
  testIgnore: ['telephony/**'],
  workers: 1,
  fullyParallel: false,
  forbidOnly: Boolean(process.env.CI),
  retries: 0,
  timeout: 45_000,
  // What a busy machine may take; what must come sooner is asserted by its own figure.
  expect: { timeout: 15_000 },
  globalTimeout: 12 * 60_000,
  reporter: [['list']],
  outputDir: '../test-results/e2e',
  use: {
    launchOptions: { executablePath: chromiumPath(), args: quietFlags, chromiumSandbox: false },
    trace: 'off',
  },
  projects: [
    {
      name: 'core',
      testMatch: /e2e\/core\/.*\.spec\.ts/,
      use: {
        launchOptions: {
          executablePath: chromiumPath(),
          chromiumSandbox: false,
          args: [...quietFlags, '--autoplay-policy=no-user-gesture-required'],
        },
      },
    },
    {
      name: 'embed',
      testMatch: /e2e\/embed\/.*\.spec\.ts/,
      use: {
        // The browser's own rule for playing audio: a framed phone has to do with what the host's tag gives it.
        launchOptions: { executablePath: chromiumPath(), chromiumSandbox: false, args: quietFlags },
      },
    },
    {
      name: 'tools',
      testMatch: /e2e\/tools\/.*\.spec\.ts/,
      use: {
        launchOptions: { executablePath: chromiumPath(), chromiumSandbox: false, args: quietFlags },
      },
    },
    {
      name: 'faults',
      testMatch: /e2e\/faults\/.*\.spec\.ts/,
      use: {
        launchOptions: {
          executablePath: chromiumPath(),
          chromiumSandbox: false,
          args: [...quietFlags, '--autoplay-policy=no-user-gesture-required'],
        },
      },
    },
    {
      name: 'autoplay',
      testMatch: /e2e\/autoplay\/.*\.spec\.ts/,
      use: {
        launchOptions: {
          executablePath: chromiumPath(),
          chromiumSandbox: false,
          args: [...quietFlags, '--autoplay-policy=user-gesture-required'],
        },
      },
    },
  ],
})
