import { css } from 'lit';

/** Signing in and setting up share one night by the sea. */
export const gateStyles = css`
  :host {
    min-block-size: 100dvh;
    display: grid;
    background: #070c12;
  }
  lk-sea {
    position: fixed;
    inset: 0;
  }
  main {
    position: relative;
    align-self: center;
    justify-self: center;
    inline-size: min(100% - 2rem, 26rem);
    margin-block: 2rem;
    padding: var(--lk-space-6);
    border-radius: var(--lk-radius-xl);
    background: color-mix(in oklab, var(--lk-surface) 94%, transparent);
    color: var(--lk-text);
    backdrop-filter: blur(20px);
    border: 1px solid var(--lk-line);
    box-shadow: var(--lk-shadow-3);
    display: grid;
    gap: var(--lk-space-5);
  }
  main.wide {
    inline-size: min(100% - 2rem, 31rem);
  }
  h1 {
    font-size: var(--lk-size-2xl);
    letter-spacing: var(--lk-tracking-title);
  }
  h1 + p {
    margin-block-start: var(--lk-space-2);
    color: var(--lk-text-quiet);
  }
  form {
    display: grid;
    gap: var(--lk-space-5);
  }
  .brand {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: var(--lk-space-3);
  }
  .brand b {
    margin-inline-start: 1.1rem;
  }
  .brand > span {
    display: flex;
    align-items: center;
  }
  @media (min-width: 64rem) {
    main {
      justify-self: start;
      margin-inline-start: clamp(4rem, 12vw, 13rem);
      padding: var(--lk-space-8);
    }
  }
`;
