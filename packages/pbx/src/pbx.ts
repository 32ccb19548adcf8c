import { createCuts, type Cuts } from './cuts.ts'
import { createExchange, type Exchange, type OutputHandler } from './exchange.ts'
import { createMediaEngine } from './media/media-engine.ts'
import type { Pbx, PbxOptions } from './pbx-port.ts'
import { createRouter } from './router.ts'
import { createSwitchboard } from './switchboard.ts'

/** A small PBX for demos, tests and the sandbox: registrar, calls between phones, and test numbers with real audio. */
export function createPbx(options: PbxOptions): Pbx {
  const engine = createMediaEngine()
  const cuts = createCuts()
  const exchange = createExchange(options, (output) => {
    if (output.type === 'request') takeRequest(output)
    else if (output.type === 'incoming') takeCall(output)
    else if (output.type === 'bad-frame') options.log?.('info', 'bad frame', { ...output })
    else if ('leg' in output) legs.deliver(output)
  })
  const { sockets, loop, registrar, legs } = exchange

  const cutSockets: Pbx['cutSockets'] = ({ extension, refuseMs = 0 } = {}) => {
    if (extension === undefined) {
      sockets.refuseFor(refuseMs)
      sockets.cutAll()
      return
    }
    cuts.refuse(extension, loop.now() + refuseMs)
    for (const { flow } of registrar.contactsOf(extension)) sockets.cut(flow)
  }
  const switchboard = createSwitchboard({ options, exchange, engine, cutSockets })
  const takeCall = createRouter(switchboard.desk)
  const takeRequest = createRequestDesk(exchange, cuts)

  let closing: Promise<void> | undefined
  const close = async () => {
    switchboard.close()
    await sockets.close()
    legs.close()
    registrar.close()
    loop.close()
    await engine.close()
  }

  return {
    handleUpgrade: sockets.handleUpgrade,
    registrations: () => registrar.all(),
    registerChallenge: () => registrar.firstChallenge(),
    ringFromOutside: switchboard.ringFromOutside,
    connectCall: switchboard.connectCall,
    hangUpCallsOf: switchboard.hangUpCallsOf,
    keepCall: switchboard.keepCall,
    cutSockets,
    close: () => (closing ??= close()),
  }
}

type RequestOutput = Extract<Parameters<OutputHandler>[0], { readonly type: 'request' }>

const ALLOWED = 'REGISTER, INVITE, ACK, CANCEL, BYE, UPDATE, PRACK, INFO, REFER, NOTIFY, OPTIONS'

/** Requests outside any call: only REGISTER is served. */
function createRequestDesk({ sockets, loop, registrar }: Exchange, cuts: Cuts) {
  return ({ id, flow, request }: RequestOutput) => {
    const isRegister = request.method === 'REGISTER'
    if (isRegister && cuts.isRefused(request, loop.now())) {
      sockets.cut(flow)
      return
    }
    const reply = isRegister
      ? registrar.register(request, flow)
      : { status: 405, headers: [{ name: 'Allow', value: ALLOWED }] }
    loop.run((agent, now) => {
      agent.respond(id, reply, now)
    })
  }
}
