import { css } from 'lit';

/** Cards of a page of Settings, one below the other. */
export const settingsStyles = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--lk-space-5);
  }
  .form {
    display: grid;
    gap: var(--lk-space-4);
  }
  .acts {
    display: flex;
    flex-wrap: wrap;
    justify-content: flex-end;
    gap: var(--lk-space-2);
  }
  .list > li {
    padding: var(--lk-space-3) var(--lk-space-4);
    border-block-start: 1px solid var(--lk-line);
  }
`;
