// One live call of a phone: who, what state, and what one can do now. Built once and then kept up to date, so that a
// button never vanishes under a pressed finger.
import { element, iconButton, setText } from './dom.js'
import { callWords, nameOf } from './words.js'

const keys = ['1', '2', '3', 'A', '4', '5', '6', 'B', '7', '8', '9', 'C', '*', '0', '#', 'D']

/** `run` carries a promise out and tells its failure; `otherCall` gives the phone's other answered call, if any. */
export function createCallCard(call, { run, otherCall }) {
  const name = element('strong', { class: 'call-name' })
  const number = element('span', { class: 'call-number' })
  const state = element('span', { class: 'call-state', 'data-state': call.state })
  const digits = element('p', { class: 'call-digits', hidden: true })

  const answer = iconButton('call', 'Answer', { class: 'primary', onclick: () => run(call.answer()) })
  const hangup = iconButton('hangup', 'Hang up', { class: 'danger', onclick: () => run(call.hangup()) })
  const mute = iconButton('mute', 'Mute', {
    onclick: () => run(call.isMuted ? call.unmute() : call.mute()),
  })
  const hold = iconButton('hold', 'Hold', { onclick: () => run(call.isHeld ? call.unhold() : call.hold()) })
  const keypad = createKeypad((key) => run(call.sendDtmf(key)))
  const transfer = createTransfer({
    toNumber: (target) => run(call.transfer(target)),
    toOther: () => {
      const other = otherCall(call)
      if (other) run(call.transferTo(other))
    },
  })
  const node = element(
    'article',
    { class: 'call', 'data-call': call.uuid, 'data-direction': call.direction, 'aria-label': 'Call' },
    element('div', { class: 'call-who' }, name, number, state),
    digits,
    element(
      'div',
      { class: 'call-actions' },
      answer.node,
      mute.node,
      hold.node,
      keypad.toggle,
      transfer.toggle,
      hangup.node,
    ),
    keypad.node,
    transfer.node,
  )

  function update() {
    const isTalking = call.state === 'answered'
    const isIncoming = call.direction === 'incoming' && call.state === 'ringing'
    setText(name, nameOf(call))
    setText(number, nameOf(call) === call.number ? '' : call.number)
    setText(state, callWords(call))
    state.dataset.state = call.state
    answer.node.hidden = !isIncoming
    hangup.show('hangup', isIncoming ? 'Decline' : 'Hang up')
    mute.show(call.isMuted ? 'unmute' : 'mute', call.isMuted ? 'Unmute' : 'Mute')
    hold.show(call.isHeld ? 'resume' : 'hold', call.isHeld ? 'Resume' : 'Hold')
    for (const button of [mute.node, hold.node, keypad.toggle, transfer.toggle]) button.hidden = !isTalking
    transfer.offerOther(otherCall(call))
    digits.hidden = call.receivedDigits === ''
    setText(digits, `Pressed by the other side: ${call.receivedDigits}`)
  }

  update()
  return { node, update }
}

function createKeypad(press) {
  const node = element(
    'div',
    { class: 'keypad', hidden: true, role: 'group', 'aria-label': 'Keypad' },
    ...keys.map((key) => element('button', { type: 'button', onclick: () => press(key) }, key)),
  )
  return { node, toggle: panelToggle('keypad', 'Keypad', node) }
}

function createTransfer({ toNumber, toOther }) {
  const input = element('input', {
    type: 'tel',
    'aria-label': 'Transfer to',
    placeholder: 'Number',
    autocomplete: 'off',
    required: true,
  })
  const other = element('button', { type: 'button', hidden: true, onclick: toOther }, '')
  const node = element(
    'form',
    {
      class: 'transfer',
      hidden: true,
      onsubmit: (event) => {
        event.preventDefault()
        toNumber(input.value.trim())
      },
    },
    input,
    element('button', { class: 'primary' }, 'Transfer now'),
    other,
  )
  return {
    node,
    toggle: panelToggle('transfer', 'Transfer', node),
    offerOther(call) {
      other.hidden = !call
      if (call) setText(other, `Join with ${nameOf(call)}`)
    },
  }
}

function panelToggle(iconName, label, panel) {
  const { node } = iconButton(iconName, label, {
    'aria-expanded': 'false',
    onclick: () => {
      panel.hidden = !panel.hidden
      node.setAttribute('aria-expanded', String(!panel.hidden))
      panel.querySelector('input, button')?.focus()
    },
  })
  return node
}
