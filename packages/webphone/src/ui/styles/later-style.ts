import { css } from './css.ts'

/** Lists, settings, the check before the first call. */
export const laterStyle = css`
  .empty {
    align-items: center;
    justify-content: center;
    color: var(--_muted);
    text-align: center;
  }
  .empty .icon {
    inline-size: 40px;
    block-size: 40px;
    stroke-width: 1.5;
  }
  .empty h2 {
    color: var(--_text);
  }
  .title-row {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 8px;
    min-block-size: 44px;
    margin-inline-end: -12px;
  }
  .log {
    margin-inline: -8px;
  }
  .log li {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 0 12px;
    min-block-size: 60px;
    padding: 4px 0 4px 8px;
  }
  .log li + li {
    border-block-start: 1px solid var(--_line);
  }
  .log-who {
    align-self: stretch;
    min-block-size: 44px;
    border-radius: 8px;
    text-align: start;
  }
  .log-detail {
    flex-basis: 100%;
    padding: 0 0 8px 30px;
    color: var(--_muted);
    font-size: 13px;
  }
  .log-number {
    display: flex;
    align-items: center;
    color: var(--_text);
    font-size: 15px;
    font-variant-numeric: tabular-nums;
  }
  .way {
    color: var(--_muted);
  }
  .way .icon {
    inline-size: 18px;
    block-size: 18px;
  }
  .missed :is(.way, b) {
    color: var(--_danger-text);
  }
  .log .icon-button {
    inline-size: 44px;
  }
  .settings h2 {
    min-block-size: 44px;
    line-height: 44px;
  }
  .settings .back-row h2 {
    line-height: 1.25;
    min-block-size: 0;
  }
  .field {
    position: relative;
    display: grid;
    gap: 6px;
    font-weight: 600;
    font-size: 14px;
  }
  .field + .hint {
    margin-block-start: 0;
  }
  select {
    appearance: none;
    inline-size: 100%;
    min-block-size: 44px;
    padding: 0 40px 0 14px;
    border: 1px solid var(--_line);
    border-radius: 12px;
    background: var(--_raised);
    color: inherit;
    font: 400 15px/1.3 var(--_font);
    text-overflow: ellipsis;
  }
  .field .icon {
    position: absolute;
    inset: auto 12px 13px auto;
    inline-size: 18px;
    block-size: 18px;
    color: var(--_muted);
    pointer-events: none;
  }
  .hint {
    color: var(--_muted);
    font-size: 13px;
    font-weight: 400;
  }
  .test-row {
    display: flex;
    align-items: center;
    gap: 12px;
    min-block-size: 44px;
    margin: -4px 0 4px -12px;
  }
  .meter {
    display: flex;
    gap: 3px;
    flex: 1;
  }
  .meter i {
    flex: 1;
    max-inline-size: 10px;
    block-size: 16px;
    border-radius: 3px;
    background: var(--_pressed);
  }
  .meter .on {
    background: var(--_accent);
  }
  .field-row {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 12px;
    padding-block: 12px;
    border-block-start: 1px solid var(--_line);
  }
  .field-row b,
  .field-row .hint {
    display: block;
  }
  .field-row b {
    font-size: 14px;
    font-weight: 600;
  }
  .field-row .button {
    min-block-size: 44px;
  }
  .wide {
    align-self: start;
    margin-inline-start: -12px;
  }
  .shortcuts div {
    display: flex;
    justify-content: space-between;
    gap: 12px;
    padding-block: 6px;
    font-size: 14px;
  }
  .shortcuts dt {
    min-inline-size: 0;
  }
  .shortcuts dd {
    font-variant-numeric: tabular-nums;
    white-space: nowrap;
  }
  kbd {
    color: var(--_muted);
    font: 500 13px/1.4 var(--_font);
    white-space: nowrap;
  }
  .checks li {
    display: flex;
    align-items: center;
    gap: 12px;
    min-block-size: 52px;
  }
  .checks li + li {
    border-block-start: 1px solid var(--_line);
  }
  .check-mark {
    display: grid;
    place-items: center;
    flex: none;
    inline-size: 28px;
    block-size: 28px;
    border-radius: 50%;
    border: 2px solid var(--_line);
  }
  .check-mark .icon {
    inline-size: 16px;
    block-size: 16px;
    stroke-width: 2.5;
  }
  .checks .ok .check-mark {
    border-color: var(--_soft);
    background: var(--_soft);
    color: var(--_accent);
  }
  .checks .failed .check-mark {
    border-color: var(--_danger-soft);
    background: var(--_danger-soft);
    color: var(--_danger-text);
  }
  .checks .running .check-mark {
    border-color: var(--_accent);
    border-inline-end-color: transparent;
    animation: turn 0.9s linear infinite;
  }
  @keyframes turn {
    to {
      rotate: 1turn;
    }
  }
  .check-word {
    margin-inline-start: auto;
    color: var(--_muted);
    font-size: 13px;
    text-align: end;
  }
`
