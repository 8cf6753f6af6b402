import { css } from 'lit';

export const windowStyles = css`
  :host {
    display: grid;
    min-inline-size: 0;
  }
  .room {
    position: relative;
    display: flex;
    flex-direction: column;
    border-radius: var(--lk-radius-l);
    background: var(--lk-surface);
    border: 1px solid var(--lk-line);
    overflow: hidden;
    isolation: isolate;
    transition:
      background-color var(--lk-time-off) var(--lk-ease),
      border-color var(--lk-time-off) var(--lk-ease);
  }
  .room.lit {
    background: linear-gradient(
      color-mix(in oklab, var(--c) 13%, var(--lk-surface)) 55%,
      color-mix(in oklab, var(--c) 5%, var(--lk-surface))
    );
    border-color: color-mix(in oklab, var(--c) 24%, var(--lk-line));
  }
  .win {
    block-size: 6.5rem;
    background: light-dark(#c9d3de, #10171f);
    overflow: hidden;
  }
  .cap {
    display: flex;
    flex: 1;
    align-items: center;
    gap: var(--lk-space-2);
    padding: var(--lk-space-3);
  }
  h3 {
    font-size: var(--lk-size-m);
    line-height: 1.25;
    overflow-wrap: anywhere;
  }
  h3 a::after {
    content: '';
    position: absolute;
    inset: 0;
    border-radius: var(--lk-radius-l);
  }
  h3 a:focus-visible {
    outline: 0;
  }
  h3 a:focus-visible::after {
    outline: 2px solid var(--lk-focus);
    outline-offset: -3px;
  }
  p {
    font-size: var(--lk-size-s);
    color: var(--lk-text-quiet);
    line-height: 1.35;
    overflow-wrap: anywhere;
  }
  p.failed {
    color: var(--lk-error);
  }
  lk-switch {
    z-index: 1;
  }
  .tags {
    position: absolute;
    inset-block-start: 0.625rem;
    inset-inline-end: 0.625rem;
    display: flex;
    gap: 0.375rem;
    pointer-events: none;
  }
  .tags lk-pill {
    background: color-mix(in oklab, var(--lk-surface) 84%, transparent);
    backdrop-filter: blur(6px);
  }
  @media (hover: hover) {
    .room:hover {
      border-color: color-mix(in oklab, var(--lk-line-strong) 45%, var(--lk-line));
    }
  }
  @media (min-width: 48rem) {
    .win {
      block-size: 9.5rem;
    }
    .cap {
      padding-inline-start: var(--lk-space-4);
    }
  }
  @media (max-width: 47.99rem) {
    :host([wide]) .win {
      block-size: 8.5rem;
    }
  }
`;
