import { css } from 'lit';

export const stepCardStyles = css`
  :host {
    display: block;
  }
  article {
    border: 1px solid var(--lk-line);
    border-radius: var(--lk-radius-m);
    background: var(--lk-raised);
  }
  article.wrong {
    border-color: color-mix(in oklab, var(--lk-error) 55%, var(--lk-line));
  }
  header {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr) auto;
    align-items: center;
    gap: var(--lk-space-1);
    min-block-size: 3rem;
    padding-inline: var(--lk-space-1);
  }
  .handle {
    display: grid;
    place-items: center;
    inline-size: 1.75rem;
    block-size: 2.5rem;
    color: var(--lk-text-faint);
    border-radius: var(--lk-radius-s);
    cursor: grab;
    touch-action: none;
  }
  .handle:hover {
    color: var(--lk-text);
  }
  .title {
    display: flex;
    align-items: center;
    gap: var(--lk-space-3);
    min-block-size: 2.75rem;
    min-inline-size: 0;
    padding: var(--lk-space-1) var(--lk-space-2);
    border-radius: var(--lk-radius-s);
  }
  .title:hover {
    background: var(--lk-hover);
  }
  .title > lk-icon {
    flex: none;
    font-size: 1.125rem;
    color: var(--lk-text-quiet);
  }
  .words {
    min-inline-size: 0;
    overflow-wrap: anywhere;
  }
  .words b {
    display: block;
    font-weight: var(--lk-weight-medium);
  }
  .words small {
    display: block;
    font-size: var(--lk-size-s);
    color: var(--lk-text-quiet);
  }
  .off .title {
    color: var(--lk-text-faint);
  }
  .end {
    display: flex;
    align-items: center;
    gap: var(--lk-space-1);
  }
  .bad {
    color: var(--lk-error);
    display: inline-flex;
    align-items: center;
    gap: var(--lk-space-1);
    font-size: var(--lk-size-s);
    white-space: nowrap;
  }
  .body {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--lk-space-5);
    padding: var(--lk-space-2) var(--lk-space-4) var(--lk-space-4);
  }
  .about {
    color: var(--lk-text-quiet);
    font-size: var(--lk-size-s);
  }
  .fields {
    max-inline-size: 46rem;
  }
  .nest {
    padding-inline-start: var(--lk-space-3);
    border-inline-start: 2px solid var(--lk-line-strong);
  }
  .nest h4 {
    margin: 0 0 var(--lk-space-2);
    font-size: var(--lk-size-m);
    font-weight: var(--lk-weight-bold);
  }
  .nest > .row {
    justify-content: space-between;
    margin-block-end: var(--lk-space-2);
  }
  .nest > .row h4 {
    margin: 0;
  }
  .group {
    display: grid;
    gap: var(--lk-space-4);
    padding: var(--lk-space-3);
    border: 1px dashed var(--lk-line-strong);
    border-radius: var(--lk-radius-m);
    margin-block-end: var(--lk-space-3);
  }
  .error {
    display: flex;
    gap: var(--lk-space-1);
    color: var(--lk-error);
    font-size: var(--lk-size-s);
  }
  summary {
    min-block-size: var(--lk-target);
    align-content: center;
    color: var(--lk-text-quiet);
    cursor: pointer;
    font-size: var(--lk-size-s);
  }
  .more {
    display: grid;
    gap: var(--lk-space-4);
    max-inline-size: 34rem;
  }
  code {
    overflow-wrap: anywhere;
  }
  .names dl {
    display: grid;
    gap: var(--lk-space-3);
    max-inline-size: 46rem;
    font-size: var(--lk-size-s);
  }
  .names code,
  .names small {
    font-family: var(--lk-font-mono);
    direction: ltr;
    overflow-wrap: anywhere;
  }
  .names small,
  .names dd {
    color: var(--lk-text-quiet);
  }
  @media (pointer: coarse) {
    .handle {
      inline-size: var(--lk-target);
      block-size: var(--lk-target);
    }
  }
  @media (max-width: 30rem) {
    .body {
      padding-inline: var(--lk-space-3);
    }
    .nest {
      padding-inline-start: var(--lk-space-2);
    }
  }
`;
