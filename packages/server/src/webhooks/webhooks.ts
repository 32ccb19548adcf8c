/** Webhooks as the rest of the server sees them: a step of a call goes in, deliveries come out. */
import { randomUUID } from 'node:crypto'
import type { PbxCallEvent } from '@zorio/pbx'
import type { Clock } from '../clock.ts'
import { createDeliveryQueue } from './delivery-queue.ts'
import type { DeliveryQueue, DeliveryQueueParts } from './delivery-queue.ts'
import type { DeliveryStore } from './delivery-store.ts'
import type { EndpointStore } from './endpoint-store.ts'
import type { AddressRule } from './receiver-address.ts'
import { createSender } from './send-delivery.ts'
import { webhookBodies } from './webhook-event.ts'

export interface Webhooks extends DeliveryQueue {
  /** Where receivers may be. */
  readonly rule: AddressRule
  /** Stored when it resolves; sent afterwards. */
  publish(event: PbxCallEvent, accountId: number): Promise<void>
}

export interface WebhookParts extends Pick<DeliveryQueueParts, 'onAttempt' | 'onError'> {
  readonly clock: Clock
  readonly endpoints: EndpointStore
  readonly deliveries: DeliveryStore
  readonly rule: AddressRule
}

export function createWebhooks(parts: WebhookParts): Webhooks {
  const { clock, endpoints, deliveries, rule } = parts
  const queue = createDeliveryQueue({ ...parts, send: createSender({ clock, rule }) })
  return {
    ...queue,
    rule,
    async publish(event, accountId) {
      const receivers = (await endpoints.list(accountId)).filter(({ status }) => status === 'active')
      if (receivers.length === 0) return
      for (const body of webhookBodies(event, accountId)) {
        const text = JSON.stringify(body)
        for (const endpoint of receivers.filter(({ events }) => events.includes(body.event))) {
          const names = { id: randomUUID(), accountId, endpointId: endpoint.id, event: body.event }
          await deliveries.add({ ...names, body: text, createdAt: clock.now() })
        }
      }
      queue.wake()
    },
  }
}
