import { css } from './css.ts'

/**
 * `all: initial !important` on the host: important rules of a shadow tree win over important rules of the page, so that
 * no reset sheet reaches in. Custom properties pass it, and are the way to theme: each `--zw-*` below.
 */
export const tokens = css`
  :host {
    all: initial !important;
    display: block !important;
    box-sizing: border-box !important;
    color-scheme: light dark !important;
    inline-size: 100% !important;
    max-inline-size: var(--zw-width, 380px) !important;
    block-size: var(--zw-height, 600px) !important;
    max-block-size: 100% !important;
    container-type: size !important;

    --_accent: var(--zw-accent, light-dark(#0a6b4f, #45c79a));
    --_on-accent: var(--zw-on-accent, light-dark(#fff, #04231a));
    --_soft: var(--zw-accent-soft, light-dark(#e3f3ed, #16352b));
    --_surface: var(--zw-surface, light-dark(#fff, #15181c));
    --_raised: var(--zw-raised, light-dark(#f3f5f6, #20252a));
    --_pressed: var(--zw-pressed, light-dark(#e6eaec, #2c3238));
    --_line: var(--zw-line, light-dark(#e4e8ea, #2b3137));
    --_text: var(--zw-text, light-dark(#14191d, #f1f4f5));
    --_muted: var(--zw-muted, light-dark(#56616a, #a4afb7));
    --_danger: var(--zw-danger, light-dark(#c2303a, #c93a44));
    --_danger-text: var(--zw-danger-text, light-dark(#b3242f, #ff9b9b));
    --_danger-soft: var(--zw-danger-soft, light-dark(#fdeced, #3b1d20));
    --_warn-text: var(--zw-warn-text, light-dark(#6d4a00, #f5cf86));
    --_warn-soft: var(--zw-warn-soft, light-dark(#fff4dc, #372b14));
    --_radius: var(--zw-radius, 16px);
    --_font: var(--zw-font, system-ui, -apple-system, 'Segoe UI', Roboto, 'Noto Sans', sans-serif);
    --_shadow: var(--zw-shadow, 0 1px 2px rgb(16 24 32 / 0.06), 0 8px 24px rgb(16 24 32 / 0.12));
  }
  :host([theme='light']) {
    color-scheme: light !important;
  }
  :host([theme='dark']) {
    color-scheme: dark !important;
  }
  :host([hidden]) {
    display: none !important;
  }
  :host([layout='overlay']) {
    position: fixed !important;
    translate: var(--_x, 0) var(--_y, 0) !important;
    z-index: var(--zw-z-index, 2147483000) !important;
    inset-block-end: calc(var(--zw-offset, 20px) + env(safe-area-inset-bottom)) !important;
    inset-inline-end: calc(var(--zw-offset, 20px) + env(safe-area-inset-right)) !important;
    inline-size: min(var(--zw-width, 376px), 100vw - 2 * var(--zw-offset, 20px)) !important;
    max-block-size: calc(100dvh - 2 * var(--zw-offset, 20px)) !important;
  }
  :host([layout='overlay'][side='start']) {
    inset-inline: calc(var(--zw-offset, 20px) + env(safe-area-inset-left)) auto !important;
  }
  :host([layout='overlay'][minimised]) {
    inline-size: auto !important;
    block-size: auto !important;
    container-type: normal !important;
  }
  :host([layout='fullscreen']) {
    position: fixed !important;
    inset: 0 !important;
    z-index: var(--zw-z-index, 2147483000) !important;
    block-size: 100% !important;
    max-inline-size: none !important;
  }
  @media (max-width: 480px) {
    :host([layout='overlay']:not([minimised])) {
      translate: none !important;
      inset-inline: 0 !important;
      inset-block-end: 0 !important;
      inline-size: 100% !important;
      max-inline-size: none !important;
      block-size: min(640px, 92dvh) !important;
      max-block-size: 100dvh !important;
    }
  }
`
