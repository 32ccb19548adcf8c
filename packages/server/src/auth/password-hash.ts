/** Passwords at rest: scrypt, the cost kept inside the hash so that it can rise later. */
import { randomBytes, scrypt, timingSafeEqual } from 'node:crypto'

const logN = 15
const blockSize = 8
const keyBytes = 32

/** `scrypt$15$8$SALT$KEY`, about a quarter of a second of one core. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(16)
  const key = await derive(password, { salt, logN, blockSize })
  return ['scrypt', logN, blockSize, salt.toString('base64'), key.toString('base64')].join('$')
}

export async function verifyPassword(password: string, stored: string): Promise<boolean> {
  const [scheme, n, r, salt, key] = stored.split('$')
  if (scheme !== 'scrypt' || !n || !r || !salt || !key) return false
  const expected = Buffer.from(key, 'base64')
  const given = await derive(password, {
    salt: Buffer.from(salt, 'base64'),
    logN: Number(n),
    blockSize: Number(r),
  })
  return expected.length === given.length && timingSafeEqual(expected, given)
}

function derive(password: string, cost: { salt: Buffer; logN: number; blockSize: number }): Promise<Buffer> {
  const N = 2 ** cost.logN
  // scrypt needs 128 * N * r bytes; Node's own limit is just below what our cost takes.
  const options = { N, r: cost.blockSize, maxmem: 256 * N * cost.blockSize }
  return new Promise((resolve, reject) => {
    scrypt(password.normalize('NFKC'), cost.salt, keyBytes, options, (error, key) =>
      error ? reject(error) : resolve(key),
    )
  })
}
