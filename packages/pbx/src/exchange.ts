import { randomInt, randomUUID } from 'node:crypto'
import { createUserAgent, REASON_PHRASES, type Output } from '@zorio/sip'
import { createLegs, type Legs } from './call/legs.ts'
import type { PbxOptions } from './pbx-port.ts'
import { createRegistrar, type Registrar } from './registrar/registrar.ts'
import { createSipLoop, type SipLoop } from './sip-loop.ts'
import { createWsServer, type WsServer } from './transport/ws-server.ts'

/** Sockets, SIP agent, registrar and legs, wired together. */
export interface Exchange {
  readonly sockets: WsServer
  readonly loop: SipLoop
  readonly registrar: Registrar
  readonly legs: Legs
}

export type OutputHandler = (output: Exclude<Output, { readonly type: 'frame' }>) => void

export function createExchange(options: PbxOptions, onOutput: OutputHandler): Exchange {
  const log = options.log ?? (() => undefined)
  const loop = createSipLoop({
    agent: createUserAgent({
      product: 'Zorio-PBX',
      reasonPhrases: REASON_PHRASES,
      host: options.domain,
      foreignRequests: 'surface',
      random: () => randomInt(2 ** 47) / 2 ** 47,
      uuid: randomUUID,
    }),
    onOutput(output) {
      if (output.type === 'frame') sockets.send(output.flow, output.data)
      else onOutput(output)
    },
    onError(error) {
      log('warn', 'a call went wrong', { error: error instanceof Error ? error.stack : String(error) })
    },
  })
  const legs = createLegs(loop)
  const sockets = createWsServer({
    allowedOrigins: options.allowedOrigins,
    addressOf: options.addressOf,
    log,
    onOpen(flow) {
      loop.run((agent, now) => {
        agent.openFlow(flow, now)
      })
    },
    onFrame(flow, frame) {
      loop.run((agent, now) => {
        agent.receive(flow, frame, now)
      })
    },
    onClose(flow) {
      registrar.dropFlow(flow)
      legs.loseFlow(flow)
      loop.run((agent, now) => {
        agent.closeFlow(flow, now)
      })
    },
  })
  const registrar = createRegistrar({
    pbx: options,
    now: loop.now,
    onAbuse: sockets.cut,
    onBound: (contact) => {
      legs.moveContact(contact)
    },
  })
  return { sockets, loop, registrar, legs }
}
