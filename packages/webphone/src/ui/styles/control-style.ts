import { css } from './css.ts'

export const controlStyle = css`
  button {
    appearance: none;
    padding: 0;
    border: 0;
    background: none;
    color: inherit;
    font: inherit;
    letter-spacing: inherit;
    text-align: center;
    cursor: pointer;
    touch-action: manipulation;
    user-select: none;
  }
  button:disabled {
    cursor: default;
  }
  :focus {
    outline: none;
  }
  :focus-visible {
    outline: 2px solid var(--_accent);
    outline-offset: 2px;
  }
  .icon {
    display: inline-block;
    flex: none;
    inline-size: 22px;
    block-size: 22px;
    fill: none;
    stroke: currentColor;
    stroke-width: 2;
    stroke-linecap: round;
    stroke-linejoin: round;
    vertical-align: middle;
  }
  .icon-keypad {
    stroke-width: 3.4;
  }
  .icon-hangup {
    rotate: 135deg;
  }
  .icon-button {
    display: inline-grid;
    place-items: center;
    flex: none;
    inline-size: 44px;
    block-size: 44px;
    border-radius: 50%;
    color: var(--_muted);
  }
  .icon-button.accent {
    color: var(--_accent);
  }
  .icon-button.danger-text {
    color: var(--_danger-text);
  }
  .link {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    flex: none;
    min-block-size: 44px;
    padding-inline: 12px;
    border-radius: 22px;
    color: var(--_accent);
    font-size: 14px;
    font-weight: 600;
  }
  .link .icon {
    inline-size: 18px;
    block-size: 18px;
  }
  .button {
    display: inline-flex;
    align-items: center;
    justify-content: center;
    gap: 10px;
    min-inline-size: 0;
    min-block-size: 52px;
    padding: 6px 18px;
    border-radius: 26px;
    font-weight: 600;
    line-height: 1.2;
    background: var(--_raised);
  }
  .button .icon {
    inline-size: 20px;
    block-size: 20px;
  }
  .button.call {
    background: var(--_accent);
    color: var(--_on-accent);
  }
  .button.danger {
    background: var(--_danger);
    color: #fff;
  }
  .button.strong {
    min-block-size: 44px;
    background: var(--_text);
    color: var(--_surface);
  }
  .button:disabled {
    background: var(--_raised);
    color: var(--_muted);
  }
  .control {
    display: flex;
    flex-direction: column;
    align-items: center;
    gap: 6px;
    min-inline-size: 0;
    font-size: 13px;
    font-weight: 500;
    line-height: 1.25;
  }
  .disc {
    display: grid;
    place-items: center;
    inline-size: 56px;
    block-size: 56px;
    border-radius: 50%;
    background: var(--_raised);
  }
  .control[aria-pressed='true'] .disc {
    background: var(--_text);
    color: var(--_surface);
  }
  .control:disabled {
    color: var(--_muted);
  }
  .control:disabled .disc {
    opacity: 0.5;
  }
  .word {
    overflow-wrap: anywhere;
  }
  .avatar {
    display: grid;
    place-items: center;
    flex: none;
    inline-size: 40px;
    block-size: 40px;
    border-radius: 50%;
    background: var(--_soft);
    color: var(--_accent);
    font-size: 15px;
    font-weight: 600;
  }
  .avatar.large {
    inline-size: 72px;
    block-size: 72px;
    font-size: 26px;
  }
  .avatar.large .icon {
    inline-size: 30px;
    block-size: 30px;
  }
  @media (hover: hover) {
    .icon-button:hover,
    .link:hover,
    .status:hover,
    .tabs button:hover {
      background: var(--_raised);
    }
    .banner :is(.icon-button, .link):hover {
      background: color-mix(in srgb, currentColor 12%, transparent);
    }
    .key:hover,
    .control:not(:disabled, [aria-pressed='true']):hover .disc,
    .button.plain:not(:disabled):hover {
      background: var(--_pressed);
    }
    :is(.button.call, .button.danger):not(:disabled):hover {
      filter: brightness(1.08);
    }
  }
  button:not(:disabled):active {
    scale: 0.97;
  }
`
