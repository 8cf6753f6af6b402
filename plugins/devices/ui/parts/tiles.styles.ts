import { css } from 'lit';

/** A grid of tiles, as many in a row as fit. */
export const tilesStyles = css`
  .tiles {
    display: grid;
    grid-template-columns: repeat(auto-fill, minmax(min(100%, 17rem), 1fr));
    gap: var(--lk-gap);
  }
`;
