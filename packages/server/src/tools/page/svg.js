// SVG by hand: elements and attributes only, so that the strictest CSP lets it pass.
const space = 'http://www.w3.org/2000/svg'

export function make(name, attributes = {}, ...children) {
  const element = document.createElementNS(space, name)
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value)
  element.append(...children)
  return element
}

export const seconds = (ms) => (ms / 1000).toFixed(2)
