import { css, html, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { LiveList } from '../data/live-list.js';
import { entryAddress } from '../model/details.js';
import { edgeOf } from '../model/edges.js';

export const shortListStyles = css`
  ul {
    display: grid;
    padding-block-end: var(--lk-space-2);
  }
  li a {
    display: block;
  }
  li a:focus-visible {
    outline-offset: -2px;
    border-radius: var(--lk-radius-s);
  }
  lk-entry-row[fresh] {
    animation: arrive var(--lk-time-3) var(--lk-ease-out);
  }
  @keyframes arrive {
    from {
      opacity: 0;
      translate: 0 -8px;
    }
  }
  lk-skeleton,
  .wrong {
    padding: 0 var(--lk-space-4) var(--lk-space-4);
  }
`;

/** A few entries, each of which leads to itself in the log. */
export function shortList(list: LiveList, label: string): TemplateResult {
  return html`<ul aria-label=${label}>
    ${repeat(
      list.items,
      (entry) => entry.id,
      (entry, index) =>
        html`<li>
          <a href=${entryAddress(entry.id)}
            ><lk-entry-row edge=${edgeOf(index, list.items.length)} .entry=${entry} ?fresh=${entry.id === list.fresh}></lk-entry-row
          ></a>
        </li>`,
    )}
  </ul>`;
}
