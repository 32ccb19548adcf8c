import { availableParallelism } from 'node:os'
import { defineConfig } from 'vitest/config'

// Unit tests lie beside the source and use fakes of our own ports, never module mocks. `*.browser.test.ts` drive a real Chromium.
/** A condition is waited for as long as a busy machine may take; one that never comes true still fails. */
const patient = { poll: { timeout: 15_000, interval: 50 } }

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
          name: 'browser',
          include: ['packages/*/{src,test}/**/*.browser.test.ts'],
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
