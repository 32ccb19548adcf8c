// The card of one contact or of an unknown number: opened by a click, and by a call that comes in (screen pop).
import { createCallHistory } from './call-history.js'
import { element, icon, setText } from './dom.js'
import { clock, initials, nameOf } from './words.js'

export function createContactCard(place, { user, sameNumber, onOpen }) {
  let t = (key) => key
  let shown
  let calls = []
  /** What was written of whom, for as long as the page is open. */
  const notes = new Map()
  const history = createCallHistory({ user, sameNumber })
  const live = element('p', { class: 'live', role: 'status' })
  const alert = element('div', { class: 'pop', role: 'status' })

  function draw() {
    if (!shown) return place.replaceChildren(emptyCard(t))
    const { contact, number } = shown
    const key = contact?.id ?? number
    place.replaceChildren(
      alert,
      head(contact, number),
      live,
      numbers(contact?.phones ?? [number]),
      noteField(key),
      history.node,
    )
    history.show(t, contact?.phones ?? [number])
    follow(calls)
  }

  function head(contact, number) {
    const tags = contact
      ? [
          contact.customer_id && t('customer', { id: contact.customer_id }),
          contact.lead_id && t('lead', { id: contact.lead_id }),
        ].filter(Boolean)
      : [t('unknownHint')]
    return element(
      'header',
      { class: 'card-who' },
      element(
        'span',
        { class: 'avatar large', 'aria-hidden': 'true' },
        contact ? initials(contact.full_name) : '?',
      ),
      element(
        'div',
        {},
        element('h2', { id: 'card-title' }, contact ? contact.full_name : number || t('unknown')),
        element('p', { class: 'tags' }, ...tags.map((tag) => element('span', {}, tag))),
      ),
    )
  }

  function numbers(phones) {
    const rows = phones.filter(Boolean).map((number) => {
      const copy = element('button', { type: 'button', class: 'quiet' }, t('copy'))
      copy.addEventListener('click', () => {
        void navigator.clipboard.writeText(number).then(
          () => setText(copy, t('copied')),
          () => {},
        )
      })
      const link = element(
        'a',
        { class: 'call-link', href: `tel:${number}` },
        icon('call'),
        t('call', { number }),
      )
      return element('li', {}, link, copy)
    })
    return element(
      'section',
      { 'aria-label': t('phones') },
      element('h3', {}, t('phones')),
      element('ul', { class: 'numbers-of' }, ...rows),
    )
  }

  function noteField(key) {
    const field = element('textarea', { rows: '3', 'aria-describedby': 'notes-hint' })
    field.value = notes.get(key) ?? ''
    field.addEventListener('input', () => notes.set(key, field.value))
    return element(
      'label',
      { class: 'notes' },
      element('span', { class: 'h3' }, t('notes')),
      field,
      element('span', { class: 'hint', id: 'notes-hint' }, t('notesHint')),
    )
  }

  /** How things stand with this contact right now. */
  function follow(next) {
    calls = next
    const own = (call) =>
      (shown?.contact?.phones ?? [shown?.number ?? '']).some((own) => sameNumber(own, call.number))
    const call = calls.find((one) => one.state !== 'ended' && own(one))
    setText(live, call ? liveWords(call, t) : '')
    live.hidden = !call
    live.dataset.state = call?.state ?? ''
    if (!calls.some((one) => one.state === 'ringing' && one.direction === 'incoming')) alert.replaceChildren()
  }

  setInterval(() => calls.length > 0 && follow(calls), 500)
  return {
    follow,
    refreshCalls: () => history.refresh(),
    open(next) {
      shown = next
      draw()
    },
    /** Who is writing is not interrupted: the card then waits behind a button. */
    pop(call, contact) {
      if (!place.contains(document.activeElement) || document.activeElement.localName !== 'textarea')
        return onOpen(call.number, contact)
      const name = contact?.full_name ?? nameOf(call)
      const button = element('button', { type: 'button', class: 'primary' }, t('open'))
      button.addEventListener('click', () => onOpen(call.number, contact))
      alert.replaceChildren(element('span', {}, t('callsYou', { name })), button)
    },
    show(words) {
      t = words
      draw()
    },
  }
}

function emptyCard(t) {
  return element(
    'div',
    { class: 'no-card' },
    icon('person'),
    element('h2', { id: 'card-title' }, t('pick')),
    element('p', { class: 'hint' }, t('pickHint')),
  )
}

function liveWords(call, t) {
  if (call.state === 'answered') return t(call.isHeld ? 'held' : 'talking', { time: clock(call.billsec) })
  return t(call.direction === 'incoming' ? 'ringing' : 'dialing')
}
