import { css } from 'lit';

/** `<details>` whose summary begins with a chevron that turns. */
export const disclosureStyles = css`
  summary {
    display: flex;
    align-items: center;
    gap: var(--lk-space-2);
    min-block-size: var(--lk-target);
    margin-block-start: var(--lk-space-3);
    color: var(--lk-text-quiet);
    font-size: var(--lk-size-s);
    cursor: pointer;
    list-style: none;
    border-radius: var(--lk-radius-s);
  }
  summary::-webkit-details-marker {
    display: none;
  }
  summary lk-icon {
    font-size: 1em;
    transition: rotate var(--lk-time-2) var(--lk-ease);
  }
  summary:dir(rtl) lk-icon {
    scale: -1 1;
  }
  details[open] summary lk-icon {
    rotate: 90deg;
  }
  @media (prefers-reduced-motion: reduce) {
    summary lk-icon {
      transition: none;
    }
  }
`;
