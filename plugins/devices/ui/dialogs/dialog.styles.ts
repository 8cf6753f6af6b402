import { css } from 'lit';

export const dialogStyles = css`
  form,
  .fields {
    display: grid;
    gap: var(--lk-space-5);
  }
  .pair {
    display: grid;
    grid-template-columns: repeat(auto-fit, minmax(min(100%, 12rem), 1fr));
    gap: var(--lk-space-5) var(--lk-space-4);
  }
  .acts {
    display: flex;
    flex-wrap: wrap;
    justify-content: flex-end;
    gap: var(--lk-space-2);
  }
  .hint {
    font-size: var(--lk-size-s);
    color: var(--lk-text-quiet);
  }
  .switch {
    display: flex;
    align-items: center;
    justify-content: space-between;
    gap: var(--lk-space-4);
  }
`;
