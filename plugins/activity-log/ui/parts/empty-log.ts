import type { ActivityFilters } from '@lightkeeper/plugin-sdk/wire';
import { msg, navigate, str } from '@lightkeeper/ui';
import { html, type TemplateResult } from 'lit';
import { timeless } from '../model/counts.js';
import { activityAddress, isFiltered } from '../model/filters.js';

/** What stands in place of the log when there is nothing to show: what this place is for, or the next wider look. */
export function emptyLog(filters: ActivityFilters): TemplateResult {
  if (!isFiltered(filters)) {
    return html`<lk-card>
      <lk-empty
        art="scroll-text"
        heading=${msg('Nothing has happened yet')}
        text=${msg('Every change to the home, every sign-in and everything that the hub does by itself will be written here.')}
      ></lk-empty>
    </lk-card>`;
  }
  const untimed = timeless(filters);
  const timed = filters.since !== undefined || filters.until !== undefined;
  const wider = timed ? untimed : {};
  const look = (): void => {
    navigate(activityAddress(wider), { quiet: true });
  };
  return html`<lk-card>
    <lk-empty art="search-x" heading=${msg('Nothing matches')} text=${lookedFor(filters)}>
      <lk-button @click=${look}>${isFiltered(wider) ? msg('Look at any time') : msg('Show everything')}</lk-button>
    </lk-empty>
  </lk-card>`;
}

function lookedFor({ message_like }: ActivityFilters): string {
  return message_like === undefined
    ? msg('No entry has all that the filters above ask for.')
    : msg(str`No entry with “${message_like}” has all that the filters above ask for.`);
}
