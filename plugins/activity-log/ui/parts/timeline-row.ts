import { spokenEntry, type LkEntryRow } from '@lightkeeper/ui';
import { html, nothing, type TemplateResult } from 'lit';
import { foldedEntry, foldedFact } from '../model/fold-words.js';
import type { TimelineRow } from '../model/rows.js';
import './entry-detail.js';

export interface RowState {
  open: boolean;
  active: boolean;
  fresh: boolean;
  edge: LkEntryRow['edge'];
  onFocus: () => void;
  onKey: (event: KeyboardEvent) => void;
}

/** One row of the feed: an entry, or a device's coming and going folded into one. */
export function timelineRow(row: TimelineRow, state: RowState): TemplateResult {
  const fold = row.kind === 'fold';
  const entry = fold ? foldedEntry(row) : row.entry;
  const fact = fold ? foldedFact(row) : '';
  const spoken = entry ? spokenEntry(entry) : '';
  return html`<lk-entry-row
    log
    seconds
    role="article"
    class=${!fold && row.unfolded ? 'member' : ''}
    data-key=${row.key}
    tabindex=${state.active ? 0 : -1}
    aria-posinset=${row.position}
    aria-setsize="-1"
    aria-label=${fold ? `${spoken}. ${fact}` : spoken}
    edge=${state.edge}
    .entry=${entry}
    .fact=${fact}
    .repeat=${fold ? row.entries.length : 1}
    ?open=${state.open}
    ?why=${!state.open && entry?.metadata.cause_id !== undefined}
    ?fresh=${state.fresh}
    @focus=${state.onFocus}
    @keydown=${state.onKey}
  >
    ${state.open && entry ? html`<lk-activity-entry-detail slot="detail" .entry=${entry}></lk-activity-entry-detail>` : nothing}
  </lk-entry-row>`;
}
