/** Extra headers of an outgoing INVITE: an allow-list by form, so that no header of SIP itself can be written. */
import type { CallOptions } from '../options.ts'

const mostHeaders = 20
const name = /^X-[A-Za-z0-9-]{1,62}$/
/** Printable ASCII: no CR, LF or NUL can end the header. */
const value = /^[\x20-\x7e]{0,256}$/

export interface CallHeader {
  readonly name: string
  readonly value: string
}

/** Undefined when anything is not allowed. */
export function readCallHeaders(options: CallOptions): readonly CallHeader[] | undefined {
  const fields: CallHeader[] = []
  for (const [name, id] of [
    ['X-Campaign-Id', options.campaignId],
    ['X-Lead-Id', options.leadId],
  ] as const) {
    if (id === undefined || id === null) continue
    if (!Number.isSafeInteger(id)) return undefined
    fields.push({ name, value: String(id) })
  }
  for (const [key, text] of Object.entries(options.headers ?? {})) {
    if (typeof text !== 'string' || !name.test(key) || !value.test(text)) return undefined
    fields.push({ name: key, value: text })
  }
  return fields.length > mostHeaders ? undefined : fields
}
