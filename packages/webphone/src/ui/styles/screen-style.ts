import { css } from './css.ts'

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
`
