/** The whole phone from a view: frame, and the one screen that the view names. */
import { html, nothing, type TemplateResult } from 'lit'
import type { Webphone } from '../phone-api.ts'
import { banners, header, launcher, tabs, type FrameTools } from './parts/frame.ts'
import type { ScreenInput } from './parts/screen-input.ts'
import { callScreen } from './screens/call-screen.ts'
import { keypadPane, transferPane } from './screens/call-panes.ts'
import { dialScreen } from './screens/dial-screen.ts'
import { dutyScreen } from './screens/duty-screen.ts'
import { incomingScreen, secondCallCard } from './screens/incoming-screen.ts'
import { recentsScreen } from './screens/recents-screen.ts'
import { resultScreen } from './screens/result-screen.ts'
import { settingsScreen } from './screens/settings-screen.ts'

type Drawn = TemplateResult | typeof nothing

export function drawPhone(input: ScreenInput, phone: Webphone, popOut?: () => void): TemplateResult {
  const { view, ui, options, t } = input
  const isOverlay = options.layout === 'overlay'
  if (isOverlay && ui.isMinimised) return launcher(input)
  const tools: FrameTools = {
    isOverlay,
    extension: phone.extension,
    displayName: phone.displayName,
    ...(view.call && popOut ? { popOut } : {}),
  }
  const { incoming } = view
  return html`<section class="panel" part="panel" aria-label=${t.phone}>
    ${header(input, tools)} ${banners(input)}
    <main class="stage" role="presentation">
      ${incoming?.isSecond ? secondCallCard(input, incoming) : nothing} ${screenOf(input)}
    </main>
    ${view.hasTabs ? tabs(input) : nothing}
  </section>`
}

function screenOf(input: ScreenInput): Drawn {
  const { view } = input
  const { call, incoming, result } = view
  switch (view.screen) {
    case 'incoming':
      return incoming ? incomingScreen(input, incoming) : nothing
    case 'call':
      return call ? callScreen(input, call) : nothing
    case 'keypad':
      return call ? keypadPane(input, call) : nothing
    case 'transfer':
      return call ? transferPane(input, call) : nothing
    case 'result':
      return result ? resultScreen(input, result) : nothing
    case 'recents':
      return recentsScreen(input)
    case 'settings':
    case 'audio':
      return settingsScreen(input)
    case 'duty':
      return dutyScreen(input)
    case 'dial':
      return dialScreen(input)
  }
}
