/** One phone across tabs: registers when this tab has become the one. */
import type { Parts } from './phone-parts.ts'

export async function registerWhenLeading(parts: Parts): Promise<void> {
  const { ports, first, line } = parts
  const onLead = () => {
    if (!parts.isDown) line.input({ type: 'register' })
  }
  try {
    const lead = await ports.leadTabs?.()
    if (!parts.isDown) parts.resign = lead?.(first.extension, onLead) ?? parts.resign
  } catch {
    // Its code could not be fetched: better two phones that ring than none.
    onLead()
  }
}
