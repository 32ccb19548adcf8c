// What the page says of states and reasons.

export function statusWords(snapshot) {
  const { status, reconnect } = snapshot
  if (status === 'reconnecting' && reconnect)
    return `Connection lost, attempt ${reconnect.attempt} in ${(reconnect.delayMs / 1000).toFixed(1)} s`
  return statuses[status] ?? status
}

const statuses = {
  connecting: 'Connecting…',
  registering: 'Registering…',
  registered: 'Ready',
  stale: 'Checking the connection…',
  reconnecting: 'Reconnecting…',
  unregistered: 'Not registered',
  disconnected: 'Off',
}

export function callWords(call) {
  if (call.state === 'ringing') return call.direction === 'incoming' ? 'Incoming call' : 'Ringing…'
  if (call.state === 'dialing') return 'Calling…'
  if (call.state === 'answering') return 'Answering…'
  if (call.state === 'ended') return 'Ended'
  const parts = [clock(call.billsec)]
  if (call.isHeld) parts.push('on hold')
  if (call.isRemoteHeld) parts.push('held by the other side')
  if (call.isMuted) parts.push('muted')
  if (call.media === 'interrupted') parts.push('audio interrupted')
  const { transferProgress: transfer } = call
  if (transfer) parts.push(`transfer to ${transfer.target}: ${transfer.state}`)
  return parts.join(' · ')
}

/** `busy` reads well as it is; the name in the event is the same word with underscores. */
export function endWords(call, reason, billsec) {
  const length = billsec > 0 ? `, ${clock(billsec)}` : ''
  return `${nameOf(call)}: ${reason.replaceAll('_', ' ')}${length}`
}

export const nameOf = (call) => call.contact?.full_name || call.displayName || call.number

export const initials = (name) =>
  name
    .split(/\s+/)
    .slice(-2)
    .map((word) => word[0] ?? '')
    .join('')

export function clock(seconds) {
  return `${Math.floor(seconds / 60)}:${String(seconds % 60).padStart(2, '0')}`
}
