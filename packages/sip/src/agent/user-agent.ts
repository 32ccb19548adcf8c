import { replacesFor } from '../dialog/dialog.ts'
import { isRequest } from '../message/message.ts'
import type { SipMessage, SipRequest } from '../message/message.ts'
import { parseMessage } from '../message/parse.ts'
import { createClientTransactions } from '../transaction/client.ts'
import { createFlows } from '../transaction/flows.ts'
import { buildResponse } from '../transaction/response.ts'
import { createServerTransactions } from '../transaction/server.ts'
import { createTimers } from '../transaction/timers.ts'
import { callCommands } from './call-commands.ts'
import { createAuthenticator } from './authenticator.ts'
import { askWhetherItRings } from './call-uas.ts'
import { releaseCancels } from './cancel-call.ts'
import type { Core } from './core.ts'
import { handoverOf } from './handover.ts'
import { createIdentity } from './identity.ts'
import { createKeepalive } from './keepalive.ts'
import type { Keepalive } from './keepalive.ts'
import { createRegistration } from './registration.ts'
import { sendNextOffer } from './reoffer.ts'
import { receiveRequest } from './requests.ts'
import type { FlowId, Output, UserAgent, UserAgentConfig } from './user-agent-port.ts'

function createCore(config: UserAgentConfig, emit: (output: Output) => void): Core {
  const identity = createIdentity(config)
  const timers = createTimers()
  const flows = createFlows((flow, data) => emit({ type: 'frame', flow, data }))
  let legCount = 0
  return {
    config,
    identity,
    timers,
    flows,
    clients: createClientTransactions({ ...identity, timers, flows }),
    servers: createServerTransactions({ timers, flows, phrases: config.reasonPhrases }),
    authenticator: createAuthenticator(config.account, identity.token),
    legs: new Map(),
    dialogs: new Map(),
    serviceRoute: [],
    newLegId: () => `leg-${++legCount}`,
    emit,
  }
}

/** RFC 3261 8.1.3 and 8.2; what is broken but can be answered, is. */
function receiveFrame(core: Core, flow: FlowId, frame: string): void {
  const parsed = parseMessage(frame)
  if (!parsed.ok) {
    core.emit({ type: 'bad-frame', flow, detail: parsed.detail })
    if (parsed.partial) refuse(core, flow, parsed.partial, parsed.status)
    return
  }
  try {
    receiveMessage(core, flow, parsed.message)
  } catch (error) {
    // A fault of ours must not reach the socket's callback, and the peer shall not wait for 32 s.
    reportFault(core, flow, error)
    if (isRequest(parsed.message)) refuse(core, flow, parsed.message, 500)
  }
}

/** The text of an error may hold what a header said, so only its kind is told. */
function reportFault(core: Core, flow: FlowId, error: unknown): void {
  const kind = error instanceof Error ? error.name : typeof error
  core.emit({ type: 'bad-frame', flow, detail: `internal error: ${kind}` })
}

function receiveMessage(core: Core, flow: FlowId, message: SipMessage): void {
  if (isRequest(message)) receiveRequest(core, flow, message)
  else core.clients.receive(message)
}

function refuse(core: Core, flow: FlowId, request: SipRequest, status: number): void {
  if (request.method === 'ACK') return
  try {
    core.flows.send(
      flow,
      buildResponse(request, {
        status,
        reason: core.config.reasonPhrases?.[status],
        toTag: core.identity.token(),
      }),
    )
  } catch {
    // Nothing that can be echoed back.
  }
}

/** Sends what waited for a flow. */
function payDebts(core: Core): void {
  core.clients.flush()
  core.servers.flush()
  for (const leg of core.legs.values()) {
    sendNextOffer(core, leg)
    askWhetherItRings(core, leg)
  }
}

function closeFlow(core: Core, keepalive: Keepalive, flow: FlowId): void {
  if (!core.flows.get(flow)) return
  core.flows.close(flow)
  keepalive.flowClosed(flow)
  releaseCancels(core, flow)
  core.clients.flowClosed(flow)
  core.servers.flowClosed(flow)
}

function runDueTimers(core: Core): void {
  for (let run = core.timers.takeDue(); run; run = core.timers.takeDue()) {
    try {
      run()
    } catch (error) {
      reportFault(core, core.flows.newest()?.id ?? '', error)
    }
  }
}

/** See `UserAgent`. */
export function createUserAgent(config: UserAgentConfig): UserAgent {
  let outputs: Output[] = []
  const core = createCore(config, (output) => outputs.push(output))
  const { setNow } = core.timers
  const keepalive = createKeepalive(core)
  let hasRegistered = false
  const registration =
    config.account &&
    createRegistration(core, config.account, () => {
      hasRegistered = true
      payDebts(core)
    })

  return {
    openFlow: (flow, now) => {
      setNow(now)
      core.flows.open(flow, !hasRegistered)
      // With an account what is owed waits for the registration, so that the peer's answer finds the way back.
      if (!hasRegistered && !core.identity.isServer) payDebts(core)
    },
    closeFlow: (flow, now) => {
      setNow(now)
      closeFlow(core, keepalive, flow)
    },
    receive: (flow, frame, now) => {
      setNow(now)
      if (!core.flows.get(flow)) return
      if (!keepalive.receive(flow, frame)) receiveFrame(core, flow, frame)
    },
    advance: (now) => {
      setNow(now)
      runDueTimers(core)
    },
    get nextDeadline() {
      return core.timers.next
    },
    takeOutputs: () => {
      const taken = outputs
      outputs = []
      return taken
    },
    ping: keepalive.ping,
    register: (now) => {
      setNow(now)
      registration?.register()
    },
    unregister: (now) => {
      setNow(now)
      // From here on nobody will register a new flow, so nothing may wait for that.
      hasRegistered = false
      registration?.unregister()
    },
    setCredentials: core.authenticator.setCredentials,
    dialogOf: (id) => {
      const dialog = core.legs.get(id)?.dialog
      return dialog && replacesFor(dialog)
    },
    handoverOf: (id) => handoverOf(core, core.legs.get(id)),
    ...callCommands(core, payDebts),
  }
}
