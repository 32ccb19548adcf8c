import { css } from './css.ts'

/** Small boxes, forced colours, less motion. */
export const adaptStyle = css`
  .hangup-row {
    position: sticky;
    inset-block-end: 0;
    background: var(--_surface);
  }
  /* A notice takes room: what is large gives way, the buttons stay. */
  .banners ~ .stage {
    .who .avatar.large {
      inline-size: 44px;
      block-size: 44px;
      font-size: 17px;
      margin-block-end: 2px;
    }
    .controls {
      gap: 8px;
    }
    .disc {
      inline-size: 48px;
      block-size: 48px;
    }
  }
  @container (height < 540px) {
    .who .avatar.large,
    .incoming .avatar.large {
      inline-size: 52px;
      block-size: 52px;
      font-size: 20px;
      margin-block-end: 4px;
    }
    .disc {
      inline-size: 48px;
      block-size: 48px;
    }
    .controls {
      gap: 8px;
    }
    .mark {
      inline-size: 48px;
      block-size: 48px;
    }
  }
  @container (height < 420px) {
    .panel {
      overflow: auto;
    }
    .stage {
      flex: none;
      overflow: visible;
    }
  }
  @media (max-width: 480px) {
    .overlay .panel {
      border-end-start-radius: 0;
      border-end-end-radius: 0;
    }
    .overlay [part='move'] {
      display: none;
    }
  }
  @container (width < 340px) {
    .owner {
      display: none;
    }
    .header .status {
      flex: 1;
    }
    .screen {
      padding-inline: 12px;
    }
    .controls {
      column-gap: 4px;
    }
    .number {
      font-size: 22px;
    }
  }
  @media (prefers-reduced-motion: reduce) {
    *,
    ::before {
      animation: none !important;
      transition: none !important;
    }
    button:active {
      scale: none !important;
    }
  }
  @media (prefers-contrast: more) {
    :host {
      --_muted: var(--_text);
      --_line: var(--_text);
    }
  }
  @media (forced-colors: active) {
    button:not(.control),
    .panel,
    .banner,
    .avatar,
    .disc {
      border: 1px solid ButtonBorder;
    }
    .dot,
    .meter i,
    .bars i,
    .steps i {
      forced-color-adjust: none;
      border: 1px solid CanvasText;
    }
    .dot {
      color: CanvasText;
    }
    .ok .dot,
    .meter .on,
    .steps .on,
    .level-3 i,
    .level-2 i:nth-child(-n + 2),
    .level-1 i:first-child {
      background: Highlight;
    }
    .control[aria-pressed='true'] .disc,
    .tabs [aria-current],
    .suggestions [aria-selected='true'] {
      forced-color-adjust: none;
      background: Highlight;
      color: HighlightText;
    }
    :focus-visible {
      outline-color: Highlight;
    }
    button:disabled {
      color: GrayText;
    }
  }
`
