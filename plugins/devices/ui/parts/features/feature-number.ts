import type { Device, NumberFeature } from '@lightkeeper/plugin-sdk/wire';
import { StoreController, base, connection, formatNumber, msg, session, str } from '@lightkeeper/ui';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { command, commander, mayCommand, reachable, shownState } from '../../live/commands.js';
import type { Attempt } from '../../model/commander.js';
import { digitsOf, numberOf, toStep } from '../../model/features.js';
import { readingText } from '../../model/readings.js';
import { Settle } from '../settle.js';

/** A range of more steps than this is no use under a finger: it gets a field to type in. */
const MOST_STEPS = 200;

/** A number of a device that can be set: a slider, or for a wide range a field between two buttons. */
@customElement('lk-feature-number')
export class LkFeatureNumber extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
        min-inline-size: 0;
      }
      .field {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--lk-space-2) var(--lk-space-4);
      }
      .name {
        flex: 1 1 8rem;
        min-inline-size: 0;
        font-size: var(--lk-size-s);
        overflow-wrap: anywhere;
      }
      .set {
        display: flex;
        align-items: center;
        gap: var(--lk-space-2);
      }
      .set lk-input {
        inline-size: 8.5rem;
      }
    `,
  ];

  @property({ attribute: false }) device: Device | null = null;
  @property({ attribute: false }) feature: NumberFeature | null = null;
  /** Said before the name where the device is not in sight otherwise. */
  @property() prefix_label = '';
  /** What the hand does before it lets go, or has wished and not yet sent. */
  @state() private preview: number | null = null;
  private readonly attempt = new StoreController(this, commander.attempts, (all): Attempt | undefined => all.get(this.device?.id ?? ''));
  protected readonly session = new StoreController(this, session);
  protected readonly connection = new StoreController(this, connection, ({ state: now }) => now);
  private readonly settle = new Settle<number>((value) => {
    this.preview = null;
    if (this.device && this.feature) command(this.device, { set: { [this.feature.key]: value } });
  });

  override render() {
    const { device, feature } = this;
    if (!device || !feature) return nothing;
    const fact = numberOf(shownState(device), feature.key);
    const disabled = !mayCommand() || !reachable(device);
    const slides = (feature.max - feature.min) / feature.step <= MOST_STEPS;
    return slides ? this.slider(device, feature, fact, disabled) : this.field(feature, fact, disabled);
  }

  private slider(device: Device, feature: NumberFeature, fact: number | null, disabled: boolean) {
    return html`<lk-slider
      kind="thin"
      label=${this.prefix_label === '' ? feature.name : `${this.prefix_label}, ${feature.name}`}
      min=${feature.min}
      max=${feature.max}
      step=${feature.step}
      .value=${this.preview ?? fact ?? feature.min}
      .text=${(value: number) => this.words(feature, value)}
      ?unknown=${fact === null && this.preview === null}
      ?busy=${this.attempt.value?.phase === 'sending'}
      ?disabled=${disabled}
      @keydown=${{ handleEvent: this.settle.onKey, capture: true }}
      @pointerdown=${{ handleEvent: this.settle.onPointer, capture: true }}
      @lk-input=${(event: CustomEvent<{ value: number }>) => {
        this.preview = toStep(feature, event.detail.value);
      }}
      @lk-change=${(event: CustomEvent<{ value: number }>) => {
        this.push(feature, event.detail.value);
      }}
    ></lk-slider>`;
  }

  private field(feature: NumberFeature, fact: number | null, disabled: boolean) {
    const value = this.preview ?? fact;
    const step = (by: number, icon: string, label: string) =>
      html`<lk-button
        size="s"
        icon=${icon}
        label=${label}
        ?disabled=${disabled}
        @click=${() => {
          this.settle.onKey();
          this.push(feature, (value ?? feature.min) + by);
        }}
      ></lk-button>`;
    return html`<div class="field">
      <span class="name" aria-hidden="true"><bdi>${feature.name}</bdi></span>
      <div class="set">
        ${step(-feature.step, 'minus', msg(str`${feature.name}: less`))}
        <lk-input
          size="s"
          type="number"
          hide_label
          label=${feature.name}
          unit=${feature.unit ?? ''}
          min=${String(feature.min)}
          max=${String(feature.max)}
          step=${String(feature.step)}
          .value=${value === null ? '' : String(value)}
          ?disabled=${disabled}
          @lk-input=${(event: CustomEvent<{ value: string }>) => {
            const typed = Number(event.detail.value);
            if (event.detail.value.trim() === '' || !Number.isFinite(typed)) return;
            if (typed < feature.min || typed > feature.max) return;
            this.settle.onKey();
            this.push(feature, typed);
          }}
        ></lk-input>
        ${step(feature.step, 'plus', msg(str`${feature.name}: more`))}
      </div>
    </div>`;
  }

  private push(feature: NumberFeature, value: number): void {
    const wanted = toStep(feature, value);
    this.preview = wanted;
    this.settle.push(wanted);
  }

  private words(feature: NumberFeature, value: number): string {
    return readingText({ value: formatNumber(value, { maximumFractionDigits: digitsOf(feature.step) }), unit: feature.unit ?? '' });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-feature-number': LkFeatureNumber;
  }
}
