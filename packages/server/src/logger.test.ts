import { expect, test } from 'vitest'
import { createLogger } from './logger.ts'

test('secrets are cut out at every depth that we log', () => {
  const lines: string[] = []
  const log = createLogger('debug', { write: (line) => lines.push(line) })
  log.info(
    { token: 'canary', user: { password: 'canary', deep: { authorization: 'canary' } }, path: '/x' },
    'm',
  )
  log.debug({ config: { authSecret: 'canary', turnSecret: 'canary' }, credential: 'canary' }, 'm')
  expect(lines.join('')).not.toContain('canary')
  expect(lines.join('')).toContain('[redacted]')
  expect(lines[0]).toContain('/x')
})
