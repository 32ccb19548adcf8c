import type { ClientTransactions } from '../transaction/client.ts'
import type { Flows } from '../transaction/flows.ts'
import type { ServerTransactions } from '../transaction/server.ts'
import type { Timers } from '../transaction/timers.ts'
import type { Authenticator } from './authenticator.ts'
import type { Identity } from './identity.ts'
import type { Leg } from './leg.ts'
import type { LegId, Output, UserAgentConfig } from './user-agent-port.ts'

/** What the parts of one agent share. Only `user-agent.ts` makes one. */
export interface Core {
  readonly config: UserAgentConfig
  readonly identity: Identity
  readonly timers: Timers
  readonly flows: Flows
  readonly clients: ClientTransactions
  readonly servers: ServerTransactions
  readonly authenticator: Authenticator
  /** Legs that have not ended. */
  readonly legs: Map<LegId, Leg>
  /** By Call-ID and our tag; an ended leg stays for 32 s, so that what crosses its end is answered well. */
  readonly dialogs: Map<string, Leg>
  /** RFC 3608: route of requests outside a dialog. */
  serviceRoute: readonly string[]
  newLegId(): LegId
  emit(output: Output): void
}
