import { defineConfig } from 'vitest/config'

// Unit tests lie beside the source and use fakes of our own ports, never module mocks. `*.browser.test.ts` drive a real Chromium.
export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: 'unit',
          include: ['packages/*/{src,test}/**/*.test.ts'],
          exclude: ['**/*.browser.test.ts', '**/node_modules/**', '**/dist/**'],
          testTimeout: 20_000,
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
        },
      },
    ],
  },
})
