import { css } from 'lit';

export const timelineStyles = css`
  :host {
    display: block;
    position: relative;
    background: var(--lk-surface);
    border: 1px solid var(--lk-line);
    border-radius: var(--lk-radius-l);
    padding-block-end: var(--lk-space-2);
    /* The rows are held in place by hand, in every browser alike. */
    overflow-anchor: none;
  }
  :host(:focus) {
    outline: 0;
  }
  .busy {
    opacity: 0.6;
    transition: opacity var(--lk-time-2) 150ms;
  }
  lk-day-heading {
    position: sticky;
    inset-block-start: 0;
    z-index: var(--lk-z-sticky);
  }
  .day:first-of-type lk-day-heading {
    border-radius: var(--lk-radius-l) var(--lk-radius-l) 0 0;
  }
  .day + .day {
    border-block-start: 1px solid var(--lk-line);
    margin-block-start: var(--lk-space-2);
  }
  lk-entry-row {
    scroll-margin-block: 4rem calc(var(--lk-bottom-bar) + 1rem);
  }
  lk-entry-row:focus-visible {
    outline-offset: -2px;
    border-radius: var(--lk-radius-s);
  }
  lk-entry-row.member {
    padding-inline-start: var(--lk-space-4);
  }
  lk-entry-row[fresh] {
    animation: arrive var(--lk-time-3) var(--lk-ease-out);
  }
  @keyframes arrive {
    from {
      opacity: 0;
      translate: 0 -8px;
    }
  }
  .pill {
    position: sticky;
    /* Half of it stands above the list's edge; scrolled, all of it is on the screen. */
    inset-block-start: 1.625rem;
    z-index: var(--lk-z-pill);
    block-size: 0;
    display: flex;
    justify-content: center;
  }
  .pill button {
    display: inline-flex;
    align-items: center;
    gap: 0.375rem;
    block-size: 2.25rem;
    margin-block-start: -1.125rem;
    padding-inline: 0.875rem;
    border-radius: 99px;
    background: var(--lk-text);
    color: var(--lk-ground);
    font-size: var(--lk-size-s);
    font-weight: var(--lk-weight-bold);
    box-shadow: var(--lk-shadow-2);
  }
  .pill button:focus-visible {
    outline-offset: 3px;
  }
  .end {
    display: flex;
    flex-wrap: wrap;
    justify-content: center;
    align-items: center;
    gap: var(--lk-space-3);
    padding: var(--lk-space-3) var(--lk-space-4);
    color: var(--lk-text-faint);
    font-size: var(--lk-size-s);
    text-align: center;
  }
  .end lk-skeleton {
    inline-size: 100%;
  }
  .fold {
    display: flex;
    flex-wrap: wrap;
    align-items: center;
    gap: var(--lk-space-2) var(--lk-space-4);
    font-size: var(--lk-size-s);
    color: var(--lk-text-quiet);
  }
  @media (max-width: 47.99rem) {
    .pill {
      inset-block-start: 1.875rem;
      justify-content: flex-end;
      padding-inline: var(--lk-space-3);
    }
    .pill button {
      block-size: var(--lk-target);
      margin-block-start: -1.375rem;
    }
  }
`;
