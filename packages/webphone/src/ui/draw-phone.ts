/** The whole phone from a view: frame, and the one screen that the view names. */
import { html, nothing, type TemplateResult } from 'lit/html.js'
import type { Webphone } from '../phone-api.ts'
import { banners, header, launcher, tabs, type FrameTools } from './parts/frame.ts'
import type { ScreenInput } from './parts/screen-input.ts'
import type * as later from './later.ts'
import { callScreen } from './screens/call-screen.ts'
import { dialScreen } from './screens/dial-screen.ts'
import { incomingScreen, secondCallCard } from './screens/incoming-screen.ts'

/** The chunk that comes after the first screen; null until it is there. */
export type Later = typeof later

type Drawn = TemplateResult | typeof nothing

export interface DrawTools {
  readonly phone: Webphone
  readonly later: Later | null
  readonly popOut: (() => void) | undefined
}

export function drawPhone(input: ScreenInput, tools: DrawTools): TemplateResult {
  const { view, ui, options, t } = input
  const { phone, later, popOut } = tools
  const isOverlay = options.layout === 'overlay'
  if (isOverlay && ui.isMinimised) return launcher(input)
  const frame: FrameTools = {
    isOverlay,
    extension: phone.extension,
    displayName: phone.displayName,
    ...(view.call && popOut ? { popOut } : {}),
  }
  const { incoming } = view
  return html`<section class="panel" part="panel" aria-label=${t.phone}>
    ${header(input, frame)} ${banners(input)}
    <main class="stage" role="presentation">
      ${incoming?.isSecond ? secondCallCard(input, incoming) : nothing} ${screenOf(input, later)}
    </main>
    ${view.hasTabs ? tabs(input) : nothing}
  </section>`
}

function screenOf(input: ScreenInput, later: Later | null): Drawn {
  const { view } = input
  const { call, incoming, result } = view
  switch (view.screen) {
    case 'incoming':
      return incoming ? incomingScreen(input, incoming) : nothing
    case 'call':
      return call ? callScreen(input, call) : nothing
    case 'keypad':
      return (call && later?.keypadPane(input, call)) ?? nothing
    case 'transfer':
      return (call && later?.transferPane(input, call)) ?? nothing
    case 'result':
      return (result && later?.resultScreen(input, result)) ?? nothing
    case 'recents':
      return later?.recentsScreen(input) ?? nothing
    case 'settings':
    case 'audio':
      return later?.settingsScreen(input) ?? nothing
    case 'duty':
      return later?.dutyScreen(input) ?? nothing
    case 'dial':
      return dialScreen(input)
  }
}
