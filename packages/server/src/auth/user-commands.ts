/** `user …`: how an operator makes the first user, and all others. Works on the database, beside a running server. */
import { randomBytes } from 'node:crypto'
import { parseArgs } from 'node:util'
import { openStores } from '../stores.ts'
import { createLogin } from './login.ts'
import { hashPassword } from './password-hash.ts'
import { scopes } from './scope.ts'
import type { Scope } from './scope.ts'
import type { UserRow, UserStore } from './user-store.ts'

export const userUsage = `Commands on a database (--db FILE|postgres://…, or ZORIO_DB), while the server runs or not:

  user add NAME --extension N [--full-name "…"] [--account "…"] [--password-stdin]
                                            a user; without --password-stdin a password is made up and printed once
  user list
  user password NAME [--password-stdin]     a new password; signs the user out everywhere
  user remove NAME
  user token NAME [--scopes a,b] [--days N] a token for a program; default: all scopes, until revoked`

export interface CommandWorld {
  readonly say: (line: string) => void
  readonly env: Readonly<Record<string, string | undefined>>
  readonly stdin: AsyncIterable<Uint8Array | string>
  /** What a person types to run it. */
  readonly command: string
}

const options = {
  db: { type: 'string' },
  extension: { type: 'string' },
  'full-name': { type: 'string' },
  account: { type: 'string', default: 'Main' },
  'password-stdin': { type: 'boolean', default: false },
  scopes: { type: 'string' },
  days: { type: 'string' },
  help: { type: 'boolean' },
} as const

type Values = ReturnType<typeof parseArgs<{ options: typeof options }>>['values']

interface Command {
  readonly name: string
  readonly values: Values
  readonly users: UserStore
  readonly world: CommandWorld
}

/** diagnose() calls it, in production too. */
const echoNumber = '9200'
const shortestPassword = 12

/** False where the arguments are for somebody else. Throws an Error for the person at the keyboard. */
export async function runUserCommand(args: readonly string[], world: CommandWorld): Promise<boolean> {
  if (args[0] !== 'user') return false
  const { values, positionals } = parseArgs({ args: args.slice(1), options, allowPositionals: true })
  const [what = '', name = ''] = positionals
  const run = Object.hasOwn(commands, what) ? commands[what] : undefined
  if (values.help || !run || (what !== 'list' && name === '')) {
    world.say(userUsage)
    if (values.help) return true
    throw new Error(`${world.command} user: what should be done?`)
  }
  const db = values.db ?? world.env.ZORIO_DB
  if (!db || db === ':memory:') throw new Error('--db: is needed (or ZORIO_DB), the database of the server')
  const stores = await openStores(db)
  try {
    await run({ name, values, users: stores.users, world })
  } finally {
    await stores.db.close()
  }
  return true
}

const commands: Readonly<Record<string, (command: Command) => Promise<void>>> = {
  add,
  list,
  password,
  remove,
  token,
}

async function add({ name, values, users, world }: Command): Promise<void> {
  const { extension = '', account } = values
  const fullName = values['full-name'] ?? name
  if (!/^[\w.@+-]{1,100}$/.test(name)) throw new Error('NAME: letters, digits and . _ @ + - only')
  if (!/^\d{3,10}$/.test(extension)) throw new Error('--extension: must be 3 to 10 digits')
  if (extension === echoNumber)
    throw new Error(`--extension: ${echoNumber} is the echo that diagnose() calls`)
  if (await users.userByName(name)) throw new Error(`NAME: there is a user ${name} already`)
  if ((await users.accountOfExtension(extension)) !== undefined)
    throw new Error(`--extension: somebody has ${extension} already`)
  const given = await passwordFor(values, world)
  const accountId = await users.accountNamed(account)
  const passwordHash = await hashPassword(given)
  await users.createUser({ accountId, extension, username: name, fullName, passwordHash })
  world.say(`Added ${name}, extension ${extension}, account ${account}.`)
  if (!values['password-stdin']) world.say(`Password (shown this once): ${given}`)
}

async function list({ users, world }: Command): Promise<void> {
  for (const user of await users.allUsers())
    world.say([user.extension, user.username, user.fullName, `account ${user.accountId}`].join('\t'))
}

async function password({ name, values, users, world }: Command): Promise<void> {
  const user = await userNamed(users, name)
  const given = await passwordFor(values, world)
  await users.setPassword(user.id, await hashPassword(given))
  world.say(`${name} has a new password and is signed out everywhere.`)
  if (!values['password-stdin']) world.say(`Password (shown this once): ${given}`)
}

async function remove({ name, users, world }: Command): Promise<void> {
  await users.deleteUser((await userNamed(users, name)).id)
  world.say(`Removed ${name}.`)
}

async function token({ name, values, users, world }: Command): Promise<void> {
  const user = await userNamed(users, name)
  const days = values.days === undefined ? undefined : Number(values.days)
  if (days !== undefined && !(days > 0 && days <= 3650)) throw new Error('--days: must be 1 to 3650')
  const expiresAt = days === undefined ? {} : { expiresAt: Date.now() + days * 86_400_000 }
  const limits = { scopes: values.scopes?.split(',').map(scopeOf), ...expiresAt }
  world.say(await createLogin(users, Date.now).issueToken(user.id, 'command line', limits))
}

function scopeOf(text: string): Scope {
  const scope = scopes.find((known) => known === text)
  if (!scope) throw new Error(`--scopes: ${text} is none of ${scopes.join(', ')}`)
  return scope
}

async function userNamed(users: UserStore, name: string): Promise<UserRow> {
  const user = await users.userByName(name)
  if (!user) throw new Error(`NAME: there is no user ${name}`)
  return user
}

/** From standard input, never an argument, which shows in process lists; or made up. */
async function passwordFor(values: Values, { stdin }: CommandWorld): Promise<string> {
  if (!values['password-stdin']) return randomBytes(15).toString('base64url')
  const parts: Buffer[] = []
  for await (const part of stdin) parts.push(Buffer.from(part))
  const text = Buffer.concat(parts)
    .toString('utf8')
    .replace(/\r?\n$/, '')
  if (text.length < shortestPassword || text.length > 200)
    throw new Error(`standard input: a password has ${shortestPassword} to 200 characters`)
  return text
}
