import { expect, test } from 'vitest'
import { hashPassword, verifyPassword } from './password-hash.ts'

test('a password proves itself, another does not, and the same one never hashes alike', async () => {
  const [one, other] = await Promise.all([hashPassword('mật khẩu'), hashPassword('mật khẩu')])
  expect(one).toMatch(/^scrypt\$15\$8\$/)
  expect(one).not.toBe(other)
  expect(await verifyPassword('mật khẩu', one)).toBe(true)
  expect(await verifyPassword('mật khẩu'.normalize('NFD'), one)).toBe(true)
  expect(await verifyPassword('mat khau', one)).toBe(false)
})

test.each(['', 'no password', 'scrypt$15$8$$', 'bcrypt$15$8$AAAA$AAAA'])(
  '%j is no hash of anything',
  async (stored) => {
    expect(await verifyPassword('', stored)).toBe(false)
  },
)
