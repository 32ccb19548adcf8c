import { css } from './css.ts'

export const dialStyle = css`
  .number-box {
    position: relative;
    display: flex;
    align-items: center;
    min-block-size: 48px;
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
    grid-auto-rows: minmax(44px, 1fr);
    flex: 1;
    max-block-size: 328px;
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
`
