// What one sees of a phone: who, in which state, the dial field, and room for its calls. It asks nothing of the phone.
import { element, icon, setText } from './dom.js'
import { initials } from './words.js'

/** `acts`: `dial(number)`, `start()`, `unlock()`, `chooseInput(isMicrophone)`. */
export function createPhoneView(user, peers, acts) {
  const head = createHead(user, acts)
  const dialing = createDialing(user, peers, acts)
  const message = element('p', { class: 'message', role: 'status' })
  const calls = element('div', { class: 'calls' })
  const unlock = element(
    'button',
    { type: 'button', class: 'banner', hidden: true, onclick: acts.unlock },
    'The browser holds the sound back. Press here to hear the call.',
  )
  const node = element(
    'section',
    { class: 'card phone', 'data-phone': user.extension, 'aria-labelledby': head.titleId },
    head.node,
    unlock,
    ...dialing.nodes,
    message,
    calls,
  )
  const say = (text, isError = false) => {
    setText(message, text)
    message.classList.toggle('is-error', isError)
  }
  return {
    node,
    calls,
    say,
    show(snapshot, words) {
      head.show(snapshot.status, words)
      dialing.allow({
        toCall: snapshot.status === 'registered' || snapshot.status === 'stale',
        toChangeInput: snapshot.calls.length === 0,
      })
      unlock.hidden = !snapshot.isAudioBlocked
    },
    showStarting() {
      say('')
      head.show('connecting', 'Connecting…')
      dialing.allow({ toCall: false, toChangeInput: false })
    },
    showFailed(error) {
      say(error.message, true)
      head.show('failed', 'Could not start')
      dialing.allow({ toCall: false, toChangeInput: true })
    },
  }
}

function createHead(user, { start }) {
  const titleId = `phone-${user.extension}`
  const status = element('p', { class: 'status', role: 'status' })
  const retry = element(
    'button',
    { type: 'button', class: 'quiet', hidden: true, onclick: start },
    'Try again',
  )
  const title = element('h2', { id: titleId }, user.fullName, ' ', element('span', {}, user.extension))
  const avatar = element('span', { class: 'avatar', 'aria-hidden': 'true' }, initials(user.fullName))
  return {
    titleId,
    node: element('div', { class: 'phone-head' }, avatar, element('div', {}, title, status), retry),
    show(name, words) {
      setText(status, words)
      status.dataset.status = name
      retry.hidden = name !== 'failed'
    },
  }
}

function createDialing(user, peers, { dial, chooseInput }) {
  const number = element('input', {
    type: 'tel',
    'aria-label': `Number to call from ${user.extension}`,
    placeholder: 'Number to call',
    autocomplete: 'off',
    required: true,
  })
  const call = element('button', { class: 'primary' }, icon('call'), element('span', {}, 'Call'))
  const submit = (event) => {
    event.preventDefault()
    dial(number.value.trim())
  }
  const toPeers = peers.map(({ extension }) => {
    const attributes = { type: 'button', class: 'quiet', onclick: () => dial(extension) }
    return element('button', attributes, `Call ${extension}`)
  })
  const microphone = element('input', { type: 'checkbox', onchange: () => chooseInput(microphone.checked) })
  const choice = element('label', { class: 'check' }, microphone, ' real microphone')
  return {
    nodes: [
      element('form', { class: 'dial', onsubmit: submit }, number, call),
      element('div', { class: 'quick' }, ...toPeers, choice),
    ],
    allow({ toCall, toChangeInput }) {
      for (const button of [call, ...toPeers]) button.disabled = !toCall
      microphone.disabled = !toChangeInput
    },
  }
}
