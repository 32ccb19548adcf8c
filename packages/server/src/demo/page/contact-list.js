// The contacts: searched by name or number, opened by a click, called by their `tel:` link.
import { element, icon } from './dom.js'
import { initials } from './words.js'

const plain = (text) =>
  text.normalize('NFD').replace(/\p{M}/gu, '').replaceAll('đ', 'd').replaceAll('Đ', 'D').toLowerCase()

export function createContactList({ title, search, list, empty }, { contacts, onOpen }) {
  const find = (text) => {
    const wanted = plain(text.trim())
    const digits = text.replace(/\D/g, '')
    return contacts.filter(
      ({ full_name: name, phones = [] }) =>
        plain(name).includes(wanted) || (digits !== '' && phones.some((phone) => phone.includes(digits))),
    )
  }
  let t
  let marked
  const rows = new Map()

  function draw() {
    const found = find(search.value)
    rows.clear()
    list.replaceChildren(...found.map(row))
    empty.hidden = found.length > 0
  }

  function row(contact) {
    const [number = ''] = contact.phones ?? []
    const who = element(
      'button',
      {
        type: 'button',
        class: 'contact-open',
        'aria-current': contact === marked ? 'true' : undefined,
        onclick: () => onOpen(contact),
      },
      element('span', { class: 'avatar small', 'aria-hidden': 'true' }, initials(contact.full_name)),
      element(
        'span',
        { class: 'contact-who' },
        element('b', {}, contact.full_name),
        element('span', {}, number),
      ),
    )
    rows.set(contact, who)
    const link = { class: 'round-link', href: `tel:${number}`, title: t('call', { number }) }
    return element(
      'li',
      {},
      who,
      element('a', { ...link, 'aria-label': `${t('call', { number })}, ${contact.full_name}` }, icon('call')),
    )
  }

  search.addEventListener('input', draw)
  return {
    find,
    mark(contact) {
      marked = contact
      for (const [one, node] of rows) {
        if (one === contact) node.setAttribute('aria-current', 'true')
        else node.removeAttribute('aria-current')
      }
    },
    show(words) {
      t = words
      title.textContent = t('contacts')
      search.placeholder = t('search')
      search.setAttribute('aria-label', t('search'))
      empty.textContent = t('nobody')
      draw()
    },
  }
}
