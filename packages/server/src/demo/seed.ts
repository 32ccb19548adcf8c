/** Fills an empty database with the demo's people; a database that has them already is left as it is. */
import { hashPassword } from '../auth/password-hash.ts'
import type { UserStore } from '../auth/user-store.ts'
import type { ContactStore } from '../contacts/contact-store.ts'
import { normalisePhoneNumber } from '../contacts/phone-number.ts'
import { demoContacts, demoUsers } from './demo-users.ts'

export async function seedDemo(stores: { users: UserStore; contacts: ContactStore }): Promise<void> {
  if ((await stores.users.allUsers()).length > 0) return
  const accountId = await stores.users.createAccount('Demo')
  // Hashing is the slow part of a start; together they use all cores.
  const hashes = await Promise.all(demoUsers.map((user) => hashPassword(user.password)))
  for (const [index, { extension, username, fullName }] of demoUsers.entries()) {
    const passwordHash = hashes[index] ?? ''
    await stores.users.createUser({ accountId, extension, username, fullName, passwordHash })
  }
  for (const { numbers, ...contact } of demoContacts) {
    const normalised = numbers.flatMap((number) => normalisePhoneNumber(number) ?? [])
    await stores.contacts.create({ ...contact, accountId, numbers: normalised })
  }
}
