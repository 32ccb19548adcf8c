/** Contacts in SQL; every query names the account. */
import type { Database } from '../db/database.ts'

export interface ContactRow {
  readonly id: number
  readonly fullName: string
  readonly customerId: number | null
  readonly leadId: number | null
}

export interface ContactStore {
  /** `numbers` normalised; a number that another contact of the account has is refused by the database. */
  create(contact: {
    accountId: number
    fullName: string
    customerId?: number
    leadId?: number
    numbers: readonly string[]
  }): Promise<number>
  byNumber(accountId: number, number: string): Promise<ContactRow | undefined>
  numbersOf(contactId: number): Promise<string[]>
  /** Oldest first. */
  allOf(accountId: number): Promise<ContactRow[]>
}

export function createContactStore(db: Database): ContactStore {
  return {
    async create({ accountId, fullName, customerId, leadId, numbers }) {
      const row = await db.get<{ id: number }>(
        'INSERT INTO contacts (account_id, full_name, customer_id, lead_id) VALUES (?, ?, ?, ?) RETURNING id',
        [accountId, fullName, customerId ?? null, leadId ?? null],
      )
      if (!row) throw new Error('an INSERT returned no id')
      for (const number of numbers) {
        await db.run('INSERT INTO contact_phones (account_id, number, contact_id) VALUES (?, ?, ?)', [
          accountId,
          number,
          row.id,
        ])
      }
      return row.id
    },
    byNumber: (accountId, number) =>
      db.get(
        `SELECT contacts.id, full_name AS "fullName", customer_id AS "customerId", lead_id AS "leadId"
         FROM contact_phones JOIN contacts ON contacts.id = contact_id
         WHERE contact_phones.account_id = ? AND number = ?`,
        [accountId, number],
      ),
    async numbersOf(contactId) {
      const rows = await db.all<{ number: string }>(
        'SELECT number FROM contact_phones WHERE contact_id = ? ORDER BY number',
        [contactId],
      )
      return rows.map((row) => row.number)
    },
    allOf: (accountId) =>
      db.all(
        `SELECT id, full_name AS "fullName", customer_id AS "customerId", lead_id AS "leadId"
         FROM contacts WHERE account_id = ? ORDER BY id`,
        [accountId],
      ),
  }
}
