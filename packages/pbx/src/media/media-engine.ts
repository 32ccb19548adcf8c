import type { MediaEngine } from './negotiation.ts'
import { createPacer } from './pacer.ts'
import { createCertificate } from './secure-transport.ts'
import { createStunResponder } from './stun-responder.ts'

/** What all media legs of one PBX share, and the way to free it. */
export function createMediaEngine(): MediaEngine & { close(): Promise<void> } {
  const pacer = createPacer()
  const stun = createStunResponder()
  const open: MediaEngine['open'] = new Set()
  return {
    pacer,
    stunPort: stun.port,
    certificate: createCertificate(),
    open,
    async close() {
      pacer.close()
      await Promise.all([...open].map((leg) => leg.close()))
      await stun.close()
    },
  }
}
