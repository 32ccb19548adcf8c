import type { CallDesk } from './call/call-desk.ts'
import { createCallLog } from './call/call-log.ts'
import { reasonOf } from './call/cause.ts'
import { startClickToCall } from './call/click-to-call.ts'
import { createConnect } from './call/connect-parties.ts'
import { keepCall } from './call/kept-call.ts'
import { createJoiner } from './call/joiner.ts'
import { startOutsideCall } from './call/outside-call.ts'
import { createTransfers } from './call/transfer.ts'
import type { Exchange } from './exchange.ts'
import type { MediaEngine } from './media/negotiation.ts'
import type { Pbx, PbxOptions } from './pbx-port.ts'

export interface SwitchboardParts {
  readonly options: PbxOptions
  readonly exchange: Pick<Exchange, 'legs' | 'registrar'>
  readonly engine: MediaEngine
  readonly cutSockets: Pbx['cutSockets']
}

/** Everything that calls need of each other, and calls that begin here. */
export interface Switchboard extends Pick<
  Pbx,
  'ringFromOutside' | 'connectCall' | 'hangUpCallsOf' | 'keepCall'
> {
  readonly desk: CallDesk
  /** Ends all calls and drops all plans for more. */
  close(): void
}

export function createSwitchboard(parts: SwitchboardParts): Switchboard {
  const { options, cutSockets } = parts
  const { legs, registrar } = parts.exchange
  const callbacks = new Set<NodeJS.Timeout>()

  const contactsOf = (extension: string) => {
    const contacts = registrar.contactsOf(extension)
    if (contacts.length === 0) throw new Error(`extension ${extension} is not registered`)
    return contacts
  }
  const ringFromOutside: Pbx['ringFromOutside'] = async (call) =>
    startOutsideCall(desk, contactsOf(call.extension), call)
  const houseFor: CallDesk['houseFor'] = (extension) => ({
    callBack({ delayMs, ...call }) {
      const timer = setTimeout(() => {
        callbacks.delete(timer)
        ringFromOutside({ extension, ...call }).catch((error: unknown) => {
          options.log?.('info', 'nobody to call back', { error: String(error) })
        })
      }, delayMs)
      callbacks.add(timer)
    },
    cutSocket({ refuseMs }) {
      cutSockets({ extension, refuseMs })
    },
  })
  const desk: CallDesk = {
    options,
    legs,
    registrar,
    engine: parts.engine,
    openRecord: createCallLog(options),
    seats: new Map(),
    kept: new Map(),
    ringing: new Map(),
    houseFor,
    // Each of these works with the desk, so they come to it late.
    join: (joined) => {
      joiner(joined)
    },
    connect: (connection) => {
      connect(connection)
    },
    onRefer: (leg, fact) => {
      transfer(leg, fact)
    },
  }
  const joiner = createJoiner(desk)
  const connect = createConnect(desk)
  const transfer = createTransfers(desk)

  return {
    desk,
    ringFromOutside,
    connectCall: async (call) => startClickToCall(desk, contactsOf(call.extension), call),
    keepCall: (extension, call) => keepCall(desk, extension, call),
    hangUpCallsOf: (extension, callUuid) => hangUpCalls(desk, extension, callUuid),
    close() {
      for (const timer of callbacks) clearTimeout(timer)
      for (const { cancel } of desk.ringing.values()) cancel()
      for (const leg of legs.all()) leg.hangUp([reasonOf('SYSTEM_SHUTDOWN')])
    },
  }
}

function hangUpCalls(desk: CallDesk, extension: string, callUuid: string | undefined): number {
  const isWanted = (uuid: string) => callUuid === undefined || callUuid === uuid
  const fromOutside = [...desk.ringing].filter(
    ([uuid, call]) => call.extension === extension && isWanted(uuid),
  )
  for (const [, { cancel }] of fromOutside) cancel()
  const ended = desk.legs.of(extension).filter((leg) => isWanted(leg.callUuid) || leg.callId === callUuid)
  for (const leg of ended) leg.hangUp([reasonOf('NORMAL_CLEARING')])
  return fromOutside.length + ended.length
}
