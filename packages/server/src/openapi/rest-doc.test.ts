import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import { operations } from './operations.ts'

test('docs/rest.md lists every route with its scope, and no other', () => {
  const text = readFileSync(new URL('../../../../docs/rest.md', import.meta.url), 'utf8')
  const rows = [...text.matchAll(/^\| `(GET|POST|PUT|DELETE) ([^`?]+)[^`]*` +\| ([\w.]+) +\|/gm)]
  const documented = rows.map(([, method, path, scope]) => `${method} ${path} ${scope}`)
  const served = operations.map(({ method, path, scope }) => `${method.toUpperCase()} ${path} ${scope}`)
  expect(documented.sort()).toEqual(served.sort())
})
