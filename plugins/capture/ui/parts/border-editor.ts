import type { BorderLayout, LayoutCorner, LayoutEdge } from '@lightkeeper/plugin-sdk/wire';
import { base, emit, msg, str } from '@lightkeeper/ui';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { borderFor } from '../model/layouts.js';
import { lightsWord } from '../model/words.js';
import { lightsOf } from '../model/zones.js';
import './layout-picture.js';
import './number-field.js';

const CORNERS: readonly LayoutCorner[] = ['top_left', 'top_right', 'bottom_right', 'bottom_left'];
const EDGES: readonly LayoutEdge[] = ['top', 'right', 'bottom', 'left'];

/** Lights around the picture, by numbers, with a live drawing. `lk-layout` {layout} with each change. */
@customElement('lk-border-editor')
export class LkBorderEditor extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--lk-space-4);
        min-inline-size: 0;
      }
      .drawing {
        position: relative;
        max-inline-size: 40rem;
        direction: ltr;
      }
      /* Over the corners of the screen in the drawing. */
      .corner {
        position: absolute;
        inline-size: var(--lk-target);
        block-size: var(--lk-target);
        display: grid;
        place-items: center;
        translate: -50% -50%;
        border-radius: 50%;
      }
      .corner i {
        inline-size: 1.375rem;
        block-size: 1.375rem;
        border-radius: 50%;
        background: var(--lk-raised);
        border: 1.5px solid var(--lk-line-strong);
        display: grid;
        place-items: center;
        font-style: normal;
        font-size: var(--lk-size-xs);
        font-weight: var(--lk-weight-bold);
      }
      .corner[aria-checked='true'] i {
        background: var(--lk-text);
        border-color: var(--lk-text);
        color: var(--lk-text-inverse);
      }
      .top_left {
        inset-inline-start: 8.5%;
        inset-block-start: 14%;
      }
      .top_right {
        inset-inline-start: 91.5%;
        inset-block-start: 14%;
      }
      .bottom_right {
        inset-inline-start: 91.5%;
        inset-block-start: 86%;
      }
      .bottom_left {
        inset-inline-start: 8.5%;
        inset-block-start: 86%;
      }
      .numbers {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(7rem, 1fr));
        gap: var(--lk-space-4) var(--lk-space-3);
        align-items: start;
      }
      summary {
        min-block-size: var(--lk-target);
        align-content: center;
        color: var(--lk-text-quiet);
        cursor: pointer;
      }
      .hint {
        font-size: var(--lk-size-s);
        color: var(--lk-text-quiet);
      }
    `,
  ];

  @property({ attribute: false }) layout: BorderLayout | null = null;
  /** How many lights its devices have; 0 when that is not known. */
  @property({ type: Number }) leds = 0;

  private put(change: Partial<BorderLayout>): void {
    if (this.layout === null) return;
    this.layout = { ...this.layout, ...change };
    emit(this, 'lk-layout', { layout: this.layout });
  }

  override render() {
    const { layout } = this;
    if (layout === null) return nothing;
    return html`${this.drawing(layout)}
      <div class="row wrap">
        <span>${msg('Seen from the front, the strip runs')}</span>
        <lk-segments
          label=${msg('Direction')}
          .options=${[
            { value: 'clockwise', label: msg('Clockwise') },
            { value: 'counterclockwise', label: msg('Anticlockwise') },
          ]}
          .value=${layout.direction}
          @lk-change=${(event: CustomEvent<{ value: BorderLayout['direction'] }>) => {
            event.stopPropagation();
            this.put({ direction: event.detail.value });
          }}
        ></lk-segments>
      </div>
      <div class="numbers">${EDGES.map((edge) => this.count(layout, edge))}</div>
      ${this.sum(layout)}
      <details>
        <summary>${msg('Offset, depth and gaps')}</summary>
        ${this.fine(layout)}
      </details>`;
  }

  private drawing(layout: BorderLayout) {
    const words = cornerWords();
    return html`<div class="drawing">
        <lk-layout-picture detailed .layout=${layout}></lk-layout-picture>
        <div role="radiogroup" aria-label=${msg('Where the strip begins')} @keydown=${this.onKey}>
          ${CORNERS.map(
            (corner) =>
              html`<button
                type="button"
                class="corner ${corner}"
                role="radio"
                title=${msg(str`Begins at the ${words[corner]}`)}
                aria-label=${words[corner]}
                aria-checked=${layout.start === corner ? 'true' : 'false'}
                tabindex=${layout.start === corner ? 0 : -1}
                @click=${() => {
                  this.put({ start: corner });
                }}
              >
                <i>${layout.start === corner ? 1 : ''}</i>
              </button>`,
          )}
        </div>
      </div>
      <p class="hint">${msg('Choose the corner where the strip begins.')}</p>`;
  }

  private onKey(event: KeyboardEvent): void {
    const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[event.key];
    if (step === undefined || this.layout === null) return;
    event.preventDefault();
    const next = CORNERS[(CORNERS.indexOf(this.layout.start) + step + CORNERS.length) % CORNERS.length];
    if (next === undefined) return;
    this.put({ start: next });
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>(`.${next}`)?.focus());
  }

  private count(layout: BorderLayout, edge: LayoutEdge) {
    const words: Record<LayoutEdge, string> = { top: msg('Top'), right: msg('Right'), bottom: msg('Bottom'), left: msg('Left') };
    return html`<lk-number-field
      label=${words[edge]}
      .value=${layout[edge]}
      max="2500"
      @lk-number=${(event: CustomEvent<{ value: number }>) => {
        event.stopPropagation();
        this.put({ [edge]: event.detail.value });
      }}
    ></lk-number-field>`;
  }

  /** Whether the numbers are as many as the lights there are. */
  private sum(layout: BorderLayout) {
    const sum = lightsOf(layout);
    const { leds } = this;
    if (leds === 0) return nothing;
    if (sum === leds) return html`<lk-note tone="ok">${msg(str`${lightsWord(sum)}, as many as there are.`)}</lk-note>`;
    return html`<lk-note tone="warning"
      >${
        sum > leds
          ? msg(str`These are ${lightsWord(sum)}, but there are only ${leds}: ${sum - leds} too many.`)
          : msg(str`These are ${lightsWord(sum)}, but there are ${leds}: ${leds - sum} would stay dark.`)
      }
      <lk-button
        slot="action"
        size="s"
        @click=${() => {
          const { top, right, bottom, left } = borderFor(leds);
          this.put({ top, right, bottom, left, gap: { length: 0, at: 0 } });
        }}
        >${msg('Spread them evenly')}</lk-button
      ></lk-note
    >`;
  }

  private fine(layout: BorderLayout) {
    const percent = (label: string, value: number, max: number, put: (value: number) => void) =>
      html`<lk-number-field
        label=${label}
        unit="%"
        .value=${Math.round(value * 1_000) / 10}
        .max=${max}
        .whole=${false}
        @lk-number=${(event: CustomEvent<{ value: number }>) => {
          event.stopPropagation();
          put(event.detail.value / 100);
        }}
      ></lk-number-field>`;
    const number = (label: string, value: number, [min, max]: readonly [number, number], put: (value: number) => void) =>
      html`<lk-number-field
        label=${label}
        .value=${value}
        .min=${min}
        .max=${max}
        @lk-number=${(event: CustomEvent<{ value: number }>) => {
          event.stopPropagation();
          put(event.detail.value);
        }}
      ></lk-number-field>`;
    const { gap, corner_gap } = layout;
    const edge = (label: string, key: LayoutEdge) =>
      percent(label, corner_gap[key], 50, (value) => {
        this.put({ corner_gap: { ...corner_gap, [key]: value } });
      });
    return html`<div class="stack">
      <p class="hint">
        ${msg('Offset: the strip begins so many lights behind the corner; negative is before it. Depth: how far the zones reach into the picture.')}
      </p>
      <div class="numbers">
        ${number(msg('Offset'), layout.offset, [-10_000, 10_000], (offset) => {
          this.put({ offset });
        })}
        ${percent(msg('Depth above, below'), layout.depth_vertical, 50, (depth_vertical) => {
          this.put({ depth_vertical });
        })}
        ${percent(msg('Depth at the sides'), layout.depth_horizontal, 50, (depth_horizontal) => {
          this.put({ depth_horizontal });
        })}
        ${percent(msg('Overlap'), layout.overlap, 200, (overlap) => {
          this.put({ overlap });
        })}
      </div>
      <p class="hint">
        ${msg('A part of the bottom without lights, as where the stand is: how many would be there, and how many are left of it.')}
      </p>
      <div class="numbers">
        ${number(msg('Lights left out'), gap.length, [0, layout.bottom], (length) => {
          this.put({ gap: { length, at: Math.min(gap.at, layout.bottom - length) } });
        })}
        ${number(msg('Left of them'), gap.at, [0, layout.bottom - gap.length], (at) => {
          this.put({ gap: { ...gap, at } });
        })}
      </div>
      <p class="hint">${msg('How much of each edge lies between its ends and the corners.')}</p>
      <div class="numbers">
        ${edge(msg('Gap top'), 'top')} ${edge(msg('Gap right'), 'right')} ${edge(msg('Gap bottom'), 'bottom')}
        ${edge(msg('Gap left'), 'left')}
      </div>
    </div>`;
  }
}

/** The corners of the screen, seen from the front. */
export function cornerWords(): Record<LayoutCorner, string> {
  return {
    top_left: msg('Top left'),
    top_right: msg('Top right'),
    bottom_right: msg('Bottom right'),
    bottom_left: msg('Bottom left'),
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-border-editor': LkBorderEditor;
  }
}
