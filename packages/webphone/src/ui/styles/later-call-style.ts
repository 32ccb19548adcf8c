import { css } from './css.ts'

/** Results, the status in words, several calls, and how a call sounds. */
export const laterCallStyle = css`
  .mark {
    display: grid;
    place-items: center;
    inline-size: 64px;
    block-size: 64px;
    margin-block: auto 12px;
    border-radius: 50%;
    background: var(--_soft);
    color: var(--_accent);
  }
  .mark .icon {
    inline-size: 28px;
    block-size: 28px;
  }
  .mark.warn {
    background: var(--_warn-soft);
    color: var(--_warn-text);
  }
  .mark.danger {
    background: var(--_danger-soft);
    color: var(--_danger-text);
  }
  .help {
    color: var(--_muted);
    text-wrap: pretty;
  }
  .result .help {
    max-inline-size: 280px;
    margin-block-start: 6px;
  }
  .code {
    color: var(--_muted);
    font-size: 12px;
  }
  .result .pair {
    align-self: stretch;
  }
  .consult {
    display: grid;
    gap: 8px;
    margin-block: auto;
  }
  .others {
    margin-inline: -4px;
  }
  .others li {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: 4px 10px;
    padding: 6px 4px 6px 10px;
    border-radius: 14px;
    background: var(--_raised);
  }
  .others li + li {
    margin-block-start: 6px;
  }
  .others .link {
    padding-inline: 8px;
  }
  .others .icon-button {
    margin-inline-start: -8px;
  }
  .status-detail {
    position: absolute;
    z-index: 3;
    inset: calc(100% - 4px) 12px auto;
    display: grid;
    gap: 12px;
    padding: 16px;
    background: var(--_surface);
    border: 1px solid var(--_line);
    border-radius: 12px;
    box-shadow: var(--_shadow);
    cursor: auto;
  }
  .steps {
    display: flex;
    gap: 6px;
  }
  .steps i {
    flex: 1;
    block-size: 4px;
    border-radius: 2px;
    background: var(--_pressed);
  }
  .steps .on {
    background: var(--_accent);
  }
  .meaning li {
    display: flex;
    align-items: center;
    gap: 12px;
    min-block-size: 36px;
    padding-inline: 12px;
    border-radius: 10px;
    color: var(--_muted);
    font-size: 14px;
  }
  .meaning .current {
    background: var(--_raised);
    color: var(--_text);
    font-weight: 600;
  }
  .meaning .bars {
    flex: none;
    inline-size: 20px;
  }
`
