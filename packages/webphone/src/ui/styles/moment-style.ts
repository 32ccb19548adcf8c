import { css } from './css.ts'

/** Screens of a moment: a call comes in, a call has ended, the check before the first. */
export const momentStyle = css`
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
`
