// Watches the page's peer connections from outside, as a person with a measuring device would: the SDK is not touched.
;(() => {
  const connections = new Set()
  const Native = window.RTCPeerConnection
  window.RTCPeerConnection = class extends Native {
    constructor(...args) {
      super(...args)
      connections.add(this)
    }
  }
  const sockets = new Set()
  const NativeSocket = window.WebSocket
  window.WebSocket = class extends NativeSocket {
    constructor(...args) {
      super(...args)
      sockets.add(this)
      this.addEventListener('close', () => sockets.delete(this))
    }
  }
  const failures = []
  window.addEventListener('error', (event) => failures.push(event.message))
  window.addEventListener('unhandledrejection', (event) => failures.push(`unhandled: ${event.reason}`))

  // What is closed is let go of: a test for leaks must not keep it alive.
  const live = () => {
    for (const pc of connections) if (pc.connectionState === 'closed') connections.delete(pc)
    return [...connections]
  }

  /** Sums over all live connections. */
  async function audio() {
    const total = {
      packetsReceived: 0,
      bytesReceived: 0,
      packetsSent: 0,
      energy: 0,
      concealed: 0,
      packetsLost: 0,
      samples: 0,
    }
    for (const pc of live()) {
      for (const report of (await pc.getStats()).values()) {
        if (report.type === 'inbound-rtp') {
          total.packetsReceived += report.packetsReceived
          total.bytesReceived += report.bytesReceived
          total.energy += report.totalAudioEnergy ?? 0
          total.concealed += report.concealedSamples ?? 0
          total.packetsLost += report.packetsLost ?? 0
          total.samples += report.totalSamplesReceived ?? 0
        }
        if (report.type === 'outbound-rtp') total.packetsSent += report.packetsSent
      }
    }
    return total
  }

  /**
   * The tone that was the strongest in most of the moments within `ms`, in Hz, and its level (0-255); of the newest connection,
   * or the n-th last. Most moments, not the loudest one: a concealed packet crackles louder than a quiet tone.
   */
  async function tone(ms = 1500, nthLast = 0) {
    const pc = live().at(-1 - nthLast)
    const track = pc
      ?.getReceivers()
      .map((r) => r.track)
      .find((t) => t.kind === 'audio')
    if (!track) return { hz: 0, level: 0 }
    const context = new AudioContext()
    await context.resume()
    const analyser = new AnalyserNode(context, { fftSize: 8192, smoothingTimeConstant: 0 })
    context.createMediaStreamSource(new MediaStream([track])).connect(analyser)
    const bins = new Uint8Array(analyser.frequencyBinCount)
    const moments = new Map()
    const end = performance.now() + ms
    while (performance.now() < end) {
      await new Promise((resolve) => setTimeout(resolve, 100))
      analyser.getByteFrequencyData(bins)
      // From 100 Hz: below lies hum and DC.
      const from = Math.ceil(100 / (context.sampleRate / analyser.fftSize))
      let peak = from
      for (let bin = from; bin < bins.length; bin += 1) if (bins[bin] > bins[peak]) peak = bin
      if (bins[peak] === 0) continue
      const seen = moments.get(peak) ?? { count: 0, level: 0 }
      moments.set(peak, { count: seen.count + 1, level: Math.max(seen.level, bins[peak]) })
    }
    const hzPerBin = context.sampleRate / analyser.fftSize
    await context.close()
    const [most] = [...moments].toSorted(([, a], [, b]) => b.count - a.count || b.level - a.level)
    return most ? { hz: most[0] * hzPerBin, level: most[1].level } : { hz: 0, level: 0 }
  }

  window.measure = {
    audio,
    tone,
    failures,
    openSockets: () => sockets.size,
    live: () => void live(),
    liveConnections: () => live().length,
  }
})()
