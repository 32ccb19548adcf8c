/** Who calls: the contact that has a number, in any way of writing it. */
import type { ContactBody } from '@zorio/contract'
import type { ContactRow, ContactStore } from './contact-store.ts'
import { nationalPhoneNumber, normalisePhoneNumber } from './phone-number.ts'

export async function lookUpContact(
  store: ContactStore,
  query: { accountId: number; number: string },
): Promise<ContactBody | null> {
  const number = normalisePhoneNumber(query.number)
  const row = number === undefined ? undefined : await store.byNumber(query.accountId, number)
  return row ? bodyOf(store, row) : null
}

/** All of an account, for a page that lists them. */
export async function listContacts(store: ContactStore, accountId: number): Promise<ContactBody[]> {
  return Promise.all((await store.allOf(accountId)).map((row) => bodyOf(store, row)))
}

async function bodyOf(store: ContactStore, row: ContactRow): Promise<ContactBody> {
  const numbers = await store.numbersOf(row.id)
  return {
    id: row.id,
    full_name: row.fullName,
    phones: numbers.map(nationalPhoneNumber),
    ...(row.customerId !== null && { customer_id: row.customerId }),
    ...(row.leadId !== null && { lead_id: row.leadId }),
  }
}
