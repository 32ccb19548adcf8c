// Somebody calls the agent: a contact, an unknown number, the other phone of the page.
import { element, icon, setText } from './dom.js'

export function createCallerButtons(place, { user, peer, callFrom }) {
  const title = element('span', { class: 'callers-title' })
  const problem = element('span', { class: 'hint', role: 'status' })
  const ring = async (from) => {
    setText(problem, '')
    const response = await fetch('/demo/trigger/incoming', {
      method: 'POST',
      headers: { Authorization: `Bearer ${user.token}`, 'Content-Type': 'application/json' },
      body: JSON.stringify({ from, to: user.extension }),
    })
    if (!response.ok) setText(problem, (await response.json()).message ?? `HTTP ${response.status}`)
  }
  const button = (text, onclick) => {
    const label = element('span', {}, text)
    return {
      label,
      node: element('button', { type: 'button', class: 'quiet', onclick }, icon('call'), label),
    }
  }
  const known = button('Nguyễn An', () => ring('0987654321'))
  const unknown = button('', () => ring('0281234567'))
  const other = peer && button(`${peer.fullName} (${peer.extension})`, callFrom)
  place.append(title, known.node, unknown.node, ...(other ? [other.node] : []), problem)
  return {
    show(t) {
      setText(title, t('simulate'))
      setText(unknown.label, t('anUnknown'))
    },
  }
}
