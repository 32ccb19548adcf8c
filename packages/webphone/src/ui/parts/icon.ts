/** Line icons on a 24 x 24 grid, after Feather and Lucide (MIT, ISC). Decoration only: the words stand beside or in the label. */
import { svg, html, type TemplateResult } from 'lit/html.js'

const handset =
  'M22 16.9v3a2 2 0 0 1-2.2 2 19.8 19.8 0 0 1-8.6-3.1 19.5 19.5 0 0 1-6-6 19.8 19.8 0 0 1-3.1-8.6A2 2 0 0 1 4.1 2h3a2 2 0 0 1 2 1.7c.1 1 .4 1.9.7 2.8a2 2 0 0 1-.5 2.1L8.1 9.9a16 16 0 0 0 6 6l1.3-1.3a2 2 0 0 1 2.1-.4c.9.3 1.8.5 2.8.7a2 2 0 0 1 1.7 2z'
const circle = 'M12 22a10 10 0 1 0 0-20 10 10 0 0 0 0 20z'
const bell = 'M10.3 21a2 2 0 0 0 3.4 0'

const paths = {
  phone: handset,
  hangup: handset,
  forward: `M18 2l4 4-4 4M14 6h8${handset}`,
  mic: 'M12 2a3 3 0 0 0-3 3v7a3 3 0 0 0 6 0V5a3 3 0 0 0-3-3zM19 10v2a7 7 0 0 1-14 0v-2M12 19v3',
  micOff:
    'M2 2l20 20M18.9 13.2A7 7 0 0 0 19 12v-2M5 10v2a7 7 0 0 0 12 5M15 9.3V5a3 3 0 0 0-5.7-1.3M9 9v3a3 3 0 0 0 5.1 2.1M12 19v3',
  pause: 'M9 5v14M15 5v14',
  copy: 'M9 9h11v11H9zM5 15H4V4h11v1',
  play: 'M7 4l13 8-13 8z',
  keypad: 'M5 5h.01M12 5h.01M19 5h.01M5 12h.01M12 12h.01M19 12h.01M5 19h.01M12 19h.01M19 19h.01',
  add: 'M12 5v14M5 12h14',
  speaker: 'M11 5L6 9H2v6h4l5 4zM15.5 8.5a5 5 0 0 1 0 7M19 5a10 10 0 0 1 0 14',
  erase: 'M9 5h11a2 2 0 0 1 2 2v10a2 2 0 0 1-2 2H9l-7-7zM18 9l-6 6M12 9l6 6',
  clock: `${circle}M12 6v6l4 2`,
  sliders:
    'M3 7h8M19 7h2M3 17h2M13 17h8M18 7a3 3 0 1 1-6 0 3 3 0 0 1 6 0zM12 17a3 3 0 1 1-6 0 3 3 0 0 1 6 0z',
  back: 'M15 18l-6-6 6-6',
  close: 'M18 6L6 18M6 6l12 12',
  down: 'M6 9l6 6 6-6',
  swap: 'M8 3L4 7l4 4M4 7h16M16 21l4-4-4-4M20 17H4',
  popOut: 'M15 3h6v6M10 14L21 3M21 14v5a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2h5',
  arrowIn: 'M17 7L7 17M17 17H7V7',
  arrowOut: 'M7 17L17 7M7 7h10v10',
  record: `${circle}M12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6z`,
  keyboard: 'M3 6h18v12H3zM7 10h.01M11 10h.01M15 10h.01M8 14h8',
  check: 'M20 6L9 17l-5-5',
  warn: 'M12 9v4M12 17h.01M10.3 3.9L1.8 18a2 2 0 0 0 1.7 3h17a2 2 0 0 0 1.7-3L13.7 3.9a2 2 0 0 0-3.4 0z',
  info: `${circle}M12 16v-4M12 8h.01`,
  bell: `${bell}M6 8a6 6 0 0 1 12 0c0 7 3 9 3 9H3s3-2 3-9`,
  bellOff: `${bell}M18.6 13A18 18 0 0 1 18 8M6.3 6.3A6 6 0 0 0 6 8c0 7-3 9-3 9h14M18 8a6 6 0 0 0-9.3-5M2 2l20 20`,
} as const

export type IconName = keyof typeof paths

export function icon(name: IconName): TemplateResult {
  return html`<svg class="icon icon-${name}" viewBox="0 0 24 24" aria-hidden="true">
    ${svg`<path d=${paths[name]} />`}
  </svg>`
}
