import { css } from 'lit';

export const histogramStyles = css`
  :host {
    display: block;
    position: relative;
    padding: var(--lk-space-3) var(--lk-space-4) var(--lk-space-2);
    background: var(--lk-surface);
    border: 1px solid var(--lk-line);
    border-radius: var(--lk-radius-l);
    --h: 4.5rem;
  }
  .cap {
    display: flex;
    flex-wrap: wrap;
    justify-content: space-between;
    align-items: center;
    gap: var(--lk-space-1) var(--lk-space-3);
    font-size: var(--lk-size-s);
    color: var(--lk-text-quiet);
    margin-block-end: var(--lk-space-2);
  }
  .cap b {
    color: var(--lk-text);
  }
  .ways {
    display: flex;
    gap: var(--lk-space-1);
  }
  .ways button {
    min-block-size: 1.5rem;
    padding-inline: var(--lk-space-2);
    border-radius: var(--lk-radius-s);
    color: var(--lk-text-quiet);
    font-size: var(--lk-size-xs);
  }
  .ways button:hover {
    background: var(--lk-hover);
    color: var(--lk-text);
  }
  .ways button[aria-pressed='true'] {
    background: var(--lk-pressed);
    color: var(--lk-text);
    font-weight: var(--lk-weight-medium);
  }
  /* Time runs from left to right in every language. */
  .picture {
    position: relative;
    direction: ltr;
    block-size: var(--h);
    touch-action: pan-y;
    cursor: crosshair;
    user-select: none;
  }
  svg {
    display: block;
    inline-size: 100%;
    block-size: 100%;
    overflow: visible;
  }
  rect {
    fill: var(--lk-cat-system);
    opacity: 0.95;
  }
  rect.out {
    opacity: 0.32;
  }
  rect.entity {
    fill: var(--lk-cat-entity);
  }
  rect.auth {
    fill: var(--lk-cat-auth);
  }
  rect.device {
    fill: var(--lk-cat-device);
  }
  rect.capture {
    fill: var(--lk-cat-capture);
  }
  rect.automation {
    fill: var(--lk-cat-automation);
  }
  .base {
    stroke: var(--lk-line);
  }
  .brush {
    position: absolute;
    inset-block: -6px 0;
    background: color-mix(in oklab, var(--lk-text) 6%, transparent);
    pointer-events: none;
  }
  .handle {
    position: absolute;
    inset-block: -6px 0;
    inline-size: 1.5rem;
    margin-inline-start: -0.75rem;
    cursor: ew-resize;
    touch-action: none;
    border-radius: var(--lk-radius-s);
  }
  .handle::before {
    content: '';
    position: absolute;
    inset-block: 0;
    inset-inline-start: calc(50% - 1px);
    inline-size: 2px;
    background: var(--lk-text);
  }
  .handle.idle::before {
    background: var(--lk-line-strong);
    opacity: 0.6;
  }
  .handle:hover::before {
    opacity: 1;
  }
  .handle:focus-visible {
    outline-offset: -4px;
  }
  .axis {
    position: relative;
    direction: ltr;
    block-size: 1rem;
    margin-block-start: 0.25rem;
    font-size: var(--lk-size-2xs);
    color: var(--lk-text-faint);
  }
  .axis span {
    position: absolute;
    translate: -50%;
    white-space: nowrap;
  }
  .axis span.start {
    translate: 0;
  }
  .axis span.end {
    inset-inline-end: 0;
    translate: 0;
  }
  .table {
    max-block-size: 18rem;
    overflow: auto;
    margin-block: var(--lk-space-2);
  }
  table {
    inline-size: 100%;
    border-collapse: collapse;
    font-size: var(--lk-size-s);
  }
  th,
  td {
    padding: var(--lk-space-1) var(--lk-space-2);
    text-align: end;
    border-block-end: 1px solid var(--lk-line);
    font-weight: var(--lk-weight-normal);
  }
  thead th {
    position: sticky;
    inset-block-start: 0;
    background: var(--lk-surface);
    font-weight: var(--lk-weight-medium);
  }
  th:first-child {
    text-align: start;
    white-space: nowrap;
  }
  @media (pointer: coarse) {
    .ways button {
      min-block-size: 2.25rem;
    }
    .handle {
      inline-size: 2.75rem;
      margin-inline-start: -1.375rem;
    }
  }
  @media (max-width: 47.99rem) {
    .axis span.late,
    .axis span:nth-child(even):not(.end) {
      display: none;
    }
  }
`;
