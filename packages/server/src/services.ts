/** What all features work with: the database and its stores, sign-in, secrets, webhooks. */
import { createLogin } from './auth/login.ts'
import type { Login } from './auth/login.ts'
import type { Clock } from './clock.ts'
import type { Config } from './config.ts'
import { openSecrets } from './db/secrets.ts'
import type { Secrets } from './db/secrets.ts'
import { endOfRecord } from './farewell/end-of-record.ts'
import { createFarewells } from './farewell/farewells.ts'
import type { Farewells } from './farewell/farewells.ts'
import { createFrameSender } from './farewell/send-frame.ts'
import { isLoopbackHost } from './http/client-address.ts'
import { keepHouse } from './housekeeping.ts'
import type { Logger } from './logger.ts'
import { createMetrics } from './ops/metrics.ts'
import type { Metrics } from './ops/metrics.ts'
import { openStores } from './stores.ts'
import type { Stores } from './stores.ts'
import { createWebhooks } from './webhooks/webhooks.ts'
import type { Webhooks } from './webhooks/webhooks.ts'

export interface Services extends Stores {
  readonly login: Login
  readonly secrets: Secrets
  readonly webhooks: Webhooks
  /** undefined where the PBX of this process ends calls. */
  readonly farewell: Farewells | undefined
  readonly metrics: Metrics
  /** Rejects where the database does not answer. */
  readonly ping: () => Promise<void>
  /** What waited when the last process ended is sent; what is over is forgotten. */
  start(): void
  /** Ends deliveries within their grace, then the database. */
  close(): Promise<void>
}

/** Deliveries under way at a shutdown have this long; they stay in the database and are tried again after the next start. */
const deliveryGraceMs = 500

export interface ServiceParts {
  readonly log: Logger
  readonly clock: Clock
  readonly registrations: () => number
}

export async function openServices(config: Config, parts: ServiceParts): Promise<Services> {
  const { log, clock } = parts
  const stores = await openStores(config.db, (error) =>
    log.warn({ err: error }, 'a database connection broke'),
  )
  const metrics = createMetrics({
    registrations: () => parts.registrations(),
    pendingDeliveries: stores.deliveries.countPending,
  })
  const webhooks = createWebhooks({
    ...stores,
    clock,
    // A demo that only this machine can reach, and no proxy stands before it: who may add webhooks is who runs it.
    rule: {
      allowLoopback:
        config.mode === 'demo' && isLoopbackHost(config.host) && config['public-url'] === undefined,
    },
    onAttempt: metrics.attempt,
    onError: (error) => log.error({ err: error }, 'webhook deliveries'),
  })
  const onError = (error: unknown) => log.error({ err: error }, 'housekeeping')
  const farewell = openFarewells(config, { ...parts, stores, webhooks })
  let stopHousekeeping = async (): Promise<void> => undefined
  return {
    ...stores,
    start() {
      stopHousekeeping = keepHouse(stores, { clock, onError })
      webhooks.wake()
      farewell?.start()
    },
    async close() {
      await Promise.all([webhooks.close(deliveryGraceMs), farewell?.close()])
      await stopHousekeeping()
      await stores.db.close()
    },
    login: createLogin(stores.users, clock.now),
    secrets: await openSecrets(stores.db, { auth: config['auth-secret'] }),
    webhooks,
    farewell,
    metrics,
    ping: async () => void (await stores.db.get('SELECT 1 AS up')),
  }
}

interface FarewellHouse extends ServiceParts {
  readonly stores: Stores
  readonly webhooks: Webhooks
}

function openFarewells(config: Config, house: FarewellHouse): Farewells | undefined {
  const { log, clock, stores, webhooks } = house
  if (config.engine === 'pbx') return undefined
  return createFarewells({
    clock,
    farewells: stores.farewells,
    send: createFrameSender(config['wss-url']),
    onEnded: endOfRecord({ ...stores, webhooks, now: clock.now }),
    onError: (error) => log.warn({ err: error }, 'a call whose page is gone was not ended'),
  })
}
