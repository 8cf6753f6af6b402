import { css } from 'lit';

/** The frame: a bar at the bottom of a phone, a rail on a tablet, a sidebar on a desk. */
export const frameStyles = css`
  :host {
    display: grid;
    min-block-size: 100dvh;
    grid-template: 1fr / minmax(0, 1fr);
  }
  header {
    position: fixed;
    z-index: var(--lk-z-toast);
  }
  .skip {
    position: fixed;
    inset-block-start: 0.5rem;
    inset-inline-start: 0.5rem;
    z-index: var(--lk-z-toast);
    padding: 0.625rem 1rem;
    border-radius: var(--lk-radius-m);
    background: var(--lk-text);
    color: var(--lk-ground);
    translate: 0 -200%;
  }
  .skip:focus {
    translate: 0;
  }
  nav {
    position: fixed;
    inset: auto 0 0 0;
    z-index: var(--lk-z-nav);
    display: flex;
    block-size: calc(var(--lk-bottom-bar) + env(safe-area-inset-bottom));
    padding-block-end: env(safe-area-inset-bottom);
    background: color-mix(in oklab, var(--lk-surface) 94%, transparent);
    backdrop-filter: blur(16px);
    border-block-start: 1px solid var(--lk-line);
  }
  .brand,
  .keeper,
  .wide {
    display: none;
  }
  nav ul {
    display: flex;
    flex: 1;
    min-inline-size: 0;
  }
  nav li {
    flex: 1;
    min-inline-size: 0;
  }
  nav li a {
    display: flex;
    flex-direction: column;
    align-items: center;
    justify-content: center;
    gap: 2px;
    block-size: 100%;
    color: var(--lk-text-quiet);
    font-size: var(--lk-size-xs);
    text-align: center;
  }
  nav li a span {
    max-inline-size: 100%;
    overflow: hidden;
    text-overflow: ellipsis;
    white-space: nowrap;
    padding-inline: 2px;
  }
  nav li a[aria-current] {
    color: var(--lk-text);
    font-weight: var(--lk-weight-medium);
  }
  nav li a:focus-visible {
    outline-offset: -2px;
    border-radius: var(--lk-radius-m);
  }
  nav li lk-icon {
    font-size: 1.2rem;
  }
  main {
    min-inline-size: 0;
    padding: var(--lk-space-4) var(--lk-gutter) calc(var(--lk-bottom-bar) + env(safe-area-inset-bottom) + var(--lk-space-8));
  }
  main:focus {
    outline: 0;
  }
  .gone {
    max-inline-size: var(--lk-content);
    margin-inline: auto;
  }
  @media (min-width: 48rem) {
    :host {
      grid-template-columns: var(--lk-rail) minmax(0, 1fr);
    }
    nav {
      position: sticky;
      inset: 0 auto auto 0;
      block-size: 100dvh;
      flex-direction: column;
      border: 0;
      border-inline-end: 1px solid var(--lk-line);
      background: var(--lk-surface);
      backdrop-filter: none;
      padding-block: var(--lk-space-4);
      overflow-y: auto;
    }
    .brand {
      display: grid;
      place-items: center;
      min-block-size: 3rem;
      margin-block-end: var(--lk-space-3);
    }
    .brand span {
      display: none;
    }
    nav ul {
      flex-direction: column;
      flex: none;
      gap: var(--lk-space-1);
      padding-inline: var(--lk-space-2);
    }
    nav li {
      flex: none;
    }
    .phone {
      display: none;
    }
    .wide {
      display: list-item;
    }
    nav li a {
      block-size: 3.5rem;
      border-radius: var(--lk-radius-m);
    }
    nav li a:hover {
      background: var(--lk-hover);
      color: var(--lk-text);
    }
    nav li a[aria-current] {
      background: var(--lk-pressed);
    }
    .keeper {
      display: grid;
      place-items: center;
      margin-block-start: auto;
      padding: var(--lk-space-2);
      border-radius: var(--lk-radius-m);
    }
    .keeper .name,
    .keeper lk-pill {
      display: none;
    }
    main {
      padding-block: var(--lk-space-6) var(--lk-space-12);
    }
  }
  @media (min-width: 80rem) {
    :host {
      grid-template-columns: var(--lk-sidebar) minmax(0, 1fr);
    }
    .brand {
      display: flex;
      align-items: center;
      gap: var(--lk-space-4);
      padding-inline: var(--lk-space-5);
      font-size: var(--lk-size-l);
      font-weight: var(--lk-weight-bold);
      letter-spacing: -0.01em;
    }
    .brand span {
      display: inline;
    }
    nav ul {
      padding-inline: var(--lk-space-3);
    }
    nav li a {
      flex-direction: row;
      justify-content: flex-start;
      gap: var(--lk-space-3);
      block-size: 2.75rem;
      padding-inline: var(--lk-space-3);
      font-size: var(--lk-size-m);
    }
    nav li lk-icon {
      font-size: 1rem;
    }
    .keeper {
      display: flex;
      align-items: center;
      gap: var(--lk-space-3);
      margin: auto var(--lk-space-3) 0;
    }
    .keeper:hover {
      background: var(--lk-hover);
    }
    .keeper .name {
      display: block;
      flex: 1;
      min-inline-size: 0;
      line-height: 1.25;
      overflow-wrap: anywhere;
    }
    .keeper small {
      display: block;
      font-size: var(--lk-size-s);
      color: var(--lk-text-faint);
    }
    .keeper lk-pill {
      display: inline-flex;
    }
    main {
      padding-block: var(--lk-space-8) var(--lk-space-16);
    }
  }
`;
