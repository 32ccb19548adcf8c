import type { CallDesk } from './call/call-desk.ts'
import { createCallLog } from './call/call-log.ts'
import { reasonOf } from './call/cause.ts'
import { createConnect } from './call/connect-parties.ts'
import { createJoiner, type Join } from './call/joiner.ts'
import { startOutsideCall } from './call/outside-call.ts'
import type { OnRefer } from './call/seat.ts'
import { createTransfers } from './call/transfer.ts'
import { createCuts } from './cuts.ts'
import { createExchange, type Exchange } from './exchange.ts'
import type { House } from './extensions/test-number.ts'
import { createMediaEngine } from './media/media-engine.ts'
import type { Pbx, PbxOptions } from './pbx-port.ts'
import { createRouter } from './router.ts'

/** A small PBX for demos, tests and the sandbox: registrar, calls between phones, and test numbers with real audio. */
export function createPbx(options: PbxOptions): Pbx {
  const engine = createMediaEngine()
  const cuts = createCuts()
  const exchange = createExchange(options, (output) => {
    if (output.type === 'request') takeRequest(output)
    else if (output.type === 'incoming') takeCall(output)
    else if (output.type === 'bad-frame') options.log?.('info', 'bad frame', { ...output })
    else if ('leg' in output) exchange.legs.deliver(output)
  })
  const { sockets, loop, registrar, legs } = exchange
  const desk: CallDesk = {
    ...{ options, legs, registrar, engine },
    openRecord: createCallLog(options),
    seats: new Map(),
    ringing: new Map(),
  }

  const ringFromOutside: Pbx['ringFromOutside'] = (call) => {
    const contacts = registrar.contactsOf(call.extension)
    return contacts.length === 0
      ? Promise.reject(new Error(`extension ${call.extension} is not registered`))
      : Promise.resolve(startOutsideCall(desk, contacts, { ...call, onRefer }))
  }
  const cutSockets: Pbx['cutSockets'] = ({ extension, refuseMs = 0 } = {}) => {
    if (extension === undefined) {
      sockets.refuseFor(refuseMs)
      sockets.cutAll()
      return
    }
    cuts.refuse(extension, loop.now() + refuseMs)
    for (const { flow } of registrar.contactsOf(extension)) sockets.cut(flow)
  }
  const callbacks = createCallbacks(ringFromOutside, options)
  const houseFor = (extension: string): House => ({
    callBack: (wish) => {
      callbacks.plan(extension, wish)
    },
    cutSocket: ({ refuseMs }) => {
      cutSockets({ extension, refuseMs })
    },
  })
  const join: Join = (parts) => {
    joiner(parts)
  }
  const onRefer: OnRefer = (leg, fact) => {
    transfer(leg, fact)
  }
  const joiner = createJoiner(desk, onRefer)
  const transfer = createTransfers(desk, createConnect({ desk, join, onRefer, houseFor }))
  const takeCall = createRouter({ desk, join, onRefer, houseFor })
  const takeRequest = createRequestDesk(exchange, cuts)

  let closing: Promise<void> | undefined
  const close = async () => {
    callbacks.close()
    for (const { cancel } of desk.ringing.values()) cancel()
    for (const leg of legs.all()) leg.hangUp([reasonOf('SYSTEM_SHUTDOWN')])
    await sockets.close()
    legs.close()
    registrar.close()
    loop.close()
    await engine.close()
  }

  return {
    ...{ handleUpgrade: sockets.handleUpgrade, ringFromOutside, cutSockets },
    registrations: () => registrar.all(),
    hangUpCallsOf: (extension, callUuid) => hangUpCalls(desk, extension, callUuid),
    close: () => (closing ??= close()),
  }
}

type RequestOutput = { readonly id: string; readonly flow: string } & Parameters<
  Parameters<typeof createExchange>[1]
>[0]

/** Requests outside any call: only REGISTER is served. */
function createRequestDesk({ sockets, loop, registrar }: Exchange, cuts: ReturnType<typeof createCuts>) {
  return ({ id, flow, request }: Extract<RequestOutput, { readonly type: 'request' }>) => {
    if (request.method !== 'REGISTER') {
      loop.run((agent, now) => {
        agent.respond(id, { status: 405, headers: [{ name: 'Allow', value: ALLOWED }] }, now)
      })
    } else if (cuts.isRefused(request, loop.now())) sockets.cut(flow)
    else {
      const reply = registrar.register(request, flow)
      loop.run((agent, now) => {
        agent.respond(id, reply, now)
      })
    }
  }
}

const ALLOWED = 'REGISTER, INVITE, ACK, CANCEL, BYE, UPDATE, PRACK, INFO, REFER, NOTIFY, OPTIONS'

function createCallbacks(ring: Pbx['ringFromOutside'], { log }: PbxOptions) {
  const timers = new Set<NodeJS.Timeout>()
  return {
    plan(extension: string, { delayMs, ...call }: Parameters<House['callBack']>[0]) {
      const timer = setTimeout(() => {
        timers.delete(timer)
        ring({ extension, ...call }).catch((error: unknown) => {
          log?.('info', 'nobody to call back', { error: String(error) })
        })
      }, delayMs)
      timers.add(timer)
    },
    close() {
      for (const timer of timers) clearTimeout(timer)
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
