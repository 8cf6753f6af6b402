import type { Feature, FeatureValue } from '@lightkeeper/plugin-sdk/wire';
import { base, emit, formatNumber, msg, str } from '@lightkeeper/ui';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { startOf } from '../model/settings.js';

/** What a scene sets of one feature of a device, or that it leaves it alone. `lk-setting` {value}, undefined where it is left alone. */
@customElement('lk-scene-setting')
export class LkSceneSetting extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: var(--lk-space-2) var(--lk-space-4);
      }
      lk-slider {
        flex-basis: 100%;
      }
    `,
  ];

  @property({ attribute: false }) feature: Feature | null = null;
  @property({ attribute: false }) value: FeatureValue | undefined = undefined;
  /** What the device says of it just now. */
  @property({ attribute: false }) now: FeatureValue | null = null;

  private put(value: FeatureValue | undefined): void {
    emit(this, 'lk-setting', { value });
  }

  override render() {
    const { feature, value, now } = this;
    if (feature === null) return nothing;
    return html`<span aria-hidden="true">${feature.name}</span>
      <lk-switch
        label=${msg(str`Set: ${feature.name}`)}
        .checked=${value !== undefined}
        @lk-change=${(event: CustomEvent<{ checked: boolean }>) => {
          const first = feature.kind === 'cover' || now === null ? startOf(feature) : now;
          this.put(event.detail.checked ? (first ?? undefined) : undefined);
        }}
      ></lk-switch>
      ${value === undefined ? nothing : this.control(feature, value)}`;
  }

  private control(feature: Feature, value: FeatureValue) {
    const slider = (min: number, max: number, step: number, unit: string) =>
      html`<lk-slider
        kind="thin"
        label=${feature.name}
        hide_label
        min=${min}
        max=${max}
        step=${step}
        .value=${typeof value === 'number' ? value : min}
        .text=${(shown: number) => `${formatNumber(shown)}${unit}`}
        @lk-change=${(event: CustomEvent<{ value: number }>) => {
          this.put(event.detail.value);
        }}
      ></lk-slider>`;
    const words = (options: { value: string; label: string }[]) =>
      html`<lk-select
        size="s"
        hide_label
        label=${feature.name}
        .options=${options}
        .value=${String(value)}
        @lk-change=${(event: CustomEvent<{ value: string }>) => {
          this.put(feature.kind === 'switch' ? event.detail.value === 'true' : event.detail.value);
        }}
      ></lk-select>`;
    switch (feature.kind) {
      case 'number':
        return slider(feature.min, feature.max, feature.step, feature.unit === undefined ? '' : `\u00a0${feature.unit}`);
      case 'cover':
        return typeof value === 'number'
          ? slider(0, 100, 1, '\u00a0%')
          : words([
              { value: 'open', label: msg('Open') },
              { value: 'close', label: msg('Closed') },
            ]);
      case 'select':
        return words(feature.options.map((option) => ({ value: option, label: option })));
      case 'switch':
        return words([
          { value: 'true', label: msg('On') },
          { value: 'false', label: msg('Off') },
        ]);
      default:
        return nothing;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-scene-setting': LkSceneSetting;
  }
}
