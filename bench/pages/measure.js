// A measuring device around the phone, the same for every library: when which message left or came, and when audio flowed.
;(() => {
  const seen = { sent: [], received: [], bytes: 0, callbacks: 0, connections: [], socketAt: 0 }
  window.seen = seen
  const size = (data) => (typeof data === 'string' ? data.length : (data.byteLength ?? 0))
  const Native = window.WebSocket
  window.WebSocket = class extends Native {
    constructor(...args) {
      super(...args)
      seen.socketAt = performance.now()
      this.addEventListener('message', ({ data }) => {
        seen.bytes += size(data)
        seen.received.push({ at: performance.now(), line: String(data).slice(0, 40) })
      })
    }
    send(data) {
      const text = String(data)
      seen.bytes += size(data)
      const cseq = /^CSeq:.*$/im.exec(text)?.[0] ?? ''
      seen.sent.push({ at: performance.now(), line: `${text.split('\r\n', 1)[0]} ${cseq}` })
      super.send(data)
    }
  }
  const NativeConnection = window.RTCPeerConnection
  window.RTCPeerConnection = class extends NativeConnection {
    constructor(...args) {
      super(...args)
      // Only what lives, or the device itself would leak.
      seen.connections = [...seen.connections.filter((one) => one.connectionState !== 'closed'), this]
    }
  }

  window.sentAfter = (from, pattern) => {
    const found = seen.sent.find(({ at, line }) => at >= from && pattern.test(line))
    return found && found.at - from
  }

  window.forget = () => {
    seen.sent = []
    seen.received = []
  }

  const live = () => seen.connections.filter((one) => one.connectionState !== 'closed')
  window.packets = async () => {
    const total = { sent: 0, received: 0, lost: 0, late: 0 }
    for (const connection of live())
      for (const report of (await connection.getStats()).values()) {
        if (report.type === 'outbound-rtp') total.sent += report.packetsSent
        if (report.type === 'inbound-rtp') {
          total.received += report.packetsReceived
          total.lost += report.packetsLost
        }
      }
    return total
  }

  /** Milliseconds from `from` until audio has flowed out and in. */
  window.firstAudio = async (from, limitMs = 5000) => {
    const first = {}
    while (performance.now() - from < limitMs) {
      const { sent, received } = await window.packets()
      if (sent > 0) first.sent ??= performance.now() - from
      if (received > 0) first.received ??= performance.now() - from
      if (first.sent !== undefined && first.received !== undefined) return first
      await new Promise((resolve) => setTimeout(resolve, 2))
    }
    return first
  }
})()
