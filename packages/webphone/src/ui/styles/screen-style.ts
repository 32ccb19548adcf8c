import { css } from 'lit'

export const screenStyle = css`
  .screen {
    display: flex;
    flex-direction: column;
    flex: 1 0 auto;
    gap: 8px;
    padding: 4px 16px 16px;
  }
  h2 {
    font-size: 18px;
    font-weight: 600;
    line-height: 1.25;
  }
  h3 {
    margin-block-start: 8px;
    font-size: 15px;
    font-weight: 600;
  }
  ul,
  dl {
    padding: 0;
    list-style: none;
  }
  .back-row {
    display: flex;
    align-items: center;
    gap: 4px;
    min-block-size: 44px;
    margin-inline-start: -10px;
  }
  .back-row h2 {
    min-inline-size: 0;
    font-size: 16px;
    overflow-wrap: anywhere;
  }
  .number-box {
    position: relative;
    display: flex;
    align-items: center;
    min-block-size: 56px;
    border-radius: 12px;
  }
  .number-box:focus-within {
    box-shadow: inset 0 -2px var(--_accent);
    border-radius: 0;
  }
  .number {
    flex: 1;
    inline-size: 100%;
    min-inline-size: 0;
    min-block-size: 48px;
    padding: 0 44px;
    border: 0;
    background: none;
    color: inherit;
    font: 500 26px/1.2 var(--_font);
    font-variant-numeric: tabular-nums;
    letter-spacing: -0.01em;
    text-align: center;
  }
  input.number:focus-visible {
    outline: none;
  }
  .number::placeholder {
    color: var(--_muted);
    font-size: 16px;
    font-weight: 400;
    letter-spacing: 0;
    opacity: 1;
  }
  .number-box .icon-button {
    position: absolute;
    inset-inline-end: 0;
  }
  .number.sent {
    flex: none;
    display: block;
    padding-inline: 8px;
    line-height: 48px;
    white-space: nowrap;
    overflow: hidden;
    direction: rtl;
    unicode-bidi: plaintext;
  }
  .suggestions {
    position: absolute;
    z-index: 2;
    inset: calc(100% + 4px) 0 auto;
    max-block-size: 264px;
    overflow: auto;
    padding: 4px;
    background: var(--_surface);
    border: 1px solid var(--_line);
    border-radius: 12px;
    box-shadow: var(--_shadow);
  }
  .suggestions li {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: 12px;
    min-block-size: 44px;
    padding: 4px 12px;
    border-radius: 8px;
    cursor: pointer;
  }
  .suggestions b {
    font-weight: 500;
  }
  .suggestions span {
    color: var(--_muted);
    white-space: nowrap;
  }
  .suggestions [aria-selected='true'] {
    background: var(--_soft);
  }
  .pad {
    display: grid;
    grid-template-columns: repeat(3, 1fr);
    grid-auto-rows: minmax(48px, 1fr);
    flex: 1;
    max-block-size: 288px;
    gap: 8px;
  }
  .key {
    display: flex;
    flex-direction: column;
    align-items: center;
    justify-content: center;
    border-radius: 14px;
    background: var(--_raised);
  }
  .digit {
    font-size: 22px;
    font-weight: 500;
    line-height: 1.15;
    font-variant-numeric: tabular-nums;
  }
  .letters {
    min-block-size: 12px;
    color: var(--_muted);
    font-size: 10px;
    font-weight: 600;
    line-height: 12px;
    letter-spacing: 0.12em;
  }
  .call-row,
  .hangup-row {
    display: grid;
    margin-block-start: auto;
    padding-block-start: 8px;
  }
  .pair {
    display: flex;
    flex-wrap: wrap;
    gap: 12px;
    margin-block-start: auto;
    padding-block-start: 8px;
  }
  .pair .button {
    flex: 1 1 40%;
  }
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
    align-items: center;
    gap: 12px;
    min-block-size: 60px;
    padding: 4px 0 4px 8px;
  }
  .log li + li {
    border-block-start: 1px solid var(--_line);
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
  .log-who,
  .other-who {
    flex: 1;
    min-inline-size: 0;
    line-height: 1.35;
  }
  :is(.log-who, .other-who) > * {
    display: block;
    overflow-wrap: anywhere;
  }
  :is(.log-who, .other-who) b {
    font-weight: 600;
  }
  :is(.log-who, .other-who) span,
  .log time {
    color: var(--_muted);
    font-size: 13px;
    font-variant-numeric: tabular-nums;
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
  kbd {
    color: var(--_muted);
    font: 500 13px/1.4 var(--_font);
    white-space: nowrap;
  }
`
