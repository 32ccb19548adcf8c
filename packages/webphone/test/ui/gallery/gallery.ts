/** The gallery page: puts any of the named states on the page, as often and as large as the test wants. */
import { createFakePhone, type FakePhone } from '../../../src/ui/testing/fake-phone.ts'
import { galleryStates, type GalleryState } from '../../../src/ui/testing/gallery-states.ts'
import { moreStates } from '../../../src/ui/testing/gallery-more.ts'
import { captureTelLinks } from '../../../src/ui/tel-links.ts'
import { mountPhone, type MountedPhone, type PhoneUiOptions } from '../../../src/ui/index.ts'

export interface ShowOptions extends PhoneUiOptions {
  readonly names?: readonly string[]
  /** After what is there already. */
  readonly isMore?: boolean
  /** No cell around it: the state as a page would have it. */
  readonly isBare?: boolean
}

export interface Gallery {
  readonly names: readonly string[]
  /** Those of the contact sheet. */
  readonly pictured: readonly string[]
  readonly shown: { phone: FakePhone; mounted: MountedPhone; element: HTMLElement }[]
  show(options: ShowOptions): Promise<void>
  readonly captureTelLinks: typeof captureTelLinks
}

const logKey = 'zorio-webphone:log:1001'

const allStates = [...galleryStates, ...moreStates]

const gallery: Gallery = {
  names: allStates.map((state) => state.name),
  pictured: galleryStates.map((state) => state.name),
  shown: [],
  captureTelLinks,
  show: async ({ names = gallery.names, isBare = false, isMore = false, ...options }) => {
    if (!isMore) {
      gallery.shown.splice(0).forEach(({ mounted }) => mounted.unmount())
      document.body.replaceChildren()
    }
    document.body.className = isBare ? 'bare' : `cells ${options.theme ?? ''}`
    for (const name of names) {
      const state = allStates.find((known) => known.name === name)
      if (!state) throw new Error(`no state ${name}`)
      await showState(state, isBare ? document.body : cell(name), options)
    }
  },
}

function cell(name: string): Element {
  const figure = document.createElement('figure')
  const caption = document.createElement('figcaption')
  const box = document.createElement('div')
  caption.textContent = name
  box.className = 'box'
  figure.append(caption, box)
  document.body.append(figure)
  return box
}

async function showState(state: GalleryState, target: Element, options: PhoneUiOptions): Promise<void> {
  localStorage.setItem(logKey, JSON.stringify(state.log ?? []))
  const phone = createFakePhone()
  const mounted = mountPhone(phone, target, { ...state.options, ...options })
  const element = target.lastElementChild as HTMLElement & { updateComplete: Promise<unknown> }
  await drawn(element)
  // What listens to the phone comes a turn after what draws it.
  await new Promise((done) => setTimeout(done))
  state.arrange?.(phone)
  await element.updateComplete
  for (const step of state.act ?? []) {
    if (step.startsWith('~')) await until(element, step.slice(1))
    else act(element, step)
    await new Promise((done) => setTimeout(done))
    await element.updateComplete
  }
  gallery.shown.push({ phone, mounted, element })
}

const selectors: Record<string, string> = {
  status: '.status',
  control: '.control',
  key: '.key',
  tab: '.tabs button',
  pair: '.pair .button',
  bars: 'button.bars',
  keys: '.wide:last-of-type',
  entry: '.log-who',
  'open-duty': '.banner .link',
  silence: '.incoming .link',
  test: '.test-row .link',
  call: '[part~=call-button], .call-row button',
  minimise: '.overlay .header .icon-button:last-of-type',
}

async function until(element: HTMLElement, selector: string): Promise<void> {
  for (let tries = 0; tries < 1000; tries++) {
    if (element.shadowRoot?.querySelector(selector)) return
    await new Promise((done) => setTimeout(done, 5))
  }
  throw new Error(`no ${selector}`)
}

/** The words and the later chunk are there, and drawn. */
async function drawn(element: Element & { updateComplete: Promise<unknown> }): Promise<void> {
  for (let tries = 0; tries < 500; tries++) {
    await element.updateComplete
    const root = element.shadowRoot
    if (root?.querySelector('.panel, .launcher') && root.adoptedStyleSheets.some(isLater)) return
    await new Promise((done) => setTimeout(done, 5))
  }
  throw new Error('never drawn')
}

const isLater = (sheet: CSSStyleSheet): boolean =>
  [...sheet.cssRules].some((rule) => rule instanceof CSSStyleRule && rule.selectorText === '.checks li')

function act(element: HTMLElement, step: string): void {
  const root = element.shadowRoot
  if (!root) throw new Error('not drawn')
  if (step.startsWith('=')) {
    const input = root.querySelector('input')
    if (!input) throw new Error('no input')
    input.value = step.slice(1)
    input.dispatchEvent(new InputEvent('input', { bubbles: true, composed: true }))
    return
  }
  const isOptional = step.startsWith('?')
  const [name = '', index = '0'] = step.replace('?', '').split(':')
  const target = root.querySelectorAll<HTMLElement>(selectors[name] ?? '')[Number(index)]
  if (!target && !isOptional) throw new Error(`no ${step}`)
  target?.click()
}

declare global {
  interface Window {
    gallery: Gallery
  }
}
window.gallery = gallery
