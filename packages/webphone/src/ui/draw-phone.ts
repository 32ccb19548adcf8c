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
    ${header(input, frame, later)} ${banners(input)}
    <main class="stage" role="presentation">
      ${incoming?.isSecond ? secondCallCard(input, incoming) : nothing} ${screenOf(input, later)}
    </main>
    ${view.hasTabs ? tabs(input) : nothing}
  </section>`
}

function screenOf(input: ScreenInput, later: Later | null): Drawn {
  const { screen, call, incoming } = input.view
  if (screen === 'incoming') return incoming ? incomingScreen(input, incoming) : nothing
  if (screen === 'call') return call ? callScreen(input, call, later) : nothing
  if (screen === 'dial') return dialScreen(input)
  return later?.laterScreen(input) ?? nothing
}
