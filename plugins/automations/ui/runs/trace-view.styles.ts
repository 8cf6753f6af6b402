import { css } from 'lit';

export const traceStyles = css`
  :host {
    display: block;
  }
  .trace {
    display: grid;
    gap: 2px;
  }
  .step {
    display: grid;
    /* Steps within steps stand further in; their lanes stay below the others. */
    grid-template-columns: calc(1.25rem + var(--depth, 0) * var(--lk-space-5)) minmax(0, 1fr) 32% 5rem;
    gap: 0 var(--lk-space-3);
    align-items: start;
    min-block-size: 2.5rem;
    padding-block: 0.375rem;
    font-size: var(--lk-size-s);
  }
  .icon {
    justify-self: end;
    font-size: 1rem;
    color: var(--lk-text-quiet);
  }
  .icon.ok {
    color: var(--lk-ok);
  }
  .icon.warning {
    color: var(--lk-warning);
  }
  .icon.error {
    color: var(--lk-error);
  }
  .icon.on {
    color: var(--lk-lamp-text);
  }
  .name {
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  .name b {
    font-weight: var(--lk-weight-medium);
  }
  .sub {
    display: block;
    color: var(--lk-text-quiet);
    line-height: 1.35;
  }
  .round {
    color: var(--lk-text-quiet);
    white-space: nowrap;
  }
  .skipped b,
  .cancelled b {
    color: var(--lk-text-quiet);
    font-weight: var(--lk-weight-normal);
  }
  .lane {
    position: relative;
    block-size: 1.5rem;
    direction: ltr;
    background: repeating-linear-gradient(90deg, transparent 0 calc(25% - 1px), var(--lk-line) calc(25% - 1px) 25%);
  }
  .lane:empty {
    background: none;
  }
  .lane i {
    position: absolute;
    inset-block: 0.3125rem;
    inset-inline-start: min(var(--start), calc(100% - 5px));
    inline-size: max(var(--width), 5px);
    border-radius: 4px;
    background: var(--lk-text-faint);
  }
  .lane i.ok {
    background: var(--lk-ok);
  }
  .lane i.error {
    background: var(--lk-error);
  }
  .lane i.warning {
    background: var(--lk-warning);
  }
  .lane i.wait {
    background: repeating-linear-gradient(-45deg, var(--lk-pressed) 0 5px, var(--lk-line-strong) 5px 6px);
    border: 1px solid var(--lk-line-strong);
  }
  .time {
    text-align: end;
    color: var(--lk-text-quiet);
  }
  details {
    color: var(--lk-text-quiet);
  }
  summary {
    cursor: pointer;
    min-block-size: 1.5rem;
    inline-size: fit-content;
  }
  dl {
    display: grid;
    gap: 2px;
    padding: var(--lk-space-2) var(--lk-space-3);
    border-radius: var(--lk-radius-s);
    background: var(--lk-sunken);
  }
  dl > div {
    display: grid;
    grid-template-columns: minmax(4rem, max-content) minmax(0, 1fr);
    gap: var(--lk-space-3);
  }
  dd {
    font-family: var(--lk-font-mono);
    overflow-wrap: anywhere;
    color: var(--lk-text);
  }
  .note {
    color: var(--lk-text-faint);
    font-size: var(--lk-size-s);
    margin-block-start: var(--lk-space-3);
  }
  @media (max-width: 47.99rem) {
    .step {
      grid-template-columns: calc(1.25rem + var(--depth, 0) * var(--lk-space-3)) minmax(0, 1fr) minmax(3.5rem, auto);
    }
    .step .lane {
      grid-column: 1 / -1;
      grid-row: 2;
      margin-inline-start: 2rem;
      block-size: 1rem;
    }
    .step .lane:empty {
      display: none;
    }
    .lane i {
      inset-block: 0.25rem;
    }
  }
`;
