import { css } from 'lit';

/** Scenes side by side: two on a phone, as many as fit beyond. */
export const cardsStyles = css`
  .cards {
    display: grid;
    grid-template-columns: repeat(2, minmax(0, 1fr));
    gap: var(--lk-gap);
  }
  @media (min-width: 48rem) {
    .cards {
      grid-template-columns: repeat(auto-fill, minmax(15rem, 1fr));
    }
  }
`;
