import { css } from 'lit';

/** The branches are amber: they are light on its way. */
export const whyStyles = css`
  .why {
    padding: var(--lk-space-4);
    border-radius: var(--lk-radius-m);
    background: var(--lk-ground);
    display: grid;
    gap: var(--lk-space-2);
  }
  h3 {
    display: flex;
    gap: 0.375rem;
    align-items: center;
    font-size: var(--lk-size-s);
    font-weight: var(--lk-weight-bold);
  }
  ol {
    list-style: none;
    margin: 0;
    padding: 0;
    min-inline-size: 0;
  }
  li {
    position: relative;
  }
  li > ol {
    padding-inline-start: 1.25rem;
  }
  li li::before,
  li li:not(:last-child)::after {
    content: '';
    position: absolute;
    inset-inline-start: -0.5rem;
    border: 0 solid var(--lk-lamp-edge);
    border-inline-start-width: 1.5px;
  }
  li li::before {
    inset-block-start: -0.25rem;
    block-size: 1.375rem;
    inline-size: 0.4rem;
    border-block-end-width: 1.5px;
    border-end-start-radius: 0.4rem;
  }
  li li:not(:last-child)::after {
    inset-block: -0.25rem 0;
  }
  .node {
    display: flex;
    align-items: center;
    gap: var(--lk-space-2);
    min-block-size: 2.25rem;
    line-height: 1.3;
  }
  .what {
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  .what a {
    display: inline-block;
    padding-block: 0.25rem;
    color: inherit;
    text-decoration: none;
  }
  @media (pointer: coarse) {
    .what a {
      padding-block: 0.625rem;
    }
  }
  .what a:hover,
  .what a.link {
    text-decoration: underline;
    text-underline-offset: 0.2em;
  }
  .what a.link {
    color: var(--lk-text-quiet);
    margin-inline-start: var(--lk-space-1);
  }
  b {
    font-weight: var(--lk-weight-medium);
  }
  .here .what {
    font-weight: var(--lk-weight-bold);
  }
  .me {
    padding: 0.05rem 0.4rem;
    border-radius: 99px;
    background: var(--lk-pressed);
    color: var(--lk-text-quiet);
    font-size: var(--lk-size-xs);
    font-weight: var(--lk-weight-regular, 400);
    white-space: nowrap;
  }
  .t {
    margin-inline-start: auto;
    color: var(--lk-text-faint);
    font-size: var(--lk-size-xs);
    white-space: nowrap;
  }
`;
