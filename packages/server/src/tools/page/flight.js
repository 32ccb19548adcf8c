// Reads a flight record in the page and draws it. What stands in it is text of others: shown as text, never as markup.
import { drawCharts } from './flight-charts.js'
import { drawLadder } from './flight-ladder.js'
import { words } from './flight-words.js'

/** Served beside this page; no file of its own sources. */
const sdk = '/sdk/flight.js'
const get = (id) => document.getElementById(id)
const longestBytes = 20_000_000
const state = {
  language: navigator.language.startsWith('vi') ? 'vi' : 'en',
  record: undefined,
  chosen: undefined,
}
const asked = new URLSearchParams(location.search).get('locale')
if (asked in words) state.language = asked

const isRecord = (value) =>
  value?.format === 'zorio-flight' &&
  value.version === 1 &&
  typeof value.call === 'object' &&
  Array.isArray(value.entries) &&
  value.entries.every((entry) => typeof entry?.kind === 'string' && Number.isFinite(entry.t))

function detailOf(entry) {
  if (!entry) return words[state.language].pick
  return entry.kind === 'sip' ? entry.text : JSON.stringify(entry, null, 2)
}

function drawFacts({ call, startedAt, entries, userAgent }) {
  const text = words[state.language]
  const route = entries.findLast(({ kind }) => kind === 'stats')?.route
  const facts = [
    [text.number, call.number],
    [text.direction, call.direction],
    [text.reason, call.reason ?? call.state],
    [text.billsec, call.billsec],
    [text.started, new Date(startedAt).toLocaleString(state.language)],
    [text.route, route ?? '–'],
    ['uuid', call.uuid],
    ['browser', userAgent],
  ]
  get('facts').replaceChildren(
    ...facts.map(([name, value]) => {
      const pair = document.createElement('div')
      const [term, told] = [document.createElement('dt'), document.createElement('dd')]
      term.textContent = name
      told.textContent = String(value)
      pair.append(term, told)
      return pair
    }),
  )
}

function draw() {
  const text = words[state.language]
  document.documentElement.lang = state.language
  for (const element of document.querySelectorAll('[data-words]'))
    element.textContent = text[element.dataset.words]
  for (const element of document.querySelectorAll('[data-label]'))
    element.setAttribute('aria-label', text[element.dataset.label])
  get('language').textContent = text.language
  const { record } = state
  get('summary').hidden = get('drawings').hidden = !record
  if (!record) return
  drawFacts(record)
  const onChoose = (entry) => {
    state.chosen = entry
    get('detail').textContent = detailOf(entry)
  }
  drawLadder(get('ladder'), { entries: record.entries, text, onChoose })
  drawCharts(get('charts'), { entries: record.entries, text })
  get('detail').textContent = detailOf(state.chosen)
}

function show(value) {
  const isGood = isRecord(value)
  get('message').textContent = isGood ? '' : words[state.language].wrong
  if (!isGood) return
  Object.assign(state, { record: value, chosen: undefined })
  draw()
}

async function read(file) {
  if (!file || file.size > longestBytes) return show(undefined)
  try {
    show(JSON.parse(await file.text()))
  } catch {
    show(undefined)
  }
}

async function makeOne(token) {
  get('make').disabled = true
  get('message').textContent = words[state.language].making
  try {
    const { connectRecorded } = await import(sdk)
    const { phone, recorder } = await connectRecorded({ apiBase: location.origin, token, audioInput: 'tone' })
    await new Promise((resolve) => phone.once('registered', resolve))
    const call = await phone.call('9200')
    await new Promise((resolve) => setTimeout(resolve, 8000))
    await call.hangup()
    await phone.disconnect()
    show(recorder.record(call.uuid))
  } catch (error) {
    get('message').textContent = error.message
  } finally {
    get('make').disabled = false
  }
}

get('file').addEventListener('change', ({ target }) => void read(target.files[0]))
document.addEventListener('dragover', (event) => event.preventDefault())
document.addEventListener('drop', (event) => {
  event.preventDefault()
  void read(event.dataTransfer.files[0])
})
get('language').addEventListener('click', () => {
  state.language = state.language === 'vi' ? 'en' : 'vi'
  draw()
})
get('save').addEventListener('click', () => {
  const link = document.createElement('a')
  link.href = URL.createObjectURL(
    new Blob([JSON.stringify(state.record, null, 2)], { type: 'application/json' }),
  )
  link.download = `flight-${state.record.call.uuid}.json`
  link.click()
  URL.revokeObjectURL(link.href)
})
draw()

// In the demo, which gives its tokens to its own pages.
const demo = await fetch('/demo/session.json').catch(() => undefined)
const token = demo?.ok ? (await demo.json()).users[0]?.token : undefined
get('make').hidden = !token
get('make').addEventListener('click', () => void makeOne(token))
