/** The database, brought to its newest schema, and one store for each thing in it. */
import { createUserStore } from './auth/user-store.ts'
import type { UserStore } from './auth/user-store.ts'
import { createCallStore } from './calls/call-store.ts'
import type { CallStore } from './calls/call-store.ts'
import { createContactStore } from './contacts/contact-store.ts'
import type { ContactStore } from './contacts/contact-store.ts'
import type { Database } from './db/database.ts'
import { openLibsql } from './db/libsql-database.ts'
import { openPostgres } from './db/postgres-database.ts'
import { migrate } from './db/migrations.ts'
import { createEmbedGrantStore } from './embed/embed-grant-store.ts'
import type { EmbedGrantStore } from './embed/embed-grant-store.ts'
import { createEmbedOriginStore } from './embed/embed-origin-store.ts'
import type { EmbedOriginStore } from './embed/embed-origin-store.ts'
import { createFarewellStore } from './farewell/farewell-store.ts'
import type { FarewellStore } from './farewell/farewell-store.ts'
import { createDeliveryStore } from './webhooks/delivery-store.ts'
import type { DeliveryStore } from './webhooks/delivery-store.ts'
import { createEndpointStore } from './webhooks/endpoint-store.ts'
import type { EndpointStore } from './webhooks/endpoint-store.ts'

export interface Stores {
  readonly db: Database
  readonly users: UserStore
  readonly contacts: ContactStore
  readonly calls: CallStore
  readonly endpoints: EndpointStore
  readonly embedGrants: EmbedGrantStore
  readonly embedOrigins: EmbedOriginStore
  readonly deliveries: DeliveryStore
  readonly farewells: FarewellStore
}

/** `where`: a file, `:memory:`, or `postgres://…` for more than one process. */
export async function openStores(
  where: string,
  onError: (error: Error) => void = () => undefined,
): Promise<Stores> {
  const db = /^postgres(ql)?:/.test(where) ? openPostgres(where, onError) : openLibsql(where)
  await migrate(db)
  return {
    db,
    users: createUserStore(db),
    contacts: createContactStore(db),
    calls: createCallStore(db),
    embedGrants: createEmbedGrantStore(db),
    embedOrigins: createEmbedOriginStore(db),
    endpoints: createEndpointStore(db),
    deliveries: createDeliveryStore(db),
    farewells: createFarewellStore(db),
  }
}
