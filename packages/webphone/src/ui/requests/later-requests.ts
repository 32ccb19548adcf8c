import { deviceRequests } from './device-requests.ts'
import { offerRequests } from './offer-requests.ts'
import { recordRequests } from './record-requests.ts'
import type { LaterRequestName, RequestTable } from './request-map.ts'
import { transferRequests } from './transfer-requests.ts'

/** The rows that the first screen does without. */
export const laterRequests: RequestTable<LaterRequestName> = {
  ...deviceRequests,
  ...offerRequests,
  ...recordRequests,
  ...transferRequests,
}
