import { defineConfig } from 'vitest/config'

// Unit tests lie beside the source and use fakes of our own ports, never module mocks.
export default defineConfig({
  test: {
    include: ['packages/*/{src,test}/**/*.test.ts', 'scripts/**/*.test.mjs'],
    testTimeout: 20_000,
  },
})
