/** Makes the demo ready: its people in the database, a fresh token for each, and what the page is told. */
import type { Login } from '../auth/login.ts'
import type { UserStore } from '../auth/user-store.ts'
import type { ContactBody } from '@zorio/contract'
import { listContacts } from '../contacts/contact-lookup.ts'
import type { ContactStore } from '../contacts/contact-store.ts'
import { demoUsers } from './demo-users.ts'
import { seedDemo } from './seed.ts'
import { testNumbers } from './test-numbers.ts'
import type { TestNumber } from './test-numbers.ts'

/** One line of `--json`, and what the page asks for. */
export interface DemoLogin {
  readonly extension: string
  readonly username: string
  readonly password: string
  readonly token: string
}

export interface DemoSite {
  /** Folder of the page's own files. */
  readonly pageFolder: string
  readonly users: readonly (DemoLogin & { readonly fullName: string })[]
  readonly testNumbers: readonly TestNumber[]
  /** Those that the lookup finds, at the time of asking. */
  contacts(): Promise<readonly ContactBody[]>
}

export async function openDemoSite(parts: {
  users: UserStore
  contacts: ContactStore
  login: Login
  pageFolder: string
}): Promise<DemoSite> {
  await seedDemo(parts)
  const known = await parts.users.allUsers()
  const accountId = known.find((row) => row.username === demoUsers[0]?.username)?.accountId
  const users: DemoSite['users'][number][] = []
  for (const user of demoUsers) {
    const id = known.find((row) => row.username === user.username)?.id
    if (id === undefined) continue
    users.push({ ...user, token: await parts.login.issueToken(id, 'demo') })
    // Each start makes a token; a few older ones live on, for pages that are still open.
    await parts.users.deleteOldTokens({ userId: id, deviceName: 'demo', keep: 5 })
  }
  return {
    pageFolder: parts.pageFolder,
    users,
    testNumbers,
    contacts: async () => (accountId === undefined ? [] : listContacts(parts.contacts, accountId)),
  }
}
