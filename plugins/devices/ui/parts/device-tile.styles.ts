import { css } from 'lit';

export const tileStyles = css`
  :host {
    display: grid;
    min-inline-size: 0;
  }
  .tile {
    position: relative;
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    align-content: space-between;
    gap: var(--lk-space-3);
    padding: var(--lk-space-3) var(--lk-space-4) var(--lk-space-4);
    border-radius: var(--lk-radius-l);
    background: var(--lk-surface);
    border: 1px solid var(--lk-line);
  }
  .top {
    display: flex;
    align-items: center;
    gap: var(--lk-space-3);
    min-block-size: 2.75rem;
  }
  h3 {
    font-size: var(--lk-size-m);
    line-height: 1.25;
    overflow-wrap: anywhere;
  }
  h3 a {
    display: block;
    padding-block: 0.125rem;
    border-radius: var(--lk-radius-s);
  }
  @media (hover: hover) {
    h3 a:hover {
      text-decoration: underline color-mix(in oklab, currentColor 45%, transparent);
      text-underline-offset: 0.15em;
    }
  }
  .line {
    font-size: var(--lk-size-s);
    color: var(--lk-text-quiet);
    line-height: 1.35;
    min-block-size: 1.35em;
    overflow-wrap: anywhere;
  }
  .line.warn {
    color: var(--lk-warning);
  }
  .round {
    display: grid;
    place-items: center;
    flex: none;
    inline-size: 2.5rem;
    block-size: 2.5rem;
    border-radius: 50%;
    background: var(--lk-cat-device-tint);
    color: var(--lk-cat-device);
  }
  .round.away {
    background: none;
    color: var(--lk-text-faint);
    border: 1px dashed color-mix(in oklab, var(--lk-line-strong) 70%, transparent);
  }
  .read {
    font-size: var(--lk-size-xl);
    font-weight: var(--lk-weight-bold);
    letter-spacing: -0.01em;
    white-space: nowrap;
  }
  .read small {
    font-size: var(--lk-size-xs);
    font-weight: var(--lk-weight-normal);
    color: var(--lk-text-faint);
    margin-inline-start: 0.25rem;
  }
  .offline,
  .disabled {
    background: none;
    border-style: dashed;
    border-color: color-mix(in oklab, var(--lk-line-strong) 55%, transparent);
  }
  .reason {
    font-size: var(--lk-size-s);
    color: var(--lk-text-quiet);
    overflow-wrap: anywhere;
  }
  .foot {
    display: flex;
    flex-wrap: wrap;
    gap: var(--lk-space-2) var(--lk-space-3);
    align-items: center;
  }
  .foot .link {
    font-size: var(--lk-size-s);
    min-block-size: 1.5rem;
    display: inline-flex;
    align-items: center;
  }
  .failed {
    display: flex;
    gap: 0.375rem;
    flex: 1 1 8rem;
    min-inline-size: 0;
    font-size: var(--lk-size-xs);
    font-weight: var(--lk-weight-medium);
    color: var(--lk-error);
    overflow-wrap: anywhere;
  }
  .failed lk-icon {
    flex: none;
    font-size: 1.1em;
    margin-block-start: 0.15em;
  }
  .sending lk-bulb {
    opacity: 0.75;
  }
  @media (max-width: 47.99rem) {
    .tile:not(.on) > lk-slider {
      display: none;
    }
  }
  @media (pointer: coarse) {
    .foot .link {
      min-block-size: var(--lk-target);
    }
  }
`;
