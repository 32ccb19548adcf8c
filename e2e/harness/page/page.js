// What an integrator writes: import the SDK from its URL, connect, subscribe, keep a log.
const events = [
  'registered',
  'unregistered',
  'connected',
  'disconnected',
  'incoming_call',
  'call_ringing',
  'call_answered',
  'call_hangup',
  'dtmf',
  'error',
  'auto_reconnect',
  'audio_autoplay_blocked',
  'call_updated',
  'status_changed',
  'call_quality',
  'reachability_restored',
  'device_changed',
]

window.log = []
window.calls = new Map()

function plain(payload) {
  const copy = {}
  for (const [key, value] of Object.entries(payload ?? {})) {
    copy[key] = key === 'call' ? { ...value.getSnapshot(), billsec: value.billsec } : value
  }
  if (payload instanceof Error)
    Object.assign(copy, { code: payload.code, message: payload.message, details: payload.details })
  return copy
}

/** `extra.recover`: listens for calls of the page before. `extra.tokens`: what a tokenResolver answers, one after the other. */
window.startPhone = async (sdk, options, extra = {}) => {
  const { ZorioWebphone } = await import(sdk)
  const tokens = [...(extra.tokens ?? [])]
  const phone = await ZorioWebphone.connect({
    ...options,
    ...(extra.tokens ? { tokenResolver: async () => tokens.shift() ?? extra.tokens.at(-1) } : {}),
  })
  window.phone = phone
  if (extra.recover) {
    phone.on('call_recoverable', ({ offer }) => {
      window.offer = offer
      window.log.push({
        at: performance.now(),
        name: 'call_recoverable',
        status: phone.status,
        payload: JSON.parse(JSON.stringify(offer)),
      })
    })
  }
  for (const name of events) {
    phone.on(name, (payload) => {
      if (payload?.call) window.calls.set(payload.call.uuid, payload.call)
      window.log.push({ at: performance.now(), name, status: phone.status, payload: plain(payload) })
      if (extra.answerAll && name === 'incoming_call') void payload.call.answer()
    })
  }
}

window.dial = async (number, options) => {
  const call = await window.phone.call(number, options)
  window.calls.set(call.uuid, call)
  return call.uuid
}

/** `takeBack` or `hangup` of the last offer. */
window.decide = async (what) => {
  const call = await window.offer[what]()
  if (call) window.calls.set(call.uuid, call)
  return call?.uuid
}

// A page that starts by itself, for what must happen without a lent user gesture: options come in the fragment.
if (location.hash.length > 1) {
  const { sdk, options, extra } = JSON.parse(decodeURIComponent(location.hash.slice(1)))
  document.querySelector('#unlock').addEventListener('click', () => void window.phone.unlockAudio())
  await window.startPhone(sdk, options, extra)
}
window.isReady = true
