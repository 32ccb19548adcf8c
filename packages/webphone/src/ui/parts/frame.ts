/** What surrounds every screen: header with the status, banners, tabs, launcher. */
import { html, nothing, type TemplateResult } from 'lit/html.js'
import { fill } from '../locales/strings.ts'
import type { BannerAction, BannerView } from '../view/banner-view.ts'
import { button, iconButton } from './controls.ts'
import { icon, type IconName } from './icon.ts'
import type { LaterParts } from './later-parts.ts'
import type { ScreenInput } from './screen-input.ts'
import type { Tab } from '../ui-state.ts'

export interface FrameTools {
  readonly isOverlay: boolean
  readonly extension: string
  readonly displayName: string
  /** Undefined where the browser has no picture-in-picture for documents. */
  readonly popOut?: () => void
}

export function header(input: ScreenInput, tools: FrameTools, later: LaterParts | null): TemplateResult {
  const { view, ui, t, send } = input
  const { status } = view
  return html`<header class="header" part="header">
    <button
      class="status ${status.tone}"
      part="status"
      aria-expanded=${ui.isStatusOpen}
      @click=${() => send('toggle-status')}
    >
      <span class="dot" aria-hidden="true"></span><span class="status-text">${status.text}</span>
    </button>
    <span class="owner" title=${tools.displayName}
      ><span>${tools.displayName}</span> <b>${tools.extension}</b></span
    >
    ${tools.popOut ? iconButton({ icon: 'popOut', label: t.popOut, onClick: tools.popOut }) : nothing}
    ${
      tools.isOverlay
        ? [
            iconButton({ icon: 'swap', label: t.move, part: 'move', onClick: () => send('switch-side') }),
            iconButton({ icon: 'down', label: t.minimise, onClick: () => send('set-minimised', true) }),
          ]
        : nothing
    }
    ${ui.isStatusOpen ? later?.statusDetail(input) : nothing}
  </header>`
}

const bannerIcons: Record<BannerView['tone'], IconName> = { info: 'info', warn: 'warn', danger: 'warn' }

export function banners(input: ScreenInput): TemplateResult | typeof nothing {
  const { view } = input
  return view.banners.length
    ? html`<div class="banners" part="banners">
        ${view.banners.map((banner) => bannerRow(input, banner))}
      </div>`
    : nothing
}

function bannerRow(input: ScreenInput, banner: BannerView): TemplateResult {
  const { t, send } = input
  const { action, otherAction, help } = banner
  const mark = icon(banner.id === 'audio' ? 'speaker' : bannerIcons[banner.tone])
  const words = html`<b>${banner.text}</b>${help ? html`<span>${help}</span>` : nothing}`
  if (action && !action.label) {
    return html`<button
      class="banner ${banner.tone}"
      part="banner"
      @click=${() => runBanner(input, action.request)}
    >
      ${mark}<span class="banner-text">${words}</span>
    </button>`
  }
  const link = otherAction
    ? nothing
    : action
      ? html`<button class="link" @click=${() => runBanner(input, action.request)}>${action.label}</button>`
      : nothing
  const choice =
    action && otherAction
      ? html`<span class="pair"
          >${[action, otherAction].map(({ request, label }, index) =>
            button({ tone: index ? 'plain' : 'call', label, onClick: () => runBanner(input, request) }),
          )}</span
        >`
      : nothing
  return html`<div class="banner ${banner.tone} ${help ? 'tall' : ''}" part="banner">
    ${mark}<span class="banner-text">${words}${help ? link : nothing}${choice}</span>${help ? nothing : link}
    ${banner.canDismiss ? iconButton({ icon: 'close', label: t.dismiss, onClick: () => send('dismiss-banner', banner.id) }) : nothing}
  </div>`
}

function runBanner({ view: { call }, send }: ScreenInput, action: BannerAction): void {
  // A call is not left for the settings.
  if (action === 'settings' && call) send('open-pane', 'audio')
  else if (action === 'settings' || action === 'recents') send('set-tab', action)
  else if (action === 'quality') send('open-pane', action)
  else if (action === 'unmute') send('toggle-mute', call?.uuid ?? '')
  else if (action === 'open-duty') send('open-pane', 'duty')
  else send(action)
}

export function tabs({ view, ui, t, send }: ScreenInput): TemplateResult {
  const missed = view.missedCount
  const row: readonly (readonly [Tab, IconName, string])[] = [
    ['dial', 'keypad', t.navDial],
    ['recents', 'clock', t.navRecents],
    ['settings', 'sliders', t.navSettings],
  ]
  return html`<nav class="tabs" part="tabs" aria-label=${t.phone}>
    ${row.map(([tab, name, label]) => {
      const count = tab === 'recents' ? missed : 0
      return html`<button
        aria-current=${ui.tab === tab ? 'page' : nothing}
        @click=${() => send('set-tab', tab)}
      >
        <span class="tab-icon"
          >${icon(name)}${count ? html`<span class="badge" part="badge" aria-hidden="true">${count > 9 ? '9+' : count}</span>` : nothing}</span
        >
        <span>${label}</span
        >${count ? html`<span class="sr">${fill(t.missedCount, { count })}</span>` : nothing}
      </button>`
    })}
  </nav>`
}

export function launcher({ view, send }: ScreenInput): TemplateResult {
  const { tone, text, label } = view.launcher
  return html`<button
    class="launcher ${tone}"
    part="launcher"
    aria-expanded="false"
    aria-label=${label}
    @click=${() => send('set-minimised', false)}
  >
    ${icon('phone')}${text ? html`<span>${text}</span>` : nothing}${view.missedCount ? html`<span class="badge" aria-hidden="true">${view.missedCount}</span>` : nothing}
  </button>`
}
