/** Who calls: the contact that has a number, in any way of writing it. */
import type { ContactBody } from '@zorio/contract'
import type { ContactStore } from './contact-store.ts'
import { nationalPhoneNumber, normalisePhoneNumber } from './phone-number.ts'

export async function lookUpContact(
  store: ContactStore,
  query: { accountId: number; number: string },
): Promise<ContactBody | null> {
  const number = normalisePhoneNumber(query.number)
  const row = number === undefined ? undefined : await store.byNumber(query.accountId, number)
  if (!row) return null
  const numbers = await store.numbersOf(row.id)
  return {
    id: row.id,
    full_name: row.fullName,
    phones: numbers.map(nationalPhoneNumber),
    ...(row.customerId !== null && { customer_id: row.customerId }),
    ...(row.leadId !== null && { lead_id: row.leadId }),
  }
}
