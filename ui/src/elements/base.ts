import { css } from 'lit';

/** Styles that every shadow root of the UI begins with: box sizing, no stray margins, the focus ring, and a few words of layout. */
export const base = css`
  *,
  *::before,
  *::after {
    box-sizing: border-box;
  }
  :host {
    box-sizing: border-box;
    font-variant-numeric: tabular-nums;
  }
  :host([hidden]),
  [hidden] {
    display: none !important;
  }
  h1,
  h2,
  h3,
  p,
  ul,
  ol,
  dl,
  dd,
  figure {
    margin: 0;
    padding: 0;
  }
  ul,
  ol {
    list-style: none;
  }
  h1,
  h2,
  h3 {
    font-weight: var(--lk-weight-bold);
    line-height: var(--lk-leading-tight);
  }
  a {
    color: inherit;
    text-decoration: none;
  }
  button {
    background: none;
    border: 0;
    padding: 0;
    font: inherit;
    color: inherit;
    cursor: pointer;
    text-align: start;
  }
  b,
  strong {
    font-weight: var(--lk-weight-bold);
  }
  :focus-visible {
    outline: 2px solid var(--lk-focus);
    outline-offset: 2px;
  }
  .sr {
    position: absolute;
    inline-size: 1px;
    block-size: 1px;
    overflow: hidden;
    clip-path: inset(50%);
    white-space: nowrap;
  }
  .quiet {
    color: var(--lk-text-quiet);
  }
  .faint {
    color: var(--lk-text-faint);
  }
  .small {
    font-size: var(--lk-size-s);
  }
  .mono {
    font-family: var(--lk-font-mono);
    font-size: 0.93em;
    direction: ltr;
    unicode-bidi: isolate;
  }
  .row {
    display: flex;
    align-items: center;
    gap: var(--lk-space-2);
  }
  .wrap {
    flex-wrap: wrap;
  }
  .between {
    justify-content: space-between;
  }
  .grow {
    flex: 1;
    min-inline-size: 0;
  }
  .stack {
    display: grid;
    gap: var(--lk-gap);
    align-content: start;
    min-inline-size: 0;
  }
  .link {
    color: var(--lk-text-link);
    text-decoration: underline color-mix(in oklab, currentColor 45%, transparent);
    text-underline-offset: 0.15em;
  }
  .link:hover {
    text-decoration-color: currentColor;
  }
`;
