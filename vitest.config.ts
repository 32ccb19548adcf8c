import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

// Unit tests lie beside the source and use fakes of our own ports, never module mocks. `*.browser.test.ts` drive a real Chromium.
/** A condition is waited for as long as a busy machine may take; one that never comes true still fails. */
const patient = { poll: { timeout: 15_000, interval: 50 } }

/** The UI on phones that are drawn and not real: nothing is heard, so they may run beside what measures audio. */
const silentPages = [
  'accessibility',
  'contact-sheet',
  'element',
  'keyboard',
  'states',
  'surroundings',
  'tel-links',
].map((name) => `packages/webphone/test/ui/${name}.browser.test.ts`)

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['packages/*/{src,test}/**/*.test.ts'],
          exclude: ['**/*.browser.test.ts', '**/node_modules/**', '**/dist/**'],
          testTimeout: 20_000,
          expect: patient,
          // Some wait for real sockets and real RTP: one worker more than there are cores keeps both busy.
          maxWorkers: availableParallelism() + 1,
        },
      },
      {
        test: {
          name: 'pages',
          include: silentPages,
          testTimeout: 60_000,
          hookTimeout: 60_000,
          fileParallelism: false,
          expect: patient,
        },
      },
      {
        test: {
          name: 'browser',
          include: ['packages/*/{src,test}/**/*.browser.test.ts'],
          exclude: ['**/node_modules/**', '**/dist/**', ...silentPages],
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // Audio is measured: two browsers at a time on two cores would measure each other.
          fileParallelism: false,
          expect: patient,
        },
      },
    ],
  },
})
