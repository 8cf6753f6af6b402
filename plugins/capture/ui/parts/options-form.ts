import type { Rgb } from '@lightkeeper/plugin-sdk/wire';
import { base, emit, msg, str } from '@lightkeeper/ui';
import { LitElement, css, html, nothing, type PropertyValues } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { hexOf, isRgb, rgbOf, splitColors, type ColorField } from '../model/colors.js';
import { variantsOf, type Variants } from '../model/variants.js';

/**
 * The settings of a source or an effect, made from their schema; colours have fields of their own, and so has the choice between several forms. `lk-options` {value} with each change,
 * `lk-done` {value} with its button. The slot `actions` stands beside that.
 */
@customElement('lk-options-form')
export class LkOptionsForm extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--lk-space-5);
      }
      .colors {
        display: flex;
        flex-wrap: wrap;
        gap: var(--lk-space-2);
        align-items: end;
      }
      .colors lk-input {
        inline-size: 4.5rem;
      }
      fieldset {
        border: 0;
        margin: 0;
        padding: 0;
        min-inline-size: 0;
      }
      legend {
        padding: 0;
        font-weight: var(--lk-weight-medium);
        margin-block-end: var(--lk-space-1);
      }
      .hint {
        font-size: var(--lk-size-s);
        color: var(--lk-text-quiet);
      }
    `,
  ];

  @property({ attribute: false }) schema: Record<string, unknown> = {};
  @property({ attribute: false }) value: Record<string, unknown> = {};
  @property({ attribute: false }) problem: unknown = null;
  @property() submit_label = '';
  @property({ type: Boolean }) busy = false;
  private variants: Variants | null = null;
  private split: ReturnType<typeof splitColors> = { colors: [], rest: {} };
  /** What the form began with: a form that is given its own words back would forget where it stood. */
  private begun: Record<string, unknown> = {};
  private now: Record<string, unknown> = {};

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('schema')) this.variants = variantsOf(this.schema);
    if (changed.has('schema') || (changed.has('value') && JSON.stringify(this.value) !== JSON.stringify(this.now))) this.begin(this.value);
  }

  private begin(value: Record<string, unknown>): void {
    const { variants } = this;
    const chosen = variants?.choices.find((one) => one.value === value[variants.key]) ?? variants?.choices[0];
    this.split = splitColors(chosen?.schema ?? this.schema);
    this.now = variants === null ? value : { ...value, [variants.key]: chosen?.value };
    this.begun = Object.fromEntries(Object.entries(this.now).filter(([key]) => !this.split.colors.some((one) => one.key === key)));
  }

  private take(part: Record<string, unknown>): void {
    this.now = { ...this.now, ...part };
    this.requestUpdate();
    emit(this, 'lk-options', { value: this.now });
  }

  override render() {
    return html`${this.choice()} ${this.split.colors.map((field) => this.color(field))}
      <lk-form
        .schema=${this.split.rest}
        .value=${this.begun}
        .problem=${this.problem}
        ?busy=${this.busy}
        submit_label=${this.submit_label}
        @lk-input=${(event: CustomEvent<{ value: Record<string, unknown> }>) => {
          event.stopPropagation();
          this.take(event.detail.value);
        }}
        @lk-submit=${(event: CustomEvent<{ value: Record<string, unknown> }>) => {
          event.stopPropagation();
          this.now = { ...this.now, ...event.detail.value };
          emit(this, 'lk-done', { value: this.now });
        }}
        ><slot name="actions" slot="actions"></slot
      ></lk-form>`;
  }

  private choice() {
    const { variants } = this;
    if (variants === null) return nothing;
    return html`<lk-select
      label=${variants.title}
      .options=${variants.choices.map(({ value, label }) => ({ value, label }))}
      .value=${this.now[variants.key]}
      @lk-change=${(event: CustomEvent<{ value: string }>) => {
        event.stopPropagation();
        // What belongs to another form is none of this one's.
        this.begin({ [variants.key]: event.detail.value });
        this.take({});
      }}
    ></lk-select>`;
  }

  private colorsOf({ key, initial }: ColorField): Rgb[] {
    const given = this.now[key];
    if (isRgb(given)) return [given];
    const many = Array.isArray(given) ? given.filter(isRgb) : [];
    return many.length > 0 ? many : initial;
  }

  private color(field: ColorField) {
    const colors = this.colorsOf(field);
    const { list } = field;
    if (list === null) {
      return html`<lk-input
        type="color"
        label=${field.title}
        hint=${field.description}
        .value=${hexOf(colors[0] ?? { r: 255, g: 255, b: 255 })}
        @lk-input=${(event: CustomEvent<{ value: string }>) => {
          event.stopPropagation();
          this.take({ [field.key]: rgbOf(event.detail.value) });
        }}
      ></lk-input>`;
    }
    const put = (next: Rgb[]): void => {
      this.take({ [field.key]: next });
    };
    return html`<fieldset>
      <legend>${field.title}</legend>
      ${field.description ? html`<p class="hint">${field.description}</p>` : nothing}
      <div class="colors">
        ${colors.map(
          (color, index) =>
            html`<lk-input
              type="color"
              label=${msg(str`No. ${index + 1}`)}
              .value=${hexOf(color)}
              @lk-input=${(event: CustomEvent<{ value: string }>) => {
                event.stopPropagation();
                put(colors.with(index, rgbOf(event.detail.value)));
              }}
            ></lk-input>`,
        )}
        ${
          colors.length > list.min
            ? html`<lk-button
                variant="ghost"
                icon="minus"
                label=${msg('Take the last colour away')}
                @click=${() => {
                  put(colors.slice(0, -1));
                }}
              ></lk-button>`
            : nothing
        }
        ${
          colors.length < list.max
            ? html`<lk-button
                variant="ghost"
                icon="plus"
                label=${msg('Add a colour')}
                @click=${() => {
                  put([...colors, colors.at(-1) ?? { r: 255, g: 255, b: 255 }]);
                }}
              ></lk-button>`
            : nothing
        }
      </div>
    </fieldset>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-options-form': LkOptionsForm;
  }
}
