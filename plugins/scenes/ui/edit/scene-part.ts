import type { Device, FeatureValue, Rgb, SceneDevice } from '@lightkeeper/plugin-sdk/wire';
import { base, emit, formatNumber, formatPercent, kelvinToRgb, msg, str } from '@lightkeeper/ui';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { colorOf, shines } from '../model/picture.js';
import { shadeOf, withShade, type Shade } from '../model/shade.js';
import { startOf, withSetting } from '../model/settings.js';
import { partWords } from '../model/words.js';
import './scene-setting.js';

type Command = SceneDevice['command'];

const WARMEST = 2_000;
const COOLEST = 6_500;
const WHITE_STEP = 50;

/** What a scene asks of one device, to be changed value by value. `lk-part` {command}, `lk-remove`. */
@customElement('lk-scene-part')
export class LkScenePart extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
      }
      article {
        display: grid;
        gap: var(--lk-space-4);
        padding: var(--lk-space-4);
        background: var(--lk-surface);
        border: 1px solid var(--lk-line);
        border-radius: var(--lk-radius-l);
      }
      .top {
        display: flex;
        align-items: center;
        gap: var(--lk-space-3);
      }
      h3 {
        font-size: var(--lk-size-m);
        overflow-wrap: anywhere;
      }
      .top p {
        font-size: var(--lk-size-s);
        color: var(--lk-text-quiet);
        overflow-wrap: anywhere;
      }
      .top p.warning {
        color: var(--lk-warning);
      }
      .values {
        display: grid;
        gap: var(--lk-space-4);
      }
      .shade {
        display: flex;
        flex-wrap: wrap;
        align-items: end;
        gap: var(--lk-space-3) var(--lk-space-4);
      }
      .shade > lk-slider,
      .shade > lk-select {
        flex: 1 1 12rem;
      }
      @media (min-width: 48rem) {
        .values {
          grid-template-columns: repeat(2, minmax(0, 1fr));
          gap: var(--lk-space-4) var(--lk-space-6);
        }
      }
    `,
  ];

  @property({ attribute: false }) wish: SceneDevice | null = null;
  @property({ attribute: false }) device: Device | undefined = undefined;
  @property() room = '';
  /** Only to be looked at. */
  @property({ type: Boolean }) fixed = false;
  /** What went wrong with it while it was tried out. */
  @property() problem = '';

  private put(command: Command): void {
    emit(this, 'lk-part', { command });
  }

  override render() {
    const { wish, device } = this;
    if (wish === null) return nothing;
    const { command } = wish;
    const name = device?.name ?? msg('A device that is gone');
    const { r, g, b } = colorOf(command);
    const lit = shines(command);
    return html`<article aria-labelledby="name">
      <div class="top">
        <lk-bulb .fixture=${device?.fixture ?? 'bulb'} color="rgb(${r} ${g} ${b})" ?lit=${lit}></lk-bulb>
        <div class="grow">
          <h3 id="name"><bdi>${name}</bdi></h3>
          <p>${[this.room, partWords(command, device)].filter((word) => word !== '').join(' · ')}</p>
          ${this.problem === '' ? this.away() : html`<p class="warning">${this.problem}</p>`}
        </div>
        ${
          this.fixed || (command.on === undefined && !this.can('on_off'))
            ? nothing
            : html`<lk-switch
                label=${msg(str`${name} is on`)}
                .checked=${command.on ?? lit}
                @lk-change=${(event: CustomEvent<{ checked: boolean }>) => {
                  this.put({ ...command, on: event.detail.checked });
                }}
              ></lk-switch>`
        }
        ${
          this.fixed
            ? nothing
            : html`<lk-button
                size="s"
                variant="ghost"
                icon="x"
                label=${msg(str`Take ${name} out`)}
                @click=${() => {
                  emit(this, 'lk-remove');
                }}
              ></lk-button>`
        }
      </div>
      ${device === undefined || this.fixed ? nothing : this.values(command, device, lit)}
    </article>`;
  }

  private away() {
    const { device } = this;
    if (device === undefined) return nothing;
    return device.status === 'offline' ? html`<p class="warning">${msg('It is offline just now.')}</p>` : nothing;
  }

  private can(word: Device['capabilities'][number]): boolean {
    return this.device?.capabilities.includes(word) === true;
  }

  private values(command: Command, device: Device, lit: boolean) {
    const light = lit && (this.can('brightness') || this.can('color_rgb') || this.can('color_temp') || this.can('effect'));
    const features = device.features.filter(
      (feature) => startOf(feature) !== null && (feature.category === undefined || command.set?.[feature.key] !== undefined),
    );
    if (!light && features.length === 0) return nothing;
    return html`<div class="values">
      ${light && this.can('brightness') ? this.brightness(command) : nothing} ${light ? this.shade(command, device) : nothing}
      ${features.map(
        (feature) =>
          html`<lk-scene-setting
            .feature=${feature}
            .value=${command.set?.[feature.key]}
            .now=${device.state?.readings?.[feature.key] ?? null}
            @lk-setting=${(event: CustomEvent<{ value: FeatureValue | undefined }>) => {
              this.put(withSetting(command, feature.key, event.detail.value));
            }}
          ></lk-scene-setting>`,
      )}
    </div>`;
  }

  private brightness(command: Command) {
    const { r, g, b } = colorOf(command);
    return html`<lk-slider
      label=${msg('Brightness')}
      min="1"
      .value=${percentOf(command.brightness ?? 255)}
      .text=${(value: number) => formatPercent(value / 100)}
      color="rgb(${r} ${g} ${b})"
      @lk-input=${(event: CustomEvent<{ value: number }>) => {
        this.put({ ...command, brightness: brightnessOf(event.detail.value) });
      }}
      @lk-change=${(event: CustomEvent<{ value: number }>) => {
        this.put({ ...command, brightness: brightnessOf(event.detail.value) });
      }}
    ></lk-slider>`;
  }

  /** A light shows a colour, a white or an effect: which, and then the value of that. */
  private shade(command: Command, device: Device) {
    const shades: { value: Shade; label: string }[] = [];
    if (this.can('color_rgb')) shades.push({ value: 'color', label: msg('Colour') });
    if (this.can('color_temp')) shades.push({ value: 'white', label: msg('White') });
    if (this.can('effect') && device.effects.length > 0) shades.push({ value: 'effect', label: msg('Effect') });
    const [first] = shades;
    if (first === undefined) return nothing;
    const now = shadeOf(command) ?? first.value;
    return html`<div class="shade">
      ${
        shades.length === 1
          ? nothing
          : html`<lk-segments
              label=${msg('What it shows')}
              .options=${shades}
              .value=${now}
              @lk-change=${(event: CustomEvent<{ value: Shade }>) => {
                this.put(withShade(command, event.detail.value, device));
              }}
            ></lk-segments>`
      }
      ${now === 'color' ? this.color(command) : now === 'white' ? this.white(command) : this.effect(command, device)}
    </div>`;
  }

  private color(command: Command) {
    return html`<lk-input
      type="color"
      label=${msg('Colour')}
      .value=${hexOf(colorOf(command))}
      @lk-input=${(event: CustomEvent<{ value: string }>) => {
        event.stopPropagation();
        this.put({ ...command, color: rgbOf(event.detail.value) });
      }}
    ></lk-input>`;
  }

  private white(command: Command) {
    const kelvin = Math.min(COOLEST, Math.max(WARMEST, command.color_temp ?? 2_700));
    const { r, g, b } = kelvinToRgb(kelvin);
    const take = (event: CustomEvent<{ value: number }>): void => {
      this.put({ ...command, color_temp: event.detail.value });
    };
    return html`<lk-slider
      label=${msg('White')}
      min=${WARMEST}
      max=${COOLEST}
      step=${WHITE_STEP}
      .value=${kelvin}
      .text=${(value: number) => msg(str`${formatNumber(value)}\u00a0K`)}
      color="rgb(${r} ${g} ${b})"
      @lk-input=${take}
      @lk-change=${take}
    ></lk-slider>`;
  }

  private effect(command: Command, device: Device) {
    return html`<lk-select
      label=${msg('Effect')}
      .options=${device.effects.map((name) => ({ value: name, label: name }))}
      .value=${command.effect ?? ''}
      @lk-change=${(event: CustomEvent<{ value: string }>) => {
        this.put({ ...command, effect: event.detail.value });
      }}
    ></lk-select>`;
  }
}

const percentOf = (brightness: number): number => Math.min(100, Math.max(1, Math.round((brightness / 255) * 100)));
const brightnessOf = (percent: number): number => Math.min(255, Math.max(1, Math.round((percent / 100) * 255)));

function hexOf({ r, g, b }: Rgb): string {
  return `#${[r, g, b].map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

function rgbOf(hex: string): Rgb {
  const number = Number.parseInt(hex.slice(1), 16);
  return { r: (number >> 16) & 255, g: (number >> 8) & 255, b: number & 255 };
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-scene-part': LkScenePart;
  }
}
