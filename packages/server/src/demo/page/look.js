// Which language, theme and layout: chosen above the page, kept for the next visit, told at each change.
import { element } from './dom.js'
import { wordsOf } from './crm-words.js'

const key = 'zorio-demo:look'
const options = {
  locale: [
    ['vi', 'Tiếng Việt'],
    ['en', 'English'],
  ],
  theme: ['auto', 'light', 'dark'],
  layout: ['docked', 'overlay', 'fullscreen'],
}
const titles = { locale: 'language', theme: 'theme', layout: 'layout' }

function stored() {
  try {
    return JSON.parse(localStorage.getItem(key) ?? '{}')
  } catch {
    return {}
  }
}

export function createLook(place, onChange) {
  const isWide = matchMedia('(min-width: 1080px)').matches
  const first = {
    locale: navigator.language.startsWith('vi') ? 'vi' : 'en',
    theme: 'auto',
    layout: isWide ? 'docked' : 'overlay',
  }
  let chosen = { ...first, ...stored() }

  const selects = Object.entries(options).map(([name, values]) => {
    const select = element('select', {
      onchange: () => {
        chosen = { ...chosen, [name]: select.value }
        try {
          localStorage.setItem(key, JSON.stringify(chosen))
        } catch {
          // A page without storage starts anew each time.
        }
        apply()
      },
    })
    const caption = element('span', {})
    const entries = values.map((value) => {
      const [id, text] = Array.isArray(value) ? value : [value, undefined]
      return { id, text, node: element('option', { value: id }) }
    })
    select.append(...entries.map((entry) => entry.node))
    return { name, select, caption, entries, node: element('label', {}, caption, select) }
  })

  function apply() {
    const t = wordsOf(chosen.locale)
    const root = document.documentElement
    root.lang = chosen.locale
    root.dataset.theme = chosen.theme
    root.dataset.layout = chosen.layout
    for (const { name, select, caption, entries } of selects) {
      caption.textContent = t(titles[name])
      for (const entry of entries) entry.node.textContent = entry.text ?? t(entry.id)
      select.value = chosen[name]
    }
    onChange(chosen)
  }

  return {
    chosen: () => chosen,
    start() {
      place.append(...selects.map((select) => select.node))
      const bar = place.closest('header')
      // How far down a phone that fills the page begins.
      const measure = () => document.documentElement.style.setProperty('--top', `${bar.offsetHeight}px`)
      new ResizeObserver(measure).observe(bar)
      apply()
    },
  }
}
