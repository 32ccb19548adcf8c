// The live list of what the phones report, newest first.
import { element } from './dom.js'

const specified = (
  'registered unregistered connected disconnected incoming_call call_ringing call_answered call_hangup ' +
  'dtmf error auto_reconnect audio_autoplay_blocked'
).split(' ')
const beyond = ['call_updated', 'status_changed']
const longest = 300

export function createEventLog({ list, empty, all, clear }) {
  clear.addEventListener('click', () => {
    list.replaceChildren()
    empty.hidden = false
  })
  all.addEventListener('change', () => list.classList.toggle('shows-all', all.checked))

  function add(extension, name, payload) {
    empty.hidden = true
    const time = new Date()
    const isError = name === 'error'
    list.prepend(
      element(
        'li',
        { 'data-event': name, 'data-of': extension, class: beyond.includes(name) ? 'beyond' : undefined },
        element('time', { datetime: time.toISOString() }, time.toLocaleTimeString('en-GB')),
        element('span', { class: 'event-phone' }, extension),
        element('strong', { class: isError ? 'is-error' : undefined }, name),
        element('code', {}, JSON.stringify(payload, shorten)),
      ),
    )
    while (list.children.length > longest) list.lastChild.remove()
  }

  return {
    watch(extension, phone) {
      for (const name of [...specified, ...beyond])
        phone.on(name, (payload) => add(extension, name, readable(payload)))
    },
  }
}

/** An error has no enumerable message of its own. */
function readable(payload) {
  return payload instanceof Error
    ? { code: payload.code, message: payload.message, details: payload.details }
    : payload
}

/** A call is told by what identifies it; the whole picture of it would fill the list. */
function shorten(key, value) {
  if (key !== 'call' || typeof value !== 'object' || value === null) return value
  const { uuid, number, direction, state } = value
  return { uuid, number, direction, state }
}
