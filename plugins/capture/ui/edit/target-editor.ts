import type { CaptureTarget } from '@lightkeeper/plugin-sdk/wire';
import { base, emit, formatPercent, msg, str } from '@lightkeeper/ui';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { partOf, shownBy, type LightRange } from '../model/targets.js';
import { lightsWord } from '../model/words.js';
import '../parts/number-field.js';

/** No layout has more lights. */
const MOST_LIGHTS = 10_000;
const MOST_DELAY_MS = 2_000;

/** What one device, or a part of it, shows. `lk-target` {target} with each change, `lk-remove` when it is taken out. */
@customElement('lk-target-editor')
export class LkTargetEditor extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
        padding-block: var(--lk-space-3);
        border-block-end: 1px solid var(--lk-line);
      }
      header {
        display: flex;
        align-items: center;
        gap: var(--lk-space-3);
        margin-block-end: var(--lk-space-2);
      }
      .name {
        flex: 1;
        min-inline-size: 0;
        overflow-wrap: anywhere;
      }
      .fields {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 9rem), 1fr));
        gap: var(--lk-space-4) var(--lk-space-3);
        align-items: start;
      }
      .wide {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 16rem), 1fr));
        gap: var(--lk-space-4);
        align-items: start;
      }
      summary {
        min-block-size: var(--lk-target);
        align-content: center;
        color: var(--lk-text-quiet);
        cursor: pointer;
      }
      lk-switch {
        display: flex;
        align-items: center;
        align-self: end;
        min-block-size: var(--lk-target);
      }
    `,
  ];

  @property({ attribute: false }) target: CaptureTarget | null = null;
  @property() device_name = '';
  /** How many lights the device has; 0 when that is not known. */
  @property({ type: Number }) leds = 0;
  @property({ type: Boolean }) removable = false;

  private put(part: Partial<CaptureTarget>): void {
    if (this.target !== null) emit(this, 'lk-target', { target: { ...this.target, ...part } });
  }

  override render() {
    const { target, device_name, leds } = this;
    if (target === null) return nothing;
    const part = partOf(target, leds);
    const words = target.segment == null || leds === 0 ? lightsWord(leds) : msg(str`lights ${part.start + 1} to ${part.stop} of ${leds}`);
    return html`<div role="group" aria-label=${device_name}>
      <header>
        <span class="name"
          ><b><bdi>${device_name}</bdi></b> <span class="small quiet">${leds === 0 ? '' : words}</span></span
        >
        ${
          this.removable
            ? html`<lk-button
                variant="ghost"
                icon="x"
                label=${msg(str`Take ${device_name} out`)}
                @click=${() => {
                  emit(this, 'lk-remove');
                }}
              ></lk-button>`
            : nothing
        }
      </header>
      <div class="fields">
        ${this.number(msg('Begins at light'), target.first + 1, [1, MOST_LIGHTS], (value) => {
          this.put({ first: value - 1 });
        })}
        <lk-switch
          label=${msg(str`${device_name} runs the other way`)}
          .checked=${target.reverse}
          @lk-change=${(event: CustomEvent<{ checked: boolean }>) => {
            event.stopPropagation();
            this.put({ reverse: event.detail.checked });
          }}
          >${msg('Other way')}</lk-switch
        >
      </div>
      <details>
        <summary>${msg('Part, brightness and delay')}</summary>
        <div class="stack">${leds > 1 ? this.range(target, part) : nothing} ${this.light(target)}</div>
      </details>
    </div>`;
  }

  private number(label: string, value: number, [min, max]: readonly [number, number], put: (value: number) => void, unit = '') {
    return html`<lk-number-field
      label=${label}
      unit=${unit}
      .value=${value}
      .min=${min}
      .max=${max}
      @lk-number=${(event: CustomEvent<{ value: number }>) => {
        event.stopPropagation();
        put(event.detail.value);
      }}
    ></lk-number-field>`;
  }

  private range(target: CaptureTarget, { start, stop }: LightRange) {
    const take = (part: LightRange): void => {
      this.put({ segment: part.start === 0 && part.stop >= this.leds ? null : part });
    };
    return html`<p class="small quiet">
        ${msg('A strip may show only with some of its lights, and more or fewer lights of the layout than it has: they are put together or spread.')}
      </p>
      <div class="fields">
        ${this.number(msg('Its lights from'), start + 1, [1, stop], (value) => {
          take({ start: value - 1, stop });
        })}
        ${this.number(msg('up to'), stop, [start + 1, this.leds], (value) => {
          take({ start, stop: value });
        })}
        ${this.number(msg('Show so many lights'), shownBy(target, this.leds), [1, MOST_LIGHTS], (value) => {
          this.put({ count: value === stop - start ? null : value });
        })}
      </div>`;
  }

  private light(target: CaptureTarget) {
    const { brightness = 100, delay_ms = 0, white = 'accurate' } = target;
    const take = (event: CustomEvent<{ value: number }>): void => {
      event.stopPropagation();
      this.put({ brightness: event.detail.value });
    };
    return html`<div class="wide">
      <lk-slider
        kind="thin"
        color="var(--lk-lamp)"
        label=${msg('Brightness beside the others')}
        .value=${brightness}
        .text=${(value: number) => formatPercent(value / 100)}
        @lk-input=${take}
        @lk-change=${take}
      ></lk-slider>
      ${this.number(
        msg('Shows everything later by'),
        delay_ms,
        [0, MOST_DELAY_MS],
        (value) => {
          this.put({ delay_ms: value });
        },
        'ms',
      )}
      <lk-select
        label=${msg('White of lights that have one')}
        .options=${[
          { value: 'accurate', label: msg('Takes its part of the colour') },
          { value: 'none', label: msg('Stays dark') },
        ]}
        .value=${white}
        @lk-change=${(event: CustomEvent<{ value: 'accurate' | 'none' }>) => {
          event.stopPropagation();
          this.put({ white: event.detail.value });
        }}
      ></lk-select>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-target-editor': LkTargetEditor;
  }
}
