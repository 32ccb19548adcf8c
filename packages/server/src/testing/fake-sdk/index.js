// In place of the built SDK: phones that a test of the demo page drives by hand, as `window.fakePhones`.
const phones = (window.fakePhones = [])

export const ZorioWebphone = {
  async connect(options) {
    const phone = new FakePhone(options)
    phones.push(phone)
    return phone
  },
}

const answeredCall = {
  displayName: '',
  contact: null,
  direction: 'outgoing',
  state: 'answered',
  isMuted: false,
  isHeld: false,
  isRemoteHeld: false,
  media: 'connected',
  transferProgress: null,
  receivedDigits: '',
  billsec: 0,
}

class FakePhone {
  status = 'registered'
  reconnect = null
  isAudioBlocked = false
  calls = []
  /** Every method that the page called, with its arguments. */
  asked = []
  #handlers = new Map()
  #listeners = new Set()

  constructor(options) {
    this.options = options
  }
  on(name, handler) {
    this.#handlers.set(name, [...(this.#handlers.get(name) ?? []), handler])
  }
  subscribe(listener) {
    this.#listeners.add(listener)
  }
  getSnapshot() {
    const { status, reconnect, isAudioBlocked, calls } = this
    return { status, reconnect, isAudioBlocked, calls }
  }
  emit(name, payload) {
    for (const handler of this.#handlers.get(name) ?? []) handler(payload)
  }
  change(values) {
    Object.assign(this, values)
    for (const listener of this.#listeners) listener()
  }
  async call(...args) {
    this.asked.push(['call', ...args])
    if (args[0] === 'bad') throw new Error('Use digits only.')
  }
  async unlockAudio() {
    this.asked.push(['unlockAudio'])
  }
  async disconnect() {
    this.asked.push(['disconnect'])
  }

  /** A live call of this phone; every method is recorded. */
  addCall(values) {
    const call = Object.assign({ uuid: crypto.randomUUID() }, answeredCall, values)
    const methods = 'answer hangup hold unhold mute unmute sendDtmf transfer transferTo'.split(' ')
    for (const method of methods)
      call[method] = async (...args) => {
        this.asked.push([method, ...args.map((arg) => arg.number ?? arg)])
      }
    this.change({ calls: [...this.calls, call] })
    return call
  }
}
