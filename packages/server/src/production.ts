/** What a server for work must not have: a database that forgets, secrets that anybody can guess, the demo's people. */
import { verifyPassword } from './auth/password-hash.ts'
import type { UserStore } from './auth/user-store.ts'
import type { Config } from './config.ts'
import { demoUsers } from './demo/demo-users.ts'
import type { Logger } from './logger.ts'

/** Half of what `openssl rand -hex 32` prints; a shared secret signs every credential there is. */
const shortestSecret = 32

/** Rejects with words for the operator; logs where nobody can sign in yet. */
export async function openProduction(config: Config, users: UserStore, log: Logger): Promise<void> {
  const faults = [...faultsOf(config), ...(await demoPeople(users))]
  if (faults.length > 0) throw new Error(['Not fit for production:', ...faults].join('\n  '))
  if ((await users.allUsers()).length === 0)
    log.warn({}, 'there is no user yet: add one with the command `user add`')
}

function faultsOf(config: Config): string[] {
  const faults: string[] = []
  if (config.db === ':memory:')
    faults.push('--db: is needed (or ZORIO_DB): users, calls and webhooks would end with the process')
  for (const name of ['auth-secret', 'turn-secret'] as const) {
    const secret = config[name] ?? ''
    // Few different characters: a word repeated, or zeros.
    if (secret !== '' && (secret.length < shortestSecret || new Set(secret).size < 10))
      faults.push(`--${name}: must be ${shortestSecret} random characters or more (openssl rand -hex 32)`)
  }
  if (config['public-url']?.startsWith('http:'))
    faults.push('--public-url: must be https, or passwords and microphones do not work')
  return faults
}

/** A database that was filled by a demo: its passwords are in the documents. */
async function demoPeople(users: UserStore): Promise<string[]> {
  const faults: string[] = []
  for (const { username, password } of demoUsers) {
    const user = await users.userByName(username)
    if (user && (await verifyPassword(password, user.passwordHash)))
      faults.push(
        `--db: the demo user ${username} is in it with a public password (user remove, or user password)`,
      )
  }
  return faults
}
