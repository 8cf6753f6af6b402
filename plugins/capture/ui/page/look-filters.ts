import type { CaptureFilter, CaptureFilterInfo } from '@lightkeeper/plugin-sdk/wire';
import { StoreController, base, emit, msg, str } from '@lightkeeper/ui';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { catalogue } from '../live/captures.js';
import '../parts/options-form.js';

const MOST = 8;

/**
 * Filters that plugins bring: what is done to the lights, one after another, before their colours are graded. Nothing where no plugin brings
 * one. `lk-filters` {filters} with each change.
 */
@customElement('lk-look-filters')
export class LkLookFilters extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--lk-space-2);
      }
      h3 {
        font-size: var(--lk-size-s);
        font-weight: var(--lk-weight-medium);
      }
      li {
        padding-block: var(--lk-space-2);
        border-block-end: 1px solid var(--lk-line);
      }
      .head {
        display: flex;
        align-items: center;
        gap: var(--lk-space-1);
      }
      .head b {
        flex: 1;
        min-inline-size: 0;
        overflow-wrap: anywhere;
        font-weight: var(--lk-weight-medium);
      }
      summary {
        min-block-size: var(--lk-target);
        align-content: center;
        font-size: var(--lk-size-s);
        color: var(--lk-text-quiet);
        cursor: pointer;
      }
    `,
  ];

  @property({ attribute: false }) filters: readonly CaptureFilter[] = [];
  private readonly catalogue = new StoreController(this, catalogue);

  private put(filters: readonly CaptureFilter[]): void {
    emit(this, 'lk-filters', { filters: [...filters] });
  }

  override render() {
    const { filters } = this.catalogue.value;
    if (filters.length === 0 && this.filters.length === 0) return nothing;
    return html`<h3>${msg('Filters')}</h3>
      <ul>
        ${this.filters.map((filter, index) => this.filter(filter, index, filters))}
      </ul>
      ${
        filters.length === 0 || this.filters.length >= MOST
          ? nothing
          : html`<lk-menu
              placement="bottom-start"
              label=${msg('Add a filter')}
              .items=${filters.map(({ kind, name }) => ({ id: kind, label: name }))}
              @lk-select=${(event: CustomEvent<{ id: string }>) => {
                event.stopPropagation();
                this.put([...this.filters, { kind: event.detail.id, options: {} }]);
              }}
              ><lk-button slot="trigger" size="s" icon="plus">${msg('Add a filter')}</lk-button></lk-menu
            >`
      }`;
  }

  private filter({ kind, options }: CaptureFilter, index: number, known: readonly CaptureFilterInfo[]) {
    const info = known.find((one) => one.kind === kind);
    const name = info?.name ?? kind;
    const settings = Object.keys(info?.options_schema['properties'] ?? {}).length;
    return html`<li>
      <div class="head">
        <b>${name}</b>
        ${
          index === 0
            ? nothing
            : html`<lk-button
                size="s"
                variant="ghost"
                icon="arrow-up"
                label=${msg(str`Move ${name} up`)}
                @click=${() => {
                  const moved = this.filters[index];
                  if (moved !== undefined) this.put(this.filters.toSpliced(index, 1).toSpliced(index - 1, 0, moved));
                }}
              ></lk-button>`
        }
        <lk-button
          size="s"
          variant="ghost"
          icon="x"
          label=${msg(str`Take ${name} out`)}
          @click=${() => {
            this.put(this.filters.toSpliced(index, 1));
          }}
        ></lk-button>
      </div>
      <p class="small quiet">${info?.description ?? msg('The plugin that brings it does not run.')}</p>
      ${
        info === undefined || settings === 0
          ? nothing
          : html`<details>
              <summary>${msg(str`Settings of ${name}`)}</summary>
              <lk-options-form
                .schema=${info.options_schema}
                .value=${options}
                submit_label=${msg('Apply')}
                @lk-options=${(event: Event) => {
                  event.stopPropagation();
                }}
                @lk-done=${(event: CustomEvent<{ value: Record<string, unknown> }>) => {
                  event.stopPropagation();
                  this.put(this.filters.with(index, { kind, options: event.detail.value }));
                }}
              ></lk-options-form>
            </details>`
      }
    </li>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-look-filters': LkLookFilters;
  }
}
