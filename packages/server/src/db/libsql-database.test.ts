import { mkdtempSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, test } from 'vitest'
import { openLibsql } from './libsql-database.ts'
import { migrate } from './migrations.ts'
import { settingOf } from './setting-store.ts'

const folder = mkdtempSync(join(tmpdir(), 'db-'))
afterAll(() => rmSync(folder, { recursive: true }))

test('rows, single rows, changes', async () => {
  const db = openLibsql(':memory:')
  await db.exec('CREATE TABLE t (a INTEGER, b TEXT); INSERT INTO t VALUES (1, NULL)')
  expect(await db.run('INSERT INTO t (a, b) VALUES (?, ?), (?, ?)', [2, 'hai', 3, "b'a"])).toBe(2)
  expect(await db.all('SELECT * FROM t ORDER BY a')).toEqual([
    { a: 1, b: null },
    { a: 2, b: 'hai' },
    { a: 3, b: "b'a" },
  ])
  expect(await db.get('SELECT b FROM t WHERE a = ?', [2])).toEqual({ b: 'hai' })
  expect(await db.get('SELECT b FROM t WHERE a = ?', [9])).toBeUndefined()
  await expect(db.run('INSERT INTO nothing VALUES (1)')).rejects.toThrow('nothing')
})

test('a script is all or nothing', async () => {
  const db = openLibsql(':memory:')
  await expect(db.exec('CREATE TABLE t (a INTEGER); CREATE TABLE t (a INTEGER)')).rejects.toThrow()
  await db.exec('CREATE TABLE t (a INTEGER)')
  expect(await db.all('SELECT * FROM t')).toEqual([])
})

test('migrations run once, and what was stored is found after a restart', async () => {
  const file = join(folder, 'demo.db')
  const first = openLibsql(file)
  expect(await migrate(first)).toBeGreaterThan(0)
  expect(await settingOf(first, 'secret', () => 'one')).toBe('one')
  await first.close()
  const second = openLibsql(file)
  expect(await migrate(second)).toBe(0)
  expect(await settingOf(second, 'secret', () => 'two')).toBe('one')
  await second.close()
  expect(statSync(file).mode & 0o077).toBe(0)
})
