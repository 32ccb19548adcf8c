// The calls with one contact, out of the server's call records.
import { element } from './dom.js'
import { clock } from './words.js'

/** A record is written when the call has ended on both sides. */
const settleMs = 1000

export function createCallHistory({ user, sameNumber }) {
  const node = element('section', { class: 'history' })
  let t = (key) => key
  let phones = []
  let records = []

  const refresh = async () => {
    const response = await fetch('/api/pbx/cdr?per_page=100', {
      headers: { Authorization: `Bearer ${user.token}` },
    })
    if (!response.ok) return
    // One that still lives is told above.
    records = (await response.json()).data.filter((record) => record.result !== null)
    draw()
  }

  function draw() {
    const own = records.filter((record) =>
      phones.some(
        (phone) => sameNumber(phone, record.caller_number) || sameNumber(phone, record.destination_number),
      ),
    )
    node.setAttribute('aria-label', t('calls'))
    node.replaceChildren(
      element('h3', {}, t('calls')),
      own.length === 0
        ? element('p', { class: 'hint' }, t('noCalls'))
        : element('ul', {}, ...own.slice(0, 6).map(row)),
    )
  }

  function row(record) {
    const time = new Date(record.start_time)
    const end = record.billsec > 0 ? clock(record.billsec) : t(record.result ?? 'answered')
    return element(
      'li',
      {},
      element('span', {}, t(record.direction)),
      element('span', { class: 'hint' }, end),
      element(
        'time',
        { datetime: record.start_time },
        time.toLocaleTimeString(document.documentElement.lang, { hour: '2-digit', minute: '2-digit' }),
      ),
    )
  }

  return {
    node,
    refresh: () => setTimeout(() => void refresh().catch(() => {}), settleMs),
    show(words, numbers) {
      t = words
      phones = numbers
      draw()
      void refresh().catch(() => {})
    },
  }
}
