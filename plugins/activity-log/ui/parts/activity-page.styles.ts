import { css } from 'lit';

export const pageStyles = css`
  :host {
    display: block;
  }
  .heads {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--lk-space-4);
    margin-block-end: var(--lk-space-4);
  }
  .columns {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--lk-space-6);
  }
  .main {
    display: grid;
    gap: var(--lk-space-4);
    grid-template-columns: minmax(0, 1fr);
    align-content: start;
  }
  aside {
    display: none;
  }
  lk-activity-histogram {
    min-block-size: 8.25rem;
  }
  @media (min-width: 80rem) {
    .columns {
      grid-template-columns: minmax(0, 1fr) 17.5rem;
    }
    aside {
      display: block;
      position: sticky;
      inset-block-start: var(--lk-space-4);
      align-self: start;
      max-block-size: calc(100dvh - 2rem);
      overflow: auto;
      scrollbar-width: thin;
      padding-inline: var(--lk-space-2);
      margin-inline: calc(-1 * var(--lk-space-2));
    }
  }
`;
