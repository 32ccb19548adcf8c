import { css } from './css.ts'

export const callStyle = css`
  .name {
    font-size: 22px;
    font-weight: 600;
    line-height: 1.25;
    letter-spacing: -0.01em;
    overflow-wrap: anywhere;
    text-wrap: balance;
  }
  .name-link {
    min-block-size: 44px;
    border-radius: 8px;
    padding-inline: 6px;
    text-decoration: underline;
    text-decoration-color: var(--_line);
    text-decoration-thickness: 2px;
    text-underline-offset: 4px;
  }
  .who:not(.compact *) .detail:has(.icon-button),
  .result .detail:has(.icon-button) {
    padding-inline: 12px;
  }
  .detail .icon-button {
    margin: -12px -12px -12px -2px;
  }
  .detail .icon-button .icon {
    inline-size: 16px;
    block-size: 16px;
  }
  .detail {
    color: var(--_muted);
    font-variant-numeric: tabular-nums;
  }
  .eyebrow {
    color: var(--_accent);
    font-size: 14px;
    font-weight: 600;
  }
  .timer {
    font-variant-numeric: tabular-nums;
  }
  .talk {
    padding-block-start: 0;
  }
  .who {
    display: grid;
    justify-items: center;
    gap: 2px;
    margin-block: auto;
    padding-block: 4px;
    text-align: center;
  }
  .who .avatar {
    margin-block-end: 10px;
  }
  .meter-row {
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 12px;
    min-block-size: 30px;
    font-size: 20px;
    font-weight: 500;
  }
  .state {
    display: inline-flex;
    align-items: center;
    gap: 8px;
    min-block-size: 28px;
    color: var(--_muted);
    font-size: 14px;
  }
  .state .icon {
    inline-size: 16px;
    block-size: 16px;
  }
  .state.is-held {
    padding-inline: 12px;
    border-radius: 14px;
    background: var(--_warn-soft);
    color: var(--_warn-text);
    font-weight: 600;
  }
  .compact .who {
    grid-template-columns: auto 1fr auto;
    justify-items: start;
    column-gap: 12px;
    text-align: start;
  }
  .compact .who .avatar {
    grid-row: 1 / 3;
    inline-size: 48px;
    block-size: 48px;
    margin: 0;
    font-size: 18px;
  }
  .compact .detail .icon-button {
    display: none;
  }
  .compact .who .name {
    align-self: end;
    font-size: 17px;
    letter-spacing: 0;
  }
  .compact .meter-row {
    grid-area: 1 / 3 / 3;
    font-size: 17px;
  }
  .compact :is(.state, .received) {
    grid-column: 1 / -1;
    justify-self: center;
    margin-block-start: 4px;
  }
  .compact .state:not(.is-held) {
    min-block-size: 20px;
  }
  .received {
    color: var(--_muted);
    font-size: 13px;
  }
  .bars {
    display: inline-flex;
    align-items: end;
    gap: 2px;
  }
  button.bars {
    min-block-size: 44px;
    min-inline-size: 44px;
    margin-block: -7px;
    padding: 14px;
    border-radius: 22px;
  }
  .bars i {
    inline-size: 4px;
    block-size: 6px;
    border-radius: 1px;
    background: var(--_pressed);
  }
  .bars i:nth-child(2) {
    block-size: 10px;
  }
  .bars i:nth-child(3) {
    block-size: 14px;
  }
  .level-1 i:first-child {
    background: var(--_danger);
  }
  .level-2 i:nth-child(-n + 2) {
    background: var(--_warn-text);
  }
  .level-3 i {
    background: var(--_accent);
  }
  .controls {
    display: grid;
    grid-template-columns: repeat(3, 1fr);
    gap: 14px 8px;
    margin-block: auto;
  }
  .progress,
  .consult p {
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 8px;
    padding: 10px 12px;
    border-radius: 12px;
    background: var(--_raised);
    font-size: 14px;
  }
  :is(.progress, .consult p) .icon {
    inline-size: 18px;
    block-size: 18px;
  }
  .progress.failed {
    background: var(--_danger-soft);
    color: var(--_danger-text);
  }
`
