// Building blocks of the page: elements and icons. Text is always set as text, since names come from the network.

/** `element('button', { class: 'primary', type: 'button' }, 'Call')`; a child may be a node, a text, or nothing. */
export function element(tag, attributes = {}, ...children) {
  const node = document.createElement(tag)
  for (const [name, value] of Object.entries(attributes)) {
    if (name.startsWith('on')) node.addEventListener(name.slice(2), value)
    else if (value === true) node.setAttribute(name, '')
    else if (value !== false && value !== undefined) node.setAttribute(name, value)
  }
  node.append(...children.filter((child) => child !== undefined))
  return node
}

const svg = 'http://www.w3.org/2000/svg'

export function icon(name) {
  const node = document.createElementNS(svg, 'svg')
  node.setAttribute('aria-hidden', 'true')
  const use = document.createElementNS(svg, 'use')
  use.setAttribute('href', `#icon-${name}`)
  node.append(use)
  return node
}

/** A button with an icon and a word; `show(icon, word)` changes both. */
export function iconButton(name, label, attributes) {
  const text = element('span', {}, label)
  const node = element('button', { type: 'button', ...attributes }, icon(name), text)
  const show = (nextName, nextLabel) => {
    if (text.textContent === nextLabel) return
    node.firstChild.replaceWith(icon(nextName))
    text.textContent = nextLabel
  }
  return { node, show }
}

/** Changes the text only when it differs, so that a selection and a screen reader are not disturbed. */
export function setText(node, text) {
  if (node.textContent !== text) node.textContent = text
}
