// Who sent what when: an arrow for each SIP message, a dot for what happened in the phone.
import { make, seconds } from './svg.js'

const width = 620
const rowHeight = 26
const phoneX = 150
const pbxX = 540

/** What stands beside the dot; undefined for what the charts draw. */
function labelOf(entry) {
  if (entry.kind === 'event') return `${entry.name}${describe(entry.data)}`
  if (entry.kind === 'media')
    return `${entry.what}${entry.ms === undefined ? '' : ` ${entry.ms} ms`}${entry.error ? ` ✗ ${entry.error}` : ''}`
  if (entry.kind === 'ice') {
    const kinds = Object.entries(entry.candidates).map(([kind, count]) => `${count} ${kind}`)
    return `ICE ${entry.side}: ${kinds.join(', ')}`
  }
  if (entry.kind === 'devices') return `${entry.inputs.length} in, ${entry.outputs.length} out`
  return undefined
}

function describe(data) {
  const told = Object.values(data ?? {}).filter((value) => typeof value !== 'object')
  return told.length > 0 ? ` ${told.join(' ')}`.slice(0, 40) : ''
}

function arrow(entry, y) {
  const isSent = entry.direction === 'sent'
  const [from, to] = isSent ? [phoneX, pbxX] : [pbxX, phoneX]
  const tip = isSent ? to - 8 : to + 8
  const isBad = /^[4-6]\d\d/.test(entry.summary) && !/^40[17]/.test(entry.summary)
  return make(
    'g',
    { class: `arrow${isBad ? ' bad' : ''}` },
    make('line', { x1: from, y1: y + 6, x2: to, y2: y + 6 }),
    make('polygon', { points: `${to},${y + 6} ${tip},${y + 2} ${tip},${y + 10}` }),
    make('text', { x: (phoneX + pbxX) / 2, y: y + 1, 'text-anchor': 'middle' }, entry.summary),
  )
}

function note(label, y) {
  return make(
    'g',
    { class: 'note' },
    make('circle', { cx: phoneX, cy: y + 4, r: 4 }),
    make('text', { x: phoneX + 12, y: y + 8, class: 'dim' }, label),
  )
}

/** `onChoose` gets the entry whose line was clicked. */
export function drawLadder(svg, { entries, text, onChoose }) {
  const rows = entries.filter((entry) => entry.kind === 'sip' || labelOf(entry) !== undefined)
  const height = 50 + rows.length * rowHeight
  svg.setAttribute('viewBox', `0 0 ${width} ${height}`)
  const heads = [
    [phoneX, text.phone],
    [pbxX, text.pbx],
  ].flatMap(([x, name]) => [
    make('text', { x, y: 16, 'text-anchor': 'middle', 'font-weight': 700 }, name),
    make('line', { class: 'life', x1: x, y1: 24, x2: x, y2: height }),
  ])
  const lines = rows.map((entry, index) => {
    const y = 44 + index * rowHeight
    const row = make(
      'g',
      { class: 'entry', tabindex: 0, role: 'button', 'aria-label': entry.summary ?? labelOf(entry) },
      make('rect', { class: 'hit', x: 2, y: y - 11, width: width - 4, height: rowHeight, rx: 4 }),
      make('text', { x: 60, y: y + 8, 'text-anchor': 'end', class: 'dim' }, seconds(entry.t)),
      entry.kind === 'sip' ? arrow(entry, y) : note(labelOf(entry), y),
    )
    const choose = () => {
      for (const other of svg.querySelectorAll('.chosen')) other.classList.remove('chosen')
      row.classList.add('chosen')
      onChoose(entry)
    }
    row.addEventListener('click', choose)
    row.addEventListener('keydown', ({ key }) => ['Enter', ' '].includes(key) && choose())
    return row
  })
  svg.replaceChildren(...heads, ...lines)
}
