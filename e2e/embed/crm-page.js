// What a CRM writes: ask its own server for a token, embed, use the phone like one of its own. The log is for the test.
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
]
window.log = []
window.calls = {}

/** `tokens`: one is a token, several are what a function gives one after the other. */
window.embed = async ({ sdk, tokens, ...options }) => {
  const { embedPhone } = await import(sdk)
  const left = [...tokens]
  const token = tokens.length === 1 ? tokens[0] : async () => left.shift()
  try {
    const phone = await embedPhone({ mount: '#phone', token, ...options })
    window.phone = phone
    for (const name of events)
      phone.on(name, (payload) => {
        if (payload.call) window.calls[payload.call.uuid] = payload.call
        const { call, ...rest } = payload
        const picture = call && { ...call.getSnapshot(), billsec: call.billsec, status: phone.status }
        window.log.push({ name, payload: { ...rest, ...(call && { call: picture }) } })
      })
    return { status: phone.status, extension: phone.extension }
  } catch (error) {
    const { name, code, message, remedy, details } = error
    return { error: { name, code, message, remedy, details } }
  }
}

window.attempt = (promise) =>
  promise.then(
    () => 'ok',
    (error) => error.code ?? error.message,
  )
