import { callRequests } from './call-requests.ts'
import { dialRequests } from './dial-requests.ts'
import type {
  LaterRequestName,
  RequestContext,
  RequestMap,
  RequestName,
  RequestTable,
} from './request-map.ts'
import { shellRequests } from './shell-requests.ts'

/** One row a request; a request without a row does not compile. */
export const requests: RequestTable<RequestName> = {
  ...shellRequests,
  ...dialRequests,
  ...callRequests,
  'transfer-now': lazily('transfer-now'),
  'transfer-ask': lazily('transfer-ask'),
  'transfer-complete': lazily('transfer-complete'),
  'transfer-cancel': lazily('transfer-cancel'),
  'set-device': lazily('set-device'),
  'toggle-microphone-test': lazily('toggle-microphone-test'),
  'play-sound': lazily('play-sound'),
  'ask-notification': lazily('ask-notification'),
  'retry-microphone': lazily('retry-microphone'),
  'run-checks': lazily('run-checks'),
  'finish-checks': lazily('finish-checks'),
  'take-back': lazily('take-back'),
  'end-offer': lazily('end-offer'),
  copy: lazily('copy'),
  'toggle-recording': lazily('toggle-recording'),
}

/** The row lies in the later chunk. A click allows sound and questions for seconds, long enough for it to arrive. */
function lazily<N extends LaterRequestName>(name: N) {
  return async (context: RequestContext, argument: RequestMap[N]): Promise<void> => {
    const { laterRequests } = await import('../later.ts')
    const rows: RequestTable<N> = laterRequests
    await rows[name](context, argument)
  }
}
