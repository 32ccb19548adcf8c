/** Runs in the browser: what the tests do with the media port, two sessions of one page joined back to back. */
import { createBrowserMedia, type BrowserMediaOptions } from '../../src/media/browser-media.ts'
import type { MediaFact, MediaPort, MediaSession } from '../../src/media/media-port.ts'

interface Side {
  session: MediaSession
  facts: MediaFact[]
}

const state: { media?: MediaPort; portFacts: unknown[]; a?: Side; b?: Side } = { portFacts: [] }
const ice = { iceServers: [], iceTransportPolicy: 'all' as const }
const elements: HTMLMediaElement[] = []
const createElement = document.createElement.bind(document)
// Counts the audio elements, which are not in the document.
document.createElement = (name: string, options?: ElementCreationOptions) => {
  const element = createElement(name, options)
  if (element instanceof HTMLMediaElement) elements.push(element)
  return element
}

/** Every track that the browser captured for us. */
const captured: MediaStreamTrack[] = []
const getUserMedia = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices)
navigator.mediaDevices.getUserMedia = async (constraints) => {
  const stream = await getUserMedia(constraints)
  captured.push(...stream.getTracks())
  return stream
}

/** Lets go of what the tests themselves hold, before garbage is counted. */
function forget(): void {
  delete state.a
  delete state.b
  elements.length = 0
  captured.length = 0
  connections.length = 0
}

/** Everything that workers say, besides what the receiver makes of it. */
const workerMessages: unknown[] = []
const PlainWorker = globalThis.Worker
globalThis.Worker = class extends PlainWorker {
  constructor(url: string | URL, options?: WorkerOptions) {
    super(url, options)
    this.addEventListener('message', (event) => workerMessages.push(event.data))
  }
}

/** What the telling worker of the digit tests saw. */
function workerFrames(): { key: number; isEnd: boolean; duration: number }[] {
  return (workerMessages as { type: string; key: number; isEnd: boolean; duration: number }[]).filter(
    (message) => message.type === 'frame',
  )
}

/** SDP with these codecs only, by name and clock rate: `opus/48000`. */
function keepCodecs(sdp: string, names: readonly string[]): string {
  const maps = [...sdp.matchAll(/^a=rtpmap:(\d+) ([^/]+\/\d+)/gm)]
  const kept = names.flatMap((name) =>
    maps.filter((map) => map[2]?.toLowerCase() === name).map((map) => map[1] ?? ''),
  )
  const lines = sdp.split('\r\n').filter((line) => {
    const [, payloadType] = /^a=(?:rtpmap|fmtp|rtcp-fb):(\d+) /.exec(line) ?? []
    return payloadType === undefined || kept.includes(payloadType)
  })
  return lines.map((line) => line.replace(/^(m=audio \d+ \S+) .*/, `$1 ${kept.join(' ')}`)).join('\r\n')
}

function side(media: MediaPort, options = ice): Side {
  const facts: MediaFact[] = []
  return { facts, session: media.open(options, (fact) => facts.push(fact)) }
}

async function prepare(options: BrowserMediaOptions): Promise<unknown[]> {
  state.media = createBrowserMedia(options)
  await state.media.prepare((fact) => state.portFacts.push(fact))
  return state.portFacts
}

function sides(): { a: Side; b: Side; media: MediaPort } {
  if (!state.a || !state.b || !state.media) throw new Error('not connected')
  return { a: state.a, b: state.b, media: state.media }
}

async function until(
  what: string,
  claim: () => boolean | Promise<boolean>,
  withinMs = 15_000,
): Promise<number> {
  const startedAt = performance.now()
  while (!(await claim())) {
    if (performance.now() - startedAt > withinMs) throw new Error(`timed out: ${what}`)
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
  return performance.now() - startedAt
}

const isConnected = ({ facts }: Side): boolean =>
  facts.findLast((fact) => fact.type === 'connection')?.state === 'connected'

/** Every connection of the page that lives. */
const connections: RTCPeerConnection[] = []
const PlainConnection = globalThis.RTCPeerConnection
globalThis.RTCPeerConnection = class extends PlainConnection {
  constructor(options?: RTCConfiguration) {
    super(options)
    connections.push(this)
  }
}

/** How many ways to the far end the connection of that index knows. */
async function pairsOf(index: number): Promise<number> {
  const live = connections.filter(({ connectionState }) => connectionState !== 'closed')
  const report = await live.at(index)?.getStats()
  let count = 0
  report?.forEach(({ type }: { type: string }) => (count += type === 'candidate-pair' ? 1 : 0))
  return count
}

/** The logins of the ICE servers that the connection of that index has. */
function loginsOf(index: number): (string | undefined)[] {
  const live = connections.filter(({ connectionState }) => connectionState !== 'closed')
  return (live.at(index)?.getConfiguration().iceServers ?? []).map(({ username }) => username)
}

/** Opens both sides and connects them; `munge` may change SDP on its way. */
async function connect(munge: (sdp: string, kind: 'offer' | 'answer') => string = (sdp) => sdp) {
  const media = state.media
  if (!media) throw new Error('not prepared')
  const a = (state.a = side(media))
  const b = (state.b = side(media))
  const startedAt = performance.now()
  await Promise.all([a.session.startInput(), b.session.startInput()])
  const inputMs = performance.now() - startedAt
  const offer = await a.session.createOffer()
  const offerMs = performance.now() - startedAt - inputMs
  const answer = await b.session.answerOffer(munge(offer, 'offer'))
  await a.session.acceptAnswer(munge(answer, 'answer'), 'final')
  await until('connected', () => isConnected(a) && isConnected(b))
  return { offer, answer, inputMs, offerMs, totalMs: performance.now() - startedAt }
}

/** A new offer of `from`, answered by the other. */
async function renegotiate(from: 'a' | 'b', iceRestart = false): Promise<{ offer: string; answer: string }> {
  const { a, b } = sides()
  const [offerer, answerer] = from === 'a' ? [a, b] : [b, a]
  const offer = await offerer.session.createOffer({ iceRestart })
  const answer = await answerer.session.answerOffer(offer)
  await offerer.session.acceptAnswer(answer, 'final')
  return { offer, answer }
}

/** Loudest frequency that the newest audio element plays, and its level. */
async function listen(element = elements.findLast((each) => each.srcObject instanceof MediaStream)) {
  const stream = element?.srcObject
  if (!(stream instanceof MediaStream)) throw new Error('nothing plays')
  const context = new AudioContext()
  await context.resume()
  const analyser = new AnalyserNode(context, { fftSize: 8192 })
  context.createMediaStreamSource(stream).connect(analyser)
  await new Promise((resolve) => setTimeout(resolve, 700))
  const bins = new Float32Array(analyser.frequencyBinCount)
  analyser.getFloatFrequencyData(bins)
  const loudest = bins.reduce((best, level, index) => (level > (bins[best] ?? -Infinity) ? index : best), 0)
  await context.close()
  return { hz: (loudest * context.sampleRate) / 8192, level: bins[loudest] ?? -Infinity }
}

async function received(which: 'a' | 'b', overMs: number): Promise<{ packets: number; energy: number }> {
  const { session } = sides()[which]
  const before = await session.stats()
  await new Promise((resolve) => setTimeout(resolve, overMs))
  const after = await session.stats()
  return {
    packets: after.packetsReceived - before.packetsReceived,
    energy: after.inboundEnergy - before.inboundEnergy,
  }
}

/** What comes once the sound still in the jitter buffer has been played; the last reading after 5 s. */
async function receivedOnceQuiet(which: 'a' | 'b') {
  let last = await received(which, 400)
  for (let tries = 0; tries < 12 && last.energy > 0.000_001; tries++) last = await received(which, 400)
  return last
}

const digitsOf = ({ facts }: Side): string =>
  facts.flatMap((fact) => (fact.type === 'digit' ? [fact.digit] : [])).join('')

async function rejection(promise: Promise<unknown>): Promise<{ code: string; details: unknown } | string> {
  try {
    await promise
    return 'resolved'
  } catch (error) {
    const { code, details } = error as { code: string; details: unknown }
    return { code, details }
  }
}

export const mediaTest = {
  state,
  ice,
  elements,
  side,
  prepare,
  connect,
  sides,
  until,
  isConnected,
  renegotiate,
  listen,
  received,
  pairsOf,
  connections,
  receivedOnceQuiet,
  digitsOf,
  loginsOf,
  rejection,
  keepCodecs,
  workerFrames,
  captured,
  forget,
}

type MediaTest = typeof mediaTest

declare global {
  var mediaTest: MediaTest
}
globalThis.mediaTest = mediaTest
