import type { ActivityEntry } from '@lightkeeper/plugin-sdk/wire';
import { navigate, spokenEntry, type LkEntryRow } from '@lightkeeper/ui';
import { css, html, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { LiveList } from '../data/live-list.js';
import { entryAddress } from '../model/details.js';

export const shortListStyles = css`
  ul {
    display: grid;
    padding-block-end: var(--lk-space-2);
  }
  lk-entry-row[fresh] {
    animation: arrive var(--lk-time-3) var(--lk-ease-out);
  }
  lk-entry-row:focus-visible {
    outline-offset: -2px;
    border-radius: var(--lk-radius-s);
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

function edgeOf(index: number, count: number): LkEntryRow['edge'] {
  if (count === 1) return 'only';
  if (index === 0) return 'first';
  return index === count - 1 ? 'last' : 'none';
}

function openInLog(entry: ActivityEntry): void {
  navigate(entryAddress(entry.id));
}

/** A few entries, each of which opens in the log. */
export function shortList(list: LiveList, label: string): TemplateResult {
  return html`<ul aria-label=${label}>
    ${repeat(
      list.items,
      (entry) => entry.id,
      (entry, index) =>
        html`<li>
          <lk-entry-row
            role="link"
            tabindex="0"
            aria-label=${spokenEntry(entry)}
            edge=${edgeOf(index, list.items.length)}
            .entry=${entry}
            ?fresh=${entry.id === list.fresh}
            @lk-open=${() => {
              openInLog(entry);
            }}
            @keydown=${(event: KeyboardEvent) => {
              if (event.key === 'Enter') openInLog(entry);
            }}
          ></lk-entry-row>
        </li>`,
    )}
  </ul>`;
}
