// The CRM of the first user: contacts, the card of who calls, and the product's phone beside it.
import { createCallerButtons } from './caller-buttons.js'
import { createContactCard } from './contact-card.js'
import { createContactList } from './contact-list.js'
import { wordsOf } from './crm-words.js'
import { createLook } from './look.js'
import { createPhoneDock } from './phone-dock.js'

const digitsOf = (number) => number.replace(/\D/g, '').replace(/^84(?=\d{9,10}$)/, '0')

/** `ui` is the module `@zorio/webphone/ui`; `callFrom(peer)` makes another phone of the page call this one. */
export function createCrm({ places, user, peer, contacts, ui, callFrom }) {
  let phone
  let t = wordsOf('en')
  const look = createLook(places.look, (chosen) => {
    t = wordsOf(chosen.locale)
    list.show(t)
    card.show(t)
    callers.show(t)
    dock.update(chosen)
  })
  const find = (number) =>
    contacts.find(({ phones = [] }) => phones.some((own) => digitsOf(own) === digitsOf(number)))
  const open = (number, contact = find(number)) => {
    card.open({ number, contact })
    list.mark(contact)
  }
  const list = createContactList(places.list, {
    contacts,
    onOpen: (contact) => open(contact.phones[0] ?? '', contact),
  })
  const card = createContactCard(places.card, {
    user,
    sameNumber: (a, b) => digitsOf(a) === digitsOf(b),
    onOpen: open,
  })
  const callers = createCallerButtons(places.callers, { user, peer, callFrom })
  const dock = createPhoneDock(places.dock, ui, {
    search: async (text) =>
      list.find(text).map((contact) => ({ name: contact.full_name, number: contact.phones[0] })),
    onOpenContact: (contact) => open(contact.phones?.[0] ?? '', find(contact.phones?.[0] ?? '') ?? contact),
    onDial: (number) => open(number),
  })
  look.start()

  return {
    /** A phone of this user, new after a change of its microphone. */
    use(next) {
      phone = next
      dock.use(phone, look.chosen())
      phone.on('incoming_call', ({ call, contact }) => card.pop(call, contact ?? find(call.number)))
      phone.on('call_hangup', () => card.refreshCalls())
      phone.subscribe(() => card.follow(phone.calls))
    },
  }
}
