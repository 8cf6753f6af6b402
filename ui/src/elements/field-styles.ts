import { css } from 'lit';

/** What all fields with a label share. */
export const fieldStyles = css`
  :host {
    display: block;
    min-inline-size: 0;
  }
  .field {
    position: relative;
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--lk-space-1);
  }
  .own {
    font-weight: var(--lk-weight-medium);
  }
  .hint,
  .error {
    font-size: var(--lk-size-s);
  }
  .hint {
    color: var(--lk-text-quiet);
  }
  .error {
    display: flex;
    gap: var(--lk-space-1);
    align-items: flex-start;
    color: var(--lk-error);
  }
  .error lk-icon {
    font-size: 0.9em;
    margin-block-start: 0.2em;
  }
  wa-input,
  wa-select,
  wa-textarea {
    font-size: var(--lk-size-m);
    --wa-form-control-padding-inline: var(--lk-space-3);
    --wa-form-control-height: var(--lk-target);
    --wa-form-control-required-content: none;
  }
  :host([size='s']) wa-input,
  :host([size='s']) wa-select {
    font-size: var(--lk-size-s);
    --wa-form-control-height: var(--lk-control);
  }
  @media (pointer: coarse) {
    :host([size='s']) wa-input,
    :host([size='s']) wa-select {
      --wa-form-control-height: var(--lk-target);
    }
  }
  /* A label that is read but not seen; some checkers take a clipped one for none. */
  .bare::part(form-control-label),
  .bare::part(label) {
    position: absolute;
    max-inline-size: 100%;
    overflow: hidden;
    white-space: nowrap;
    opacity: 0.001;
    pointer-events: none;
    margin: 0;
  }
  ::part(hint) {
    font-size: var(--lk-size-s);
  }
  .wrong wa-input,
  .wrong wa-select,
  .wrong wa-textarea {
    --wa-form-control-border-color: var(--lk-error);
  }
`;
