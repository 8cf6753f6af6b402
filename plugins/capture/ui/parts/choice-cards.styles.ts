import { css } from 'lit';

/** Cards of which one is chosen, or several: a label around a radio button or a check box. */
export const choiceCards = css`
  .cards {
    display: grid;
    gap: var(--lk-space-2);
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 17rem), 1fr));
    border: 0;
    margin: 0;
    padding: 0;
    min-inline-size: 0;
  }
  .cards legend {
    padding: 0;
    margin-block-end: var(--lk-space-3);
    font-size: var(--lk-size-l);
    font-weight: var(--lk-weight-bold);
  }
  .card {
    position: relative;
    display: flex;
    align-items: center;
    gap: var(--lk-space-3);
    padding: var(--lk-space-3) var(--lk-space-4);
    min-block-size: 4.25rem;
    border: 1px solid var(--lk-line);
    border-radius: var(--lk-radius-m);
    background: var(--lk-surface);
    cursor: pointer;
  }
  .card:has(:checked) {
    background: var(--lk-pressed);
    border-color: var(--lk-line-strong);
  }
  .card:has(:focus-visible) {
    outline: 2px solid var(--lk-focus);
    outline-offset: 2px;
  }
  @media (hover: hover) {
    .card:not(:has(:checked)):hover {
      background: var(--lk-hover);
    }
  }
  .card input {
    position: absolute;
    inset: 0;
    opacity: 0;
    cursor: inherit;
    margin: 0;
  }
  .card b {
    display: block;
    overflow-wrap: anywhere;
  }
  .card small {
    display: block;
    font-size: var(--lk-size-s);
    color: var(--lk-text-quiet);
    line-height: 1.35;
  }
  .card > lk-icon {
    color: var(--lk-text-quiet);
  }
  .tick {
    margin-inline-start: auto;
    visibility: hidden;
  }
  .card:has(:checked) .tick {
    visibility: visible;
  }
`;
