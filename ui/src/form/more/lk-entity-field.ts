import { LitElement, css, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { base } from '../../elements/base.js';
import { emit } from '../../elements/emit.js';
import { fieldStyles } from '../../elements/field-styles.js';
import { msg, str } from '../../i18n/msg.js';
import type { CollectionState } from '../../store/collection.js';
import { entities, type NamedEntity } from './entities.js';
import '../../elements/lk-icon.js';
import './lk-combobox.js';

/** One thing of the home, or with `multiple` some of them, chosen by name. `lk-change` {value}: an id, or a list of ids. */
@customElement('lk-entity-field')
export class LkEntityField extends LitElement {
  static override shadowRootOptions = { ...LitElement.shadowRootOptions, delegatesFocus: true };
  static override styles = [
    base,
    fieldStyles,
    css`
      ul {
        display: flex;
        flex-wrap: wrap;
        gap: var(--lk-space-2);
        margin-block-start: var(--lk-space-2);
      }
      li {
        display: inline-flex;
        align-items: center;
        gap: var(--lk-space-1);
        padding-inline-start: var(--lk-space-3);
        border-radius: var(--lk-radius-m);
        background: var(--lk-raised);
        border: 1px solid var(--lk-line);
        font-size: var(--lk-size-s);
        overflow-wrap: anywhere;
      }
      li.gone {
        color: var(--lk-error);
      }
      button {
        display: grid;
        place-items: center;
        min-inline-size: 2rem;
        min-block-size: 2rem;
        color: var(--lk-text-quiet);
        border-radius: var(--lk-radius-m);
      }
      @media (pointer: coarse) {
        button {
          min-inline-size: var(--lk-target);
          min-block-size: var(--lk-target);
        }
      }
    `,
  ];

  /** `device`, `area`, `scene`. */
  @property() entity = '';
  @property({ type: Boolean }) multiple = false;
  @property({ attribute: false }) value: string | readonly string[] = '';
  @property() label = '';
  @property() hint = '';
  @property() error = '';
  @property({ type: Boolean }) required = false;
  @property({ type: Boolean }) disabled = false;
  @state() private list: CollectionState<NamedEntity> | null = null;
  @state() private areas: ReadonlyMap<string, NamedEntity> = new Map();
  private stops: (() => void)[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    this.watch();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.leave();
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('entity') && changed.get('entity') !== undefined && changed.get('entity') !== '') this.watch();
  }

  private leave(): void {
    for (const stop of this.stops) stop();
    this.stops = [];
  }

  private watch(): void {
    this.leave();
    if (this.entity === '') return;
    const list = entities(this.entity);
    this.list = list.value;
    this.stops.push(
      list.subscribe((value) => {
        this.list = value;
      }),
    );
    if (this.entity !== 'device') return;
    const areas = entities('area');
    this.areas = areas.value.by_id;
    this.stops.push(
      areas.subscribe(({ by_id }) => {
        this.areas = by_id;
      }),
    );
  }

  private name(id: string): string {
    const found = this.list?.by_id.get(id);
    if (found) return found.name;
    return this.list?.status === 'ready' ? msg('One that is gone') : '…';
  }

  override render() {
    const ids = typeof this.value === 'string' ? (this.value === '' ? [] : [this.value]) : this.value;
    const items = this.list?.items ?? [];
    const options = items
      .filter(({ id }) => !this.multiple || !ids.includes(id))
      .map(({ id, name, area_id }) => ({ value: id, label: name, hint: this.areas.get(area_id ?? '')?.name ?? '' }))
      .sort((a, b) => a.label.localeCompare(b.label));
    if (!this.multiple) {
      const id = ids[0] ?? '';
      return html`<lk-combobox
        label=${this.label}
        hint=${this.hint}
        error=${this.error}
        placeholder=${this.required ? msg('Choose …') : msg('Any')}
        .options=${options}
        .value=${id}
        unknown_label=${id === '' ? '' : this.name(id)}
        ?required=${this.required}
        ?disabled=${this.disabled}
        @lk-change=${(event: CustomEvent<{ value: string }>) => {
          event.stopPropagation();
          this.put(event.detail.value);
        }}
      ></lk-combobox>`;
    }
    return html`<lk-combobox
        label=${this.label}
        hint=${this.hint}
        error=${this.error}
        placeholder=${ids.length === 0 ? msg('Choose …') : msg('Add …')}
        .options=${options}
        .value=${live('')}
        ?disabled=${this.disabled}
        @lk-change=${(event: CustomEvent<{ value: string }>) => {
          event.stopPropagation();
          if (event.detail.value !== '') this.put([...ids, event.detail.value]);
        }}
      ></lk-combobox
      >${ids.length === 0 ? nothing : this.chips(ids)}`;
  }

  private chips(ids: readonly string[]) {
    return html`<ul aria-label=${this.label}>
      ${ids.map(
        (id) =>
          html`<li class=${this.list?.status === 'ready' && !this.list.by_id.has(id) ? 'gone' : ''}>
            <bdi>${this.name(id)}</bdi>
            <button
              type="button"
              aria-label=${msg(str`Take ${this.name(id)} away`)}
              ?disabled=${this.disabled}
              @click=${() => {
                this.put(ids.filter((one) => one !== id));
              }}
            >
              <lk-icon name="x"></lk-icon>
            </button>
          </li>`,
      )}
    </ul>`;
  }

  private put(value: string | readonly string[]): void {
    emit(this, 'lk-change', { value });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-entity-field': LkEntityField;
  }
}
