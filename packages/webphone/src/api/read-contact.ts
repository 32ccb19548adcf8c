/** A contact as the back end knows it: anything wrong in it is no contact. */
import { own, readObject } from './read-fields.ts'
import type { ContactBody } from '@zorio/contract'

const longestName = 256

export function readContact(body: unknown): ContactBody | null {
  try {
    const data = own(readObject(body, 'body'), 'data')
    if (data === null || data === undefined) return null
    const contact = readObject(data, 'data')
    const id = readId(own(contact, 'id'))
    const name = own(contact, 'full_name')
    if (id === undefined || typeof name !== 'string') return null
    return {
      id,
      full_name: Array.from(name.slice(0, 2000)).slice(0, longestName).join(''),
      ...readRest(contact),
    }
  } catch {
    return null
  }
}

function readRest(contact: Readonly<Record<string, unknown>>): Partial<ContactBody> {
  const phones = own(contact, 'phones')
  const customer = readId(own(contact, 'customer_id'))
  const lead = readId(own(contact, 'lead_id'))
  const texts = Array.isArray(phones)
    ? phones.slice(0, 20).filter((one): one is string => typeof one === 'string' && one.length <= 64)
    : undefined
  return {
    ...(texts ? { phones: texts } : {}),
    ...(customer === undefined ? {} : { customer_id: customer }),
    ...(lead === undefined ? {} : { lead_id: lead }),
  }
}

function readId(value: unknown): number | undefined {
  const id = typeof value === 'string' && /^\d{1,15}$/.test(value) ? Number(value) : value
  return typeof id === 'number' && Number.isSafeInteger(id) ? id : undefined
}
