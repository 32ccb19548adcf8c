// One phone of the page: it connects, shows its state, dials, and keeps a card for each live call.
import { createCallCard } from './call-card.js'
import { createPhoneView } from './phone-view.js'
import { endWords, statusWords } from './words.js'

/**
 * `connect(options)` is `ZorioWebphone.connect`; `freshToken()` gives a token of this user that works; `watch(phone)` is
 * called for each new phone, before any of its events.
 */
export function createPhonePanel({ user, peers, connect, freshToken, watch }) {
  let phone
  let audioInput = 'tone'
  const view = createPhoneView(user, peers, { dial, start, unlock, chooseInput })
  const showCalls = createCallList(view.calls, { run, otherCall })

  async function start() {
    view.showStarting()
    const identity = { apiBase: location.origin, token: user.token, tokenResolver: freshToken }
    try {
      phone = await connect({ ...identity, audioInput })
    } catch (error) {
      view.showFailed(error)
      return
    }
    phone.on('call_hangup', ({ call, reason, billsec }) => view.say(endWords(call, reason, billsec)))
    phone.on('error', (error) => view.say(error.message, true))
    phone.subscribe(update)
    watch(phone)
    update()
  }

  function update() {
    if (!phone) return
    const snapshot = phone.getSnapshot()
    view.show(snapshot, statusWords(snapshot))
    showCalls(phone.calls)
  }

  function otherCall(call) {
    return phone?.calls.find((other) => other.uuid !== call.uuid && other.state === 'answered')
  }

  /** Carries an act out; what went wrong is said in the phone's message line. */
  function run(act) {
    view.say('')
    act.catch((error) => view.say(error.message, true))
  }

  function dial(number) {
    if (phone) run(phone.call(number))
  }

  function unlock() {
    if (phone) run(phone.unlockAudio())
  }

  /** The input is chosen when a phone connects, so a change of it means a new phone. */
  async function chooseInput(isMicrophone) {
    audioInput = isMicrophone ? 'microphone' : 'tone'
    const old = phone
    phone = undefined
    view.showStarting()
    await old?.disconnect()
    await start()
  }

  // The seconds of a call pass without a change of its state.
  setInterval(update, 500)
  void start()
  return { node: view.node, dial, extension: user.extension }
}

/** Keeps one card for each live call: added, updated, removed. */
function createCallList(place, acts) {
  const cards = new Map()
  return (calls) => {
    const live = calls.filter((call) => call.state !== 'ended')
    for (const [uuid, card] of cards)
      if (!live.some((call) => call.uuid === uuid)) {
        card.node.remove()
        cards.delete(uuid)
      }
    for (const call of live) {
      const card = cards.get(call.uuid) ?? createCallCard(call, acts)
      cards.set(call.uuid, card)
      if (!card.node.isConnected) place.append(card.node)
      card.update()
    }
  }
}
