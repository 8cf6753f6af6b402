import type { Feature, Rgb } from '@lightkeeper/plugin-sdk/wire';
import { LitElement, css, html, nothing, type TemplateResult } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { base } from '../../elements/base.js';
import { emit } from '../../elements/emit.js';
import { fieldStyles } from '../../elements/field-styles.js';
import { formatPercent } from '../../i18n/format.js';
import { msg, str } from '../../i18n/msg.js';
import { collection } from '../../store/collections.js';
import { StoreController } from '../../store/store.js';
import { isExpression, scalarText, type FormValue } from '../values.js';
import { abilities, targetsOf, withWords, type CommandDraft } from './commands.js';
import { featureValue } from './feature-value.js';
import '../../elements/lk-button.js';
import '../../elements/lk-input.js';
import '../../elements/lk-menu.js';
import '../../elements/lk-segments.js';
import '../../elements/lk-select.js';
import '../../elements/lk-slider.js';
import '../../elements/lk-switch.js';
import './lk-duration-field.js';

const WARM_WHITE = 2700;
const AMBER = '#ffba52';

const percentOf = (brightness: number): number => Math.max(1, Math.round((brightness / 255) * 100));
const brightnessOf = (percent: number): number => Math.max(1, Math.round((percent / 100) * 255));
const hexOf = ({ r, g, b }: Rgb): string => `#${[r, g, b].map((part) => part.toString(16).padStart(2, '0')).join('')}`;
const isRgb = (value: unknown): value is Rgb => typeof value === 'object' && value !== null && 'r' in value && 'g' in value && 'b' in value;

function rgbOf(hex: string): Rgb {
  const number = Number.parseInt(hex.slice(1), 16);
  return { r: (number >> 16) & 255, g: (number >> 8) & 255, b: number & 255 };
}

/** What is asked of the devices that the fields beside it name: only what they can do is offered. `lk-change` {value}: a device command. */
@customElement('lk-command-field')
export class LkCommandField extends LitElement {
  static override styles = [
    base,
    fieldStyles,
    css`
      .group {
        display: grid;
        gap: var(--lk-space-4);
        padding: var(--lk-space-4);
        border: 1px solid var(--lk-line);
        border-radius: var(--lk-radius-m);
        max-inline-size: 34rem;
      }
      .line {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: space-between;
        gap: var(--lk-space-2) var(--lk-space-4);
      }
      .wide {
        flex-basis: 100%;
      }
      .feature {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: var(--lk-space-2);
        align-items: end;
      }
    `,
  ];

  @property({ attribute: false }) value: CommandDraft = {};
  /** The fields beside it, which name the devices. */
  @property({ attribute: false }) siblings: FormValue = {};
  @property() label = '';
  @property() hint = '';
  @property() error = '';
  @property({ type: Boolean }) disabled = false;
  private readonly devices = new StoreController(this, collection('devices'));

  private put(words: CommandDraft): void {
    emit(this, 'lk-change', { value: withWords(this.value, words) });
  }

  override render() {
    const can = abilities(targetsOf(this.siblings, this.devices.value.items));
    const { value } = this;
    return html`<div class="field" role="group" aria-label=${this.label}>
      <span class="own" aria-hidden="true">${this.label}</span>
      ${this.hint ? html`<p class="hint">${this.hint}</p>` : nothing}
      <div class="group">
        ${can.has('on_off') || value.on !== undefined ? this.power() : nothing}
        ${can.has('brightness') || value.brightness !== undefined ? this.brightness() : nothing}
        ${can.has('color_rgb') || can.has('color_temp') ? this.color(can) : nothing}
        ${can.effects.length > 0 || value.effect !== undefined ? this.effect(can.effects) : nothing} ${this.features(can.settable)}
        ${this.transition()}
      </div>
      ${this.error ? html`<p class="error"><lk-icon name="octagon-x"></lk-icon><span>${this.error}</span></p>` : nothing}
    </div>`;
  }

  private power() {
    const { on } = this.value;
    if (isExpression(on)) return this.expression(msg('Switch'), on.$cel, 'on');
    return html`<div class="line">
      <span aria-hidden="true">${msg('Switch')}</span>
      <lk-segments
        label=${msg('Switch')}
        .options=${[
          { value: '', label: msg('As it is') },
          { value: 'true', label: msg('On') },
          { value: 'false', label: msg('Off') },
        ]}
        .value=${scalarText(on)}
        ?disabled=${this.disabled}
        @lk-change=${(event: CustomEvent<{ value: string }>) => {
          event.stopPropagation();
          this.put({ on: event.detail.value === '' ? undefined : event.detail.value === 'true' });
        }}
      ></lk-segments>
    </div>`;
  }

  /** A word that may be left out: a switch, and what it takes once it is not. */
  private optional(label: string, set: boolean, flip: (on: boolean) => void, control: () => TemplateResult) {
    return html`<div class="line">
      <span aria-hidden="true">${label}</span>
      <lk-switch
        label=${msg(str`Set: ${label}`)}
        .checked=${set}
        ?disabled=${this.disabled}
        @lk-change=${(event: CustomEvent<{ checked: boolean }>) => {
          event.stopPropagation();
          flip(event.detail.checked);
        }}
      ></lk-switch>
      ${set ? html`<div class="wide">${control()}</div>` : nothing}
    </div>`;
  }

  private brightness() {
    const { brightness } = this.value;
    if (isExpression(brightness)) return this.expression(msg('Brightness'), brightness.$cel, 'brightness');
    return this.optional(
      msg('Brightness'),
      brightness !== undefined,
      (on) => {
        this.put({ brightness: on ? 255 : undefined });
      },
      () =>
        html`<lk-slider
          kind="thin"
          hide_label
          label=${msg('Brightness')}
          min="1"
          .value=${typeof brightness === 'number' ? percentOf(brightness) : 100}
          .text=${(percent: number) => formatPercent(percent / 100)}
          ?disabled=${this.disabled}
          @lk-input=${stop}
          @lk-change=${(event: CustomEvent<{ value: number }>) => {
            event.stopPropagation();
            this.put({ brightness: brightnessOf(event.detail.value) });
          }}
        ></lk-slider>`,
    );
  }

  private color(can: ReturnType<typeof abilities>) {
    const { color, color_temp } = this.value;
    const now = color !== undefined ? 'color' : color_temp !== undefined ? 'white' : '';
    const options = [
      { value: '', label: msg('As it is') },
      ...(can.has('color_rgb') ? [{ value: 'color', label: msg('Colour') }] : []),
      ...(can.has('color_temp') ? [{ value: 'white', label: msg('White') }] : []),
    ];
    return html`<div class="line">
      <span aria-hidden="true">${msg('Colour')}</span>
      <lk-segments
        label=${msg('Colour')}
        .options=${options}
        .value=${now}
        ?disabled=${this.disabled}
        @lk-change=${(event: CustomEvent<{ value: string }>) => {
          event.stopPropagation();
          const chosen = event.detail.value;
          this.put({ color: chosen === 'color' ? rgbOf(AMBER) : undefined, color_temp: chosen === 'white' ? WARM_WHITE : undefined });
        }}
      ></lk-segments>
      ${now === 'color' ? html`<div class="wide">${this.hue(color)}</div>` : nothing}
      ${now === 'white' ? html`<div class="wide">${this.white(color_temp)}</div>` : nothing}
    </div>`;
  }

  private hue(color: unknown) {
    return html`<lk-input
      type="color"
      label=${msg('Which colour')}
      .value=${isRgb(color) ? hexOf(color) : AMBER}
      ?disabled=${this.disabled}
      @lk-input=${(event: CustomEvent<{ value: string }>) => {
        event.stopPropagation();
        this.put({ color: rgbOf(event.detail.value) });
      }}
    ></lk-input>`;
  }

  private white(color_temp: unknown) {
    return html`<lk-slider
      kind="thin"
      label=${msg('Which white')}
      min="2000"
      max="6500"
      step="50"
      .value=${typeof color_temp === 'number' ? color_temp : WARM_WHITE}
      .text=${(kelvin: number) => `${kelvin} K`}
      ?disabled=${this.disabled}
      @lk-input=${stop}
      @lk-change=${(event: CustomEvent<{ value: number }>) => {
        event.stopPropagation();
        this.put({ color_temp: event.detail.value });
      }}
    ></lk-slider>`;
  }

  private effect(effects: readonly string[]) {
    const { effect } = this.value;
    const named = typeof effect === 'string' && !effects.includes(effect) ? [...effects, effect] : effects;
    return html`<lk-select
      label=${msg('Effect')}
      .options=${[
        { value: '', label: msg('As it is') },
        { value: 'none', label: msg('A plain colour') },
        ...named.map((name) => ({ value: `=${name}`, label: name })),
      ]}
      .value=${effect === undefined ? '' : effect === null ? 'none' : `=${scalarText(effect)}`}
      ?disabled=${this.disabled}
      @lk-change=${(event: CustomEvent<{ value: string }>) => {
        event.stopPropagation();
        const chosen = event.detail.value;
        this.put({ effect: chosen === '' ? undefined : chosen === 'none' ? null : chosen.slice(1) });
      }}
    ></lk-select>`;
  }

  private features(settable: readonly Feature[]) {
    const given = this.value.set;
    const set = typeof given === 'object' && given !== null ? (given as Record<string, unknown>) : {};
    const known = new Map(settable.map((feature) => [feature.key, feature]));
    const more = settable.filter(({ key }) => !(key in set));
    const put = (next: Record<string, unknown>): void => {
      this.put({ set: Object.keys(next).length === 0 ? undefined : next });
    };
    return html`${Object.entries(set).map(
      ([key, now]) =>
        html`<div class="feature">
          ${featureValue(key, known.get(key), now, this.disabled, (value) => {
            put({ ...set, [key]: value });
          })}
          <lk-button
            variant="ghost"
            icon="x"
            label=${msg(str`Leave ${known.get(key)?.name ?? key} as it is`)}
            ?disabled=${this.disabled}
            @click=${() => {
              put(Object.fromEntries(Object.entries(set).filter(([other]) => other !== key)));
            }}
          ></lk-button>
        </div>`,
    )}
    ${
      more.length === 0
        ? nothing
        : html`<lk-menu
            placement="bottom-start"
            label=${msg('Set another value')}
            .items=${more.map(({ key, name }) => ({ id: key, label: name }))}
            @lk-select=${(event: CustomEvent<{ id: string }>) => {
              event.stopPropagation();
              const feature = known.get(event.detail.id);
              if (feature) put({ ...set, [feature.key]: firstValue(feature) });
            }}
            ><lk-button slot="trigger" size="s" icon="plus" ?disabled=${this.disabled}>${msg('Set another value')}</lk-button></lk-menu
          >`
    }`;
  }

  private transition() {
    const { transition_ms } = this.value;
    return this.optional(
      msg('Time that it takes'),
      transition_ms !== undefined,
      (on) => {
        this.put({ transition_ms: on ? 1_000 : undefined });
      },
      () =>
        html`<lk-duration-field
          label=${msg('Time that it takes')}
          .value=${transition_ms}
          ?disabled=${this.disabled}
          @lk-change=${(event: CustomEvent<{ value: unknown }>) => {
            event.stopPropagation();
            this.put({ transition_ms: event.detail.value ?? 0 });
          }}
        ></lk-duration-field>`,
    );
  }

  private expression(label: string, text: string, word: 'on' | 'brightness') {
    return html`<lk-input
      mono
      label=${msg(str`${label}, worked out`)}
      autocomplete="off"
      .value=${text}
      ?disabled=${this.disabled}
      @lk-input=${(event: CustomEvent<{ value: string }>) => {
        event.stopPropagation();
        const typed = event.detail.value;
        this.put({ [word]: typed === '' ? undefined : { $cel: typed } });
      }}
    ></lk-input>`;
  }
}

const stop = (event: Event): void => {
  event.stopPropagation();
};

function firstValue(feature: Feature): unknown {
  if (feature.kind === 'number') return feature.min;
  if (feature.kind === 'select') return feature.options[0] ?? '';
  return feature.kind === 'cover' ? 'open' : true;
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-command-field': LkCommandField;
  }
}
