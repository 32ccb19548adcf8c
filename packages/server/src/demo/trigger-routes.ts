/** Fake events on demand, for whoever builds on the demo. Mounted in demo mode only. */
import type { Pbx } from '@zorio/pbx'
import { Hono } from 'hono'
import type { MiddlewareHandler } from 'hono'
import { z } from 'zod'
import type { ContactStore } from '../contacts/contact-store.ts'
import { normalisePhoneNumber } from '../contacts/phone-number.ts'
import type { ApiEnv } from '../http/api-env.ts'
import { ApiError } from '../http/api-error.ts'
import { readBody } from '../http/read-input.ts'

const extension = z.string().regex(/^\d{3,10}$/, 'Must be 3 to 10 digits.')
const incomingSchema = z.object({
  from: z.string().regex(/^\+?\d{3,20}$/, 'Must be a phone number.'),
  contact: z.string().trim().min(1).max(100).optional(),
  to: extension.optional(),
})
const dropSchema = z.object({
  extension: extension.optional(),
  refuse_ms: z.int().min(0).max(600_000).default(0),
})

export interface TriggerParts {
  readonly contacts: ContactStore
  readonly pbx: () => Pick<Pbx, 'registrations' | 'ringFromOutside' | 'cutSockets'> | undefined
}

export function triggerRoutes(parts: TriggerParts, signedIn: MiddlewareHandler<ApiEnv>): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>()
  const pbxOf = () => {
    const pbx = parts.pbx()
    if (!pbx) throw new ApiError(503)
    return pbx
  }
  routes.post('/incoming', signedIn, async (c) => {
    const { from, contact, to = c.get('user').extension } = await readBody(c, incomingSchema)
    const pbx = pbxOf()
    if (!pbx.registrations().some((phone) => phone.extension === to))
      throw new ApiError(409, { message: `Extension ${to} is not registered: open a page with its phone.` })
    if (contact !== undefined) await addContact(parts.contacts, c.get('user').accountId, { from, contact })
    const name = contact === undefined ? {} : { displayName: contact }
    const call_uuid = await pbx.ringFromOutside({ extension: to, number: from, ...name })
    return c.json({ data: { call_uuid, from, to } }, 202)
  })
  routes.post('/drop-socket', signedIn, async (c) => {
    const { extension: wanted, refuse_ms: refuseMs } = await readBody(c, dropSchema)
    pbxOf().cutSockets({ ...(wanted !== undefined && { extension: wanted }), refuseMs })
    return c.json({ data: { extension: wanted ?? null, refuse_ms: refuseMs } }, 202)
  })
  return routes
}

/** So that the phone finds the name; a number that has a contact keeps it. */
async function addContact(
  contacts: ContactStore,
  accountId: number,
  call: { from: string; contact: string },
): Promise<void> {
  const number = normalisePhoneNumber(call.from)
  if (number === undefined || (await contacts.byNumber(accountId, number))) return
  await contacts.create({ accountId, fullName: call.contact, numbers: [number] })
}
