// The demo page: a CRM with the product's phone; below it two phones, the test numbers, the events, the snippet.
import { createCrm } from './crm.js'
import { element } from './dom.js'
import { createEventLog } from './event-log.js'
import { createPhonePanel } from './phone-panel.js'

const byId = (id) => document.getElementById(id)

/** Users with their tokens. Given to this page only, on this machine only; after a restart of the server they are new. */
async function fetchSession() {
  const response = await fetch('/demo/session.json', { cache: 'no-store' })
  if (response.status === 403)
    throw new Error(
      'The demo gives its tokens to pages on the same machine only. Open it as http://localhost.',
    )
  if (!response.ok) throw new Error(`The demo server answered ${response.status}.`)
  return response.json()
}

async function main() {
  const session = await fetchSession()
  const { ZorioWebphone } = await import(new URL('/sdk/index.js', location.origin).href)
  const users = session.users.slice(0, 2)
  const log = createEventLog({
    list: byId('events'),
    empty: byId('events-empty'),
    all: byId('events-all'),
    clear: byId('events-clear'),
  })
  const crm = createCrm({
    places: placesOfCrm(),
    user: users[0],
    peer: users[1],
    contacts: session.contacts,
    ui: await import(new URL('/sdk/ui.js', location.origin).href),
    callFrom: () => panels[1].dial(users[0].extension),
  })
  const panels = users.map((user, index) =>
    createPhonePanel({
      user,
      peers: users.filter((peer) => peer !== user),
      connect: (options) => ZorioWebphone.connect(options),
      freshToken: () => tokenOf(user.extension),
      watch: (phone) => {
        log.watch(user.extension, phone)
        if (index === 0) crm.use(phone)
      },
    }),
  )
  byId('phones').append(...panels.map((panel) => panel.node))
  showTestNumbers(session.testNumbers, panels)
  showSnippet(session.snippet, users[0].token)
}

function placesOfCrm() {
  const list = {
    title: 'contacts-title',
    search: 'contacts-search',
    list: 'contacts',
    empty: 'contacts-empty',
  }
  return {
    list: Object.fromEntries(Object.entries(list).map(([name, id]) => [name, byId(id)])),
    card: byId('card'),
    dock: byId('dock'),
    callers: byId('callers'),
    look: byId('look'),
  }
}

async function tokenOf(extension) {
  const { users } = await fetchSession()
  return users.find((user) => user.extension === extension).token
}

function showTestNumbers(testNumbers, panels) {
  const options = panels.map((panel, index) => {
    const input = element('input', {
      type: 'radio',
      name: 'from',
      value: panel.extension,
      checked: index === 0,
    })
    return { input, panel, label: element('label', {}, input, element('span', {}, panel.extension)) }
  })
  byId('numbers-from').append(...options.map((option) => option.label))
  const chosen = () => options.find((option) => option.input.checked).panel
  byId('numbers').append(
    ...testNumbers.map(({ number, label, effect }) =>
      element(
        'button',
        { type: 'button', title: effect, 'data-number': number, onclick: () => chosen().dial(number) },
        element('b', {}, number),
        element('span', {}, label),
      ),
    ),
  )
}

function showSnippet(snippet, token) {
  byId('snippet').textContent = snippet.replace(token, `${token.slice(0, 6)}…`)
  const button = byId('snippet-copy')
  const label = button.querySelector('span')
  const say = (text) => (label.textContent = text)
  button.addEventListener('click', () => {
    navigator.clipboard.writeText(snippet).then(
      () => say('Copied'),
      () => say('Not allowed here'),
    )
    setTimeout(say, 2000, 'Copy')
  })
}

main().catch((error) => {
  const banner = byId('page-error')
  banner.textContent = error.message
  banner.hidden = false
})
