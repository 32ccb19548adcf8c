/** What is really so, seen from the server's side: whether a call to this phone would reach it. */
import type { FakeServerSocket } from '../../src/testing/fake-socket.ts'
import type { FakeWorld } from '../../src/testing/fake-phone.ts'
import type { PbxFact } from '../../src/testing/fake-pbx.ts'
import type { Reach, Wire } from './steps.ts'

export interface Truth {
  reach: Reach
  wire: Wire
  latencyMs: number
  /** A binding at the registrar, and a path both ways. */
  isReachable(): boolean
  /** The registrar lost its table, silently. */
  forget(): void
  /** Nothing passes the newest socket from now on, in silence. */
  silence(): void
  /** The registrar answers this. */
  answer(status: number, retryAfter?: number): void
  /** The latest loss was the registrar's own: only the next refresh can find out. */
  readonly isForgotten: boolean
  heal(): void
}

interface Line {
  readonly socket: FakeServerSocket
  readonly flow: string
  boundUntil: number
}

/** Puts itself between the fake sockets and the fake far end. */
export function watchTruth({ clock, sockets, pbx }: FakeWorld): Truth {
  const lines: Line[] = []
  const silent = new Set<FakeServerSocket>()
  const wrapped = new Map<FakeServerSocket, FakeServerSocket>()
  const isUp = () => truth.wire === 'flow' || truth.wire === 'lose-down'
  const isDown = () => truth.wire === 'flow' || truth.wire === 'lose-up'

  /** A connection keeps the order of what it carries, however its delay changes. */
  const createPipe = () => {
    let lastAt = 0
    return (run: () => void) => {
      lastAt = Math.max(lastAt, clock.now() + truth.latencyMs)
      if (lastAt === clock.now()) run()
      else clock.setTimer(lastAt - clock.now(), run)
    }
  }
  const pipes = new Map<FakeServerSocket, (run: () => void) => void>()
  const wrap = (socket: FakeServerSocket): FakeServerSocket => {
    const down = createPipe()
    const deliver = (text: string) => {
      if (isDown()) down(() => socket.deliver(text))
    }
    pipes.set(socket, createPipe())
    return { ...socket, deliver }
  }
  const passOn = sockets.onFrame
  sockets.onFrame = (socket, text) => {
    const far = wrapped.get(socket) ?? wrap(socket)
    wrapped.set(socket, far)
    if (!isUp()) return
    pipes.get(socket)?.(() => {
      if (!lines.some((one) => one.socket === socket))
        lines.push({ socket, flow: `flow-${lines.length + 1}`, boundUntil: -1 })
      passOn(far, text)
    })
  }
  sockets.onOpen = (socket) => {
    const { reach } = truth
    if (reach === 'refuse') queueMicrotask(() => socket.close('refused'))
    if (reach === 'up' || reach === 'flap') queueMicrotask(() => socket.accept())
    if (reach === 'flap') clock.setTimer(200, () => socket.close('flap'))
  }

  let status = 200
  pbx.onRegister = () => ({
    status,
    headers: retryAfter === undefined ? [] : [{ name: 'Retry-After', value: String(retryAfter) }],
  })
  let retryAfter: number | undefined
  pbx.onFact = (fact: PbxFact) => {
    if (fact.type !== 'request' || fact.request.method !== 'REGISTER' || status !== 200) return
    const header = (name: string) =>
      fact.request.headers.find((one) => one.name.toLowerCase() === name)?.value ?? ''
    // RFC 3261 10.3 step 7: what a slow old connection still brings must not undo what came later.
    const sequence = Number.parseInt(header('cseq'), 10)
    if (header('call-id') === newest.callId && sequence <= newest.sequence) return
    newest = { callId: header('call-id'), sequence }
    const seconds = Number(header('expires'))
    // One instance, one contact: a registration on a new flow takes the old one's place (RFC 5626 6).
    for (const line of lines) line.boundUntil = -1
    const line = lines.find((one) => one.flow === fact.flow)
    if (line && seconds > 0) line.boundUntil = clock.now() + seconds * 1000
    isForgotten = false
  }
  let isForgotten = false
  let newest = { callId: '', sequence: 0 }

  const truth: Truth = {
    reach: 'up',
    wire: 'flow',
    latencyMs: 0,
    isReachable: () =>
      truth.wire === 'flow' &&
      lines.some((one) => one.socket.isOpen && !silent.has(one.socket) && one.boundUntil > clock.now()),
    forget() {
      for (const line of lines) line.boundUntil = -1
      isForgotten = true
    },
    silence() {
      const last = sockets.sockets.at(-1)
      last?.silence()
      if (last) silent.add(last)
    },
    answer(nextStatus, nextRetryAfter) {
      status = nextStatus
      retryAfter = nextRetryAfter
    },
    get isForgotten() {
      return isForgotten
    },
    heal() {
      truth.reach = 'up'
      truth.wire = 'flow'
      truth.latencyMs = 0
      truth.answer(200)
    },
  }
  return truth
}
