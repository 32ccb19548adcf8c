// Small charts over the time of the call, one under the other so that a moment is one column.
import { make, seconds } from './svg.js'

const width = 560
const height = 86
const left = 34
const bottom = 16
const top = 12

/** A gap where nothing was measured. */
function pathOf(points, xOf, yOf) {
  let isOpen = false
  return points
    .map(([t, value]) => {
      if (value === null || value === undefined) {
        isOpen = false
        return ''
      }
      const command = isOpen ? 'L' : 'M'
      isOpen = true
      return `${command}${xOf(t).toFixed(1)} ${yOf(value).toFixed(1)}`
    })
    .join('')
}

function chart({ name, series, range, endMs }) {
  const values = series.flat().map(([, value]) => value)
  const numbers = values.filter((value) => typeof value === 'number')
  const [low, high] = range ?? [0, Math.max(1, ...numbers)]
  const xOf = (t) => left + (t / Math.max(1, endMs)) * (width - left - 4)
  const yOf = (value) => top + (1 - (value - low) / (high - low)) * (height - bottom - top - 4)
  const axis = [low, high].flatMap((value) => [
    make('line', { class: 'axis', x1: left, x2: width, y1: yOf(value), y2: yOf(value) }),
    make(
      'text',
      { class: 'dim', x: left - 4, y: yOf(value) + 4, 'text-anchor': 'end' },
      Math.round(value * 10) / 10,
    ),
  ])
  const paths = series.map((points, index) =>
    make('path', { d: pathOf(points, xOf, yOf), ...(index > 0 && { class: 'second' }) }),
  )
  const ends = [0, endMs].map((t, index) =>
    make(
      'text',
      { class: 'dim', x: xOf(t), y: height - 3, 'text-anchor': index === 0 ? 'start' : 'end' },
      `${seconds(t)} s`,
    ),
  )
  const last = numbers.at(-1)
  const figure = document.createElement('figure')
  figure.className = 'chart'
  const caption = document.createElement('figcaption')
  const label = document.createElement('span')
  label.textContent = name
  const value = document.createElement('span')
  value.className = 'muted'
  value.textContent = last === undefined ? '–' : String(last)
  caption.append(label, value)
  const svg = make(
    'svg',
    { viewBox: `0 0 ${width} ${height}`, role: 'img', 'aria-label': name },
    ...axis,
    ...paths,
    ...ends,
  )
  figure.append(caption, svg)
  return figure
}

export function drawCharts(box, { entries, text }) {
  const samples = entries.filter(({ kind }) => kind === 'stats')
  const endMs = entries.at(-1)?.t ?? 0
  const of = (field) => samples.map((sample) => [sample.t, sample[field]])
  const all = [
    { name: 'MOS', series: [of('mos')], range: [1, 4.5] },
    {
      name: text.loss,
      series: [of('lossPercent')],
      range: [0, Math.max(5, ...samples.map((s) => s.lossPercent))],
    },
    {
      name: text.jitter,
      series: [of('jitterMs')],
      range: [0, Math.max(30, ...samples.map((s) => s.jitterMs))],
    },
    {
      name: text.rtt,
      series: [of('roundTripMs')],
      range: [0, Math.max(100, ...samples.map((s) => s.roundTripMs ?? 0))],
    },
    {
      name: text.packets,
      series: [of('packetsReceived'), of('packetsSent')],
      range: [0, Math.max(60, ...samples.map((s) => s.packetsReceived))],
    },
  ]
  box.replaceChildren(...all.map((one) => chart({ ...one, endMs })))
}
