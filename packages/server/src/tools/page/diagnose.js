// The page around `diagnose()`: one button, the list as it grows, the result to copy.
import { words } from './diagnose-words.js'

/** Served beside this page; no file of its own sources. */
const sdk = '/sdk/index.js'
const get = (id) => document.getElementById(id)
const signs = { ok: '✓', warn: '!', fail: '✗', skipped: '–' }
const state = {
  language: navigator.language.startsWith('vi') ? 'vi' : 'en',
  checks: [],
  done: 0,
  total: 9,
  result: undefined,
}
const chosen = new URLSearchParams(location.search).get('locale')
if (chosen in words) state.language = chosen

function drawCheck({ name, status, code, durationMs, remedy, details }) {
  const text = words[state.language]
  const make = (tag, content, className = '') => {
    const element = document.createElement(tag)
    element.textContent = content
    element.className = className
    return element
  }
  const row = make('li', '', status)
  const numbers = Object.entries(details).map(([key, value]) => `${key} ${value}`)
  row.append(
    make('span', signs[status], 'sign'),
    make('strong', text[name]),
    make('span', `${durationMs} ms`, 'muted'),
    make('p', remedy[state.language]),
    make('small', [code, ...numbers].join(' · ')),
  )
  return row
}

function draw() {
  const text = words[state.language]
  document.documentElement.lang = state.language
  for (const element of document.querySelectorAll('[data-words]'))
    element.textContent = text[element.dataset.words]
  get('language').textContent = text.language
  get('checks').replaceChildren(...state.checks.map(drawCheck))
  const verdict = state.result?.verdict
  get('verdict').className = `verdict ${verdict ?? ''}`
  get('verdict').textContent = verdict
    ? text[verdict]
    : text.running.replace('{done}', state.done).replace('{total}', state.total)
  get('copy').hidden = !verdict
}

async function run(token) {
  Object.assign(state, { checks: [], done: 0, result: undefined })
  get('copied').textContent = ''
  get('report').hidden = false
  get('start').disabled = true
  draw()
  const { ZorioWebphone } = await import(sdk)
  state.result = await ZorioWebphone.diagnose({
    apiBase: location.origin,
    token,
    onProgress({ check, doneCount, totalCount }) {
      state.checks.push(check)
      Object.assign(state, { done: doneCount, total: totalCount })
      draw()
    },
  })
  state.checks = state.result.checks
  get('start').disabled = false
  draw()
}

get('form').addEventListener('submit', (event) => {
  event.preventDefault()
  void run(get('token').value.trim())
})
get('language').addEventListener('click', () => {
  state.language = state.language === 'vi' ? 'en' : 'vi'
  draw()
})
get('copy').addEventListener('click', () => {
  const say = () => (get('copied').textContent = words[state.language].copied)
  navigator.clipboard.writeText(JSON.stringify(state.result, null, 2)).then(say, () => {})
})
draw()

// In the demo, which gives its tokens to its own pages; elsewhere there is no such address.
const demo = await fetch('/demo/session.json').catch(() => undefined)
if (demo?.ok) get('token').value ||= (await demo.json()).users[0]?.token ?? ''
document.documentElement.dataset.ready = ''
