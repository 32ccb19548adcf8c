import { callRequests } from './call-requests.ts'
import { deviceRequests } from './device-requests.ts'
import { dialRequests } from './dial-requests.ts'
import type { RequestName, RequestTable } from './request-map.ts'
import { shellRequests } from './shell-requests.ts'
import { transferRequests } from './transfer-requests.ts'

/** One row a request; a request without a row does not compile. */
export const requests: RequestTable<RequestName> = {
  ...shellRequests,
  ...dialRequests,
  ...callRequests,
  ...transferRequests,
  ...deviceRequests,
}
