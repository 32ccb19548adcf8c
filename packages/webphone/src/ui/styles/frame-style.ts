import { css } from './css.ts'

export const frameStyle = css`
  *,
  ::before,
  ::after {
    box-sizing: border-box;
    margin: 0;
  }
  .root {
    block-size: 100%;
    font: 400 15px/1.4 var(--_font);
    color: var(--_text);
    -webkit-font-smoothing: antialiased;
    -webkit-tap-highlight-color: transparent;
    text-align: start;
  }
  .panel {
    position: relative;
    display: flex;
    flex-direction: column;
    block-size: 100%;
    overflow: hidden;
    background: var(--_surface);
    border: 1px solid var(--_line);
    border-radius: var(--_radius);
  }
  .overlay .panel {
    box-shadow: var(--_shadow);
  }
  .fullscreen .panel {
    border: 0;
    border-radius: 0;
  }
  .fullscreen :is(.header, .banners, .stage, .tabs) {
    inline-size: 100%;
    max-inline-size: 480px;
    margin-inline: auto;
  }
  .fullscreen .stage {
    justify-content: safe center;
  }
  .fullscreen .screen {
    flex-grow: 0;
    min-block-size: min(660px, 100%);
  }
  .header {
    position: relative;
    display: flex;
    align-items: center;
    gap: 4px;
    flex: none;
    min-block-size: 56px;
    padding: 6px 8px;
  }
  .overlay .header {
    cursor: grab;
    touch-action: none;
  }
  .status {
    display: flex;
    align-items: center;
    gap: 8px;
    min-block-size: 44px;
    padding-inline: 8px 12px;
    border-radius: 22px;
    font-weight: 600;
  }
  .status-text {
    text-align: start;
    line-height: 1.2;
  }
  .dot {
    flex: none;
    inline-size: 10px;
    block-size: 10px;
    border-radius: 50%;
    border: 2px solid currentColor;
    color: var(--_muted);
  }
  .ok .dot {
    color: var(--_accent);
    background: currentColor;
  }
  .busy .dot {
    color: var(--_accent);
    border-inline-end-color: transparent;
  }
  .status.warn .dot {
    color: var(--_warn-text);
    background: currentColor;
    border-radius: 2px;
  }
  .owner {
    display: flex;
    justify-content: end;
    gap: 5px;
    flex: 1;
    min-inline-size: 0;
    padding-inline-end: 8px;
    color: var(--_muted);
    font-size: 13px;
    white-space: nowrap;
  }
  .owner span {
    overflow: hidden;
    text-overflow: ellipsis;
  }
  .owner b {
    color: var(--_text);
    font-weight: 600;
  }
  .banners {
    display: grid;
    gap: 8px;
    flex: none;
    padding: 0 12px 8px;
  }
  .banner {
    display: flex;
    align-items: center;
    gap: 10px;
    inline-size: 100%;
    min-block-size: 48px;
    padding: 4px 4px 4px 12px;
    border-radius: 12px;
    background: var(--_raised);
    font-size: 14px;
    line-height: 1.35;
    text-align: start;
  }
  .banner .icon {
    inline-size: 20px;
    block-size: 20px;
  }
  .banner-text {
    flex: 1;
    min-inline-size: 0;
    padding-block: 6px;
  }
  .banner-text b {
    display: block;
    font-weight: 600;
  }
  .banner.info b {
    font-weight: 500;
  }
  .banner.warn {
    color: var(--_warn-text);
    background: var(--_warn-soft);
  }
  .banner.danger {
    color: var(--_danger-text);
    background: var(--_danger-soft);
  }
  .banner :is(.link, .icon-button) {
    color: inherit;
  }
  .banner .link {
    padding-inline: 10px;
    text-decoration: underline;
    text-underline-offset: 3px;
  }
  .banner.tall {
    align-items: start;
    padding-block-end: 0;
  }
  .tall > .icon {
    margin-block-start: 11px;
  }
  .tall b {
    margin-block: 4px 2px;
  }
  .banner-text > span {
    font-size: 13px;
    text-wrap: pretty;
  }
  .banner .pair {
    gap: 8px;
    padding: 8px 8px 10px 0;
  }
  .banner .pair .button {
    min-block-size: 44px;
  }
  .tall .link {
    display: flex;
    margin-inline-start: -10px;
  }
  .stage {
    position: relative;
    flex: 1;
    min-block-size: 0;
    display: flex;
    flex-direction: column;
    overflow: hidden auto;
    overscroll-behavior: contain;
  }
  .tabs {
    display: flex;
    flex: none;
    padding: 4px 8px calc(4px + env(safe-area-inset-bottom));
    border-block-start: 1px solid var(--_line);
  }
  .tabs button {
    flex: 1;
    min-inline-size: 0;
    min-block-size: 52px;
    padding: 4px 2px;
    border-radius: 12px;
    color: var(--_muted);
    font-size: 12px;
    font-weight: 500;
    line-height: 1.3;
  }
  .tabs [aria-current] {
    color: var(--_accent);
    font-weight: 600;
  }
  .tab-icon {
    position: relative;
    display: block;
    block-size: 24px;
  }
  .badge {
    position: absolute;
    inset: -4px auto auto calc(50% + 4px);
    min-inline-size: 18px;
    padding-inline: 5px;
    border-radius: 9px;
    background: var(--_danger);
    color: #fff;
    font: 600 11px/18px var(--_font);
    text-align: center;
  }
  .launcher {
    position: relative;
    display: flex;
    align-items: center;
    justify-content: center;
    gap: 10px;
    min-inline-size: 56px;
    max-inline-size: 280px;
    block-size: 56px;
    padding-inline: 16px;
    border-radius: 28px;
    background: var(--_accent);
    color: var(--_on-accent);
    box-shadow: var(--_shadow);
    font-weight: 600;
    font-variant-numeric: tabular-nums;
  }
  .launcher span:not(.badge) {
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
  }
  .launcher.off {
    background: var(--_surface);
    color: var(--_muted);
    border: 1px solid var(--_line);
  }
  .launcher .badge {
    inset: -2px -2px auto auto;
  }
  .sr {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
`
