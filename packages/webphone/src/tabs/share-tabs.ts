/** `LeadTabs`: a lock says which tab leads, a channel shows it to the others. */
import { createLeadTabs } from './lead-tabs.ts'
import { follow } from './follow.ts'
import { lead } from './lead.ts'
import { openTabChannel } from './tab-channel.ts'
import type { Following } from './follow.ts'
import type { Leading } from './lead.ts'
import type { LeadTabs } from './tab-port.ts'
import type { OpenChannel } from './tab-channel.ts'
import type { TabLocks } from './lead-tabs.ts'

export interface ShareTabsPorts {
  /** May throw or give undefined: insecure context, refused or partitioned storage. */
  readonly locks: () => TabLocks | undefined
  readonly open: OpenChannel
  readonly origin: string
}

export function createShareTabs({ locks, open, origin }: ShareTabsPorts): LeadTabs {
  const wait = createLeadTabs(locks, origin)
  return (phone, onLead) => {
    let role: Leading | Following | undefined
    const name = `zorio-webphone ${origin} ${phone.extension}`
    const channel = openTabChannel(open, name, (message) => role?.onMessage(message))
    if (channel) role = follow(phone, channel.send)
    const resign = wait(phone.extension, () => {
      role?.stop()
      onLead()
      if (channel) role = lead(phone, channel.send)
    })
    return () => {
      role?.stop()
      role = undefined
      channel?.close()
      resign()
    }
  }
}
