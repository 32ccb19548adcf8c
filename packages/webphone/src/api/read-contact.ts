/** A contact as the back end knows it: anything wrong in it is no contact. */
import { own, readObject } from './read-fields.ts'
import type { ContactBody } from '@zorio/contract'

const longestName = 256

/** Throws where there is none. */
export function readContact(body: unknown): ContactBody | null {
  const contact = readObject(own(readObject(body, 'body'), 'data'), 'data')
  const id = readId(own(contact, 'id'))
  const name = own(contact, 'full_name')
  const phones = own(contact, 'phones')
  const customer = readId(own(contact, 'customer_id'))
  const lead = readId(own(contact, 'lead_id'))
  if (id === undefined || typeof name !== 'string') return null
  return {
    id,
    full_name: Array.from(name.slice(0, 2 * longestName))
      .slice(0, longestName)
      .join(''),
    ...(Array.isArray(phones) && { phones: phones.slice(0, 20).filter(isPhone) }),
    ...(customer !== undefined && { customer_id: customer }),
    ...(lead !== undefined && { lead_id: lead }),
  }
}

function isPhone(value: unknown): value is string {
  return typeof value === 'string' && value.length <= 64
}

function readId(value: unknown): number | undefined {
  const id = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value
  return typeof id === 'number' && Number.isSafeInteger(id) ? id : undefined
}
