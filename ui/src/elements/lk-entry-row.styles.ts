import { css } from 'lit';

/** The look of one line of the log, in the log and in widgets. */
export const entryStyles = css`
  :host {
    display: block;
    position: relative;
    --time: 4.25rem;
  }
  :host([twelve]) {
    --time: 5.75rem;
  }
  .entry {
    position: relative;
    display: grid;
    grid-template-columns: 1.75rem minmax(0, 1fr) auto;
    gap: 0 var(--lk-space-3);
    align-items: start;
    padding: 0.5rem var(--lk-space-4);
    cursor: pointer;
  }
  .entry:hover {
    background: var(--lk-hover);
  }
  /* the spine */
  .entry::before {
    content: '';
    position: absolute;
    inset-block: 0;
    inset-inline-start: calc(var(--lk-space-4) + 0.875rem - 0.5px);
    inline-size: 1px;
    background: var(--lk-line);
  }
  :host([edge='first']) .entry::before {
    inset-block-start: 1rem;
  }
  :host([edge='last']) .entry::before {
    inset-block-end: calc(100% - 1rem);
  }
  :host([edge='only']) .entry::before {
    display: none;
  }
  :host([data-severity='warning']) .entry::after,
  :host([data-severity='error']) .entry::after {
    content: '';
    position: absolute;
    inset-block: 0.375rem;
    inset-inline-start: 0;
    inline-size: 3px;
    border-radius: 0 3px 3px 0;
    background: var(--lk-warning);
  }
  :host([data-severity='error']) .entry::after {
    background: var(--lk-error);
  }
  .glyph {
    position: relative;
    grid-column: 1;
    grid-row: 1;
  }
  .say {
    grid-column: 2;
    grid-row: 1;
    padding-block: 0.15rem;
    line-height: 1.4;
    overflow-wrap: anywhere;
  }
  .time {
    grid-column: 3;
    grid-row: 1;
    font-size: var(--lk-size-s);
    color: var(--lk-text-faint);
    padding-block: 0.22rem;
    white-space: nowrap;
  }
  .tail {
    display: none;
  }
  .mute {
    margin-inline-end: -0.125rem;
  }
  .fact {
    display: block;
    font-size: var(--lk-size-s);
    color: var(--lk-text-quiet);
  }
  .x {
    font-size: var(--lk-size-xs);
    font-weight: var(--lk-weight-bold);
    padding: 0.05rem 0.4rem;
    border-radius: 99px;
    background: var(--lk-pressed);
    color: var(--lk-text-quiet);
    white-space: nowrap;
  }
  .sev {
    display: inline-flex;
    align-items: center;
    gap: 0.25rem;
    font-size: var(--lk-size-xs);
    font-weight: var(--lk-weight-bold);
    white-space: nowrap;
    color: var(--lk-warning);
  }
  .sev.error {
    color: var(--lk-error);
  }
  .sev lk-icon {
    font-size: 0.85em;
  }
  .sev.inline {
    display: flex;
  }
  .detail {
    grid-column: 1 / -1;
    margin-block-start: var(--lk-space-3);
    position: relative;
    cursor: auto;
  }
  :host([open]) .entry,
  :host([open]) .entry:hover {
    background: var(--lk-raised);
    border-block: 1px solid var(--lk-line);
    padding-block: 0.75rem;
  }
  :host([open]) .line {
    font-size: var(--lk-size-l);
  }
  @media (min-width: 48rem) {
    :host([log]) .entry {
      grid-template-columns: var(--time) 1.75rem minmax(0, 1fr) auto;
      min-block-size: var(--lk-row);
      padding-block: 0.375rem;
    }
    :host([log]) .entry::before {
      inset-inline-start: calc(var(--lk-space-4) + var(--time) + var(--lk-space-3) + 0.875rem - 0.5px);
    }
    :host([log]) .time {
      grid-column: 1;
      text-align: end;
    }
    :host([log]) .glyph {
      grid-column: 2;
    }
    :host([log]) .say {
      grid-column: 3;
    }
    :host([log]) .tail {
      grid-column: 4;
      grid-row: 1;
      display: flex;
      gap: var(--lk-space-2);
      align-items: center;
      min-block-size: 1.75rem;
    }
    /* As high as it has to be for a finger, and yet the row no higher than its sentence. */
    .tail lk-button {
      margin-block: calc((1.75rem - var(--lk-control)) / 2);
    }
    :host([log]) .sev.inline {
      display: none;
    }
    :host([log]) .detail {
      grid-column: 3 / -1;
    }
  }
  :host([fresh]) .entry {
    animation: fresh 1.6s var(--lk-ease);
  }
  @keyframes fresh {
    from {
      background: var(--lk-lamp-tint);
    }
  }
  @media (prefers-reduced-motion: reduce) {
    :host([fresh]) .entry {
      animation: none;
    }
  }
`;
