import { css } from 'lit'

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
    min-block-size: 32px;
    border-radius: 8px;
    padding-inline: 6px;
    text-decoration: underline;
    text-decoration-color: var(--_line);
    text-decoration-thickness: 2px;
    text-underline-offset: 4px;
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
  .incoming,
  .result {
    align-items: center;
    justify-content: center;
    text-align: center;
    gap: 6px;
    padding-block-start: 16px;
  }
  .incoming .eyebrow {
    margin-block: auto 12px;
  }
  .ring-mark {
    position: relative;
    margin-block-end: 12px;
  }
  .ring-mark::before {
    content: '';
    position: absolute;
    inset: -10px;
    border: 2px solid var(--_accent);
    border-radius: 50%;
    opacity: 0.35;
    animation: ring 1.6s ease-out infinite;
  }
  @keyframes ring {
    from {
      scale: 0.86;
      opacity: 0.7;
    }
    to {
      scale: 1.22;
      opacity: 0;
    }
  }
  .incoming .avatar.large {
    inline-size: 88px;
    block-size: 88px;
    font-size: 30px;
  }
  .answer-row {
    display: flex;
    flex-wrap: wrap;
    gap: 12px;
    inline-size: 100%;
    margin-block-start: auto;
    padding-block-start: 16px;
  }
  .answer-row .button {
    flex: 1 1 40%;
    min-block-size: 56px;
    border-radius: 28px;
    font-size: 16px;
  }
  .second {
    display: grid;
    gap: 12px;
    flex: none;
    margin: 0 12px 4px;
    padding: 12px;
    border: 1px solid var(--_accent);
    border-radius: 14px;
    background: var(--_surface);
    box-shadow: var(--_shadow);
  }
  .second-who {
    display: flex;
    align-items: center;
    gap: 12px;
  }
  .second .name {
    font-size: 16px;
    letter-spacing: 0;
  }
  .second .detail {
    font-size: 13px;
  }
  .second .eyebrow {
    display: block;
    font-size: 13px;
  }
  .second .link {
    min-block-size: 32px;
    padding-inline: 0;
  }
  .second-actions {
    display: flex;
    flex-wrap: wrap;
    gap: 8px;
  }
  .second-actions .button {
    flex: 1 1 26%;
    min-block-size: 44px;
    padding-inline: 8px;
    font-size: 14px;
  }
  .call {
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
  .received {
    color: var(--_muted);
    font-size: 13px;
  }
  .quality {
    display: inline-flex;
    align-items: end;
    gap: 2px;
  }
  .quality i {
    inline-size: 4px;
    block-size: 6px;
    border-radius: 1px;
    background: var(--_pressed);
  }
  .quality i:nth-child(2) {
    block-size: 10px;
  }
  .quality i:nth-child(3) {
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
