/** One phone across tabs: registers when this tab has become the one; until then it shows what that one has. */
import { ask, call } from './phone-commands.ts'
import type { Parts } from './phone-parts.ts'
import type { SharedPhone } from './tabs/tab-port.ts'

export async function registerWhenLeading(parts: Parts, changed: () => void): Promise<void> {
  const onLead = () => {
    if (!parts.isDown) parts.line.input({ type: 'register' })
  }
  try {
    const lead = await parts.ports.leadTabs?.()
    if (!parts.isDown) parts.resign = lead?.(sharedPhone(parts, changed), onLead) ?? parts.resign
  } catch {
    // Its code could not be fetched: better two phones that ring than none.
    onLead()
  }
}

function sharedPhone(parts: Parts, changed: () => void): SharedPhone {
  const { ports, first, reporter, store, calls } = parts
  return {
    extension: first.extension,
    displayName: first.display_name,
    ...{ clock: ports.clock, uuid: ports.uuid, reporter, store, changed },
    get calls() {
      return calls.visible.map((one) => one.api)
    },
    get mirror() {
      return parts.mirror
    },
    set mirror(mirror) {
      parts.mirror = mirror
    },
    call: (number, options) => call(parts, number, options),
    ask: (command) => ask(parts, command),
    silenceRing: () => ports.media.ring.stop(),
  }
}
