import type { Device, DeviceCommand, DeviceState, Rgb } from '@lightkeeper/plugin-sdk/wire';
import { StoreController, base, connection, formatPercent, lightColor, lightRgb, msg, session } from '@lightkeeper/ui';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { command, commander, mayCommand, reachable, shownState } from '../live/commands.js';
import { brightnessOf, isLit, percentOf } from '../model/kinds.js';
import { withWish } from '../model/wish.js';
import { Settle } from '../parts/settle.js';
import './color-wheel.js';
import './swatches.js';
import './white-slider.js';
import { showsWhite, whiteWish } from './white.js';

const PLAIN = '';
const DEFAULT_WHITE = 2700;

/** Everything that a light can be told: how bright, which colour, which white, which effect. */
@customElement('lk-device-controls')
export class LkDeviceControls extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
      }
      .glass {
        block-size: 3.5rem;
        border-radius: var(--lk-radius-m);
        background: light-dark(#1b232b, #06090c);
        overflow: hidden;
        position: relative;
        margin-block-end: var(--lk-space-5);
      }
      .glass::before {
        content: '';
        position: absolute;
        inset: -120% -6%;
        background: radial-gradient(closest-side, var(--c) 0 18%, color-mix(in oklab, var(--c) 45%, transparent) 48%, transparent);
        opacity: var(--strength);
        transition: opacity var(--lk-time-on) var(--lk-ease);
      }
      .both {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--lk-space-6) var(--lk-space-8);
      }
      .sliders {
        flex: 1 1 17rem;
        min-inline-size: min(100%, 17rem);
        display: grid;
        gap: var(--lk-space-4);
      }
      lk-color-wheel {
        margin-inline: auto;
      }
      .last {
        display: flex;
        flex-wrap: wrap;
        align-items: end;
        gap: var(--lk-space-2) var(--lk-space-4);
      }
      .last lk-select {
        flex: 1 1 12rem;
        max-inline-size: 18rem;
      }
    `,
  ];

  @property({ attribute: false }) device: Device | null = null;
  /** What the hand does before it lets go: shown here, sent at the end. */
  @state() private preview: DeviceCommand | null = null;
  private readonly attempts = new StoreController(this, commander.attempts);
  private readonly session = new StoreController(this, session);
  private readonly connection = new StoreController(this, connection, ({ state: now }) => now);
  private readonly settle = new Settle<DeviceCommand>((wish) => {
    this.preview = null;
    if (this.device) command(this.device, wish);
  });

  private show(wish: DeviceCommand): void {
    this.preview = wish;
  }

  private send(wish: DeviceCommand): void {
    this.preview = wish;
    this.settle.push(wish);
  }

  override render() {
    const { device } = this;
    if (!device) return nothing;
    const fact = shownState(device);
    const now = this.preview ? withWish(fact, this.preview) : fact;
    const lit = isLit(device, now);
    const disabled = !mayCommand() || !reachable(device);
    const has = (capability: Device['capabilities'][number]): boolean => device.capabilities.includes(capability);
    const strength = lit ? 0.35 + 0.65 * ((now?.brightness ?? 255) / 255) : 0;
    return html`<div class="glass" style="--c:${lightColor(now)};--strength:${strength.toFixed(2)}" aria-hidden="true"></div>
      <div
        class="both"
        @keydown=${{ handleEvent: this.settle.onKey, capture: true }}
        @pointerdown=${{ handleEvent: this.settle.onPointer, capture: true }}
      >
        ${has('color_rgb') ? this.wheel(now, disabled) : nothing}
        <div class="sliders">
          ${has('brightness') ? this.brightness(device, now, lit, disabled) : nothing}
          ${has('color_temp') ? this.white(device, now, disabled) : nothing}
          ${has('color_rgb') || has('effect') ? html`<div class="last">${has('color_rgb') ? this.swatches(now, disabled) : nothing}${has('effect') ? this.effects(device, now, disabled) : nothing}</div>` : nothing}
        </div>
      </div>`;
  }

  private wheel(now: DeviceState | null, disabled: boolean) {
    return html`<lk-color-wheel
      .color=${now?.color ?? lightRgb(now)}
      ?unset=${showsWhite(now)}
      ?disabled=${disabled}
      @lk-input=${(event: CustomEvent<{ color: Rgb }>) => {
        this.show({ color: event.detail.color });
      }}
      @lk-change=${(event: CustomEvent<{ color: Rgb }>) => {
        this.send({ color: event.detail.color });
      }}
    ></lk-color-wheel>`;
  }

  private brightness(device: Device, now: DeviceState | null, lit: boolean, disabled: boolean) {
    return html`<lk-slider
      label=${msg('Brightness')}
      min="1"
      .value=${now?.brightness === undefined ? 100 : percentOf(now.brightness)}
      .text=${(value: number) => formatPercent(value / 100)}
      color=${lightColor(now)}
      ?off=${!lit}
      ?unknown=${device.status !== 'online' || now === null}
      ?busy=${this.attempts.value.get(device.id)?.phase === 'sending'}
      ?disabled=${disabled}
      @lk-input=${(event: CustomEvent<{ value: number }>) => {
        this.show({ brightness: brightnessOf(event.detail.value) });
      }}
      @lk-change=${(event: CustomEvent<{ value: number }>) => {
        this.send({ brightness: brightnessOf(event.detail.value) });
      }}
    ></lk-slider>`;
  }

  private white(device: Device, now: DeviceState | null, disabled: boolean) {
    return html`<lk-white-slider
      .value=${now?.color_temp ?? DEFAULT_WHITE}
      ?unset=${!showsWhite(now)}
      ?disabled=${disabled}
      @lk-input=${(event: CustomEvent<{ value: number }>) => {
        this.show(whiteWish(device, event.detail.value));
      }}
      @lk-change=${(event: CustomEvent<{ value: number }>) => {
        this.send(whiteWish(device, event.detail.value));
      }}
    ></lk-white-slider>`;
  }

  private swatches(now: DeviceState | null, disabled: boolean) {
    return html`<lk-swatches
      .color=${now?.color ?? null}
      ?disabled=${disabled}
      @lk-change=${(event: CustomEvent<{ color: Rgb }>) => {
        if (this.device) command(this.device, { color: event.detail.color });
      }}
    ></lk-swatches>`;
  }

  private effects(device: Device, now: DeviceState | null, disabled: boolean) {
    return html`<lk-select
      size="s"
      label=${msg('Effect')}
      .options=${[{ value: PLAIN, label: msg('No effect') }, ...device.effects.map((name) => ({ value: name, label: name }))]}
      .value=${now?.effect ?? PLAIN}
      ?disabled=${disabled}
      @lk-change=${(event: CustomEvent<{ value: string }>) => {
        command(device, { effect: event.detail.value === PLAIN ? null : event.detail.value });
      }}
    ></lk-select>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-device-controls': LkDeviceControls;
  }
}
