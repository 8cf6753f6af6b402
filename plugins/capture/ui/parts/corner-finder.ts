import type { LayoutCorner } from '@lightkeeper/plugin-sdk/wire';
import { base, emit, msg, str } from '@lightkeeper/ui';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { cornersToFind, solveCorners, type CornerTaps } from '../model/corners.js';
import { cornerWords } from './border-editor.js';

/** How long the running light stays at each, in milliseconds. */
const PACES = { slow: 300, normal: 120, quick: 60 } as const;
type Pace = keyof typeof PACES;
/** The hub forgets what it points at after some seconds; a light that stands is told anew before. */
const AGAIN_MS = 2_000;

/**
 * Finds the corners of a strip: one light runs along it, and a person taps the corner that it has reached. What was tapped a little late
 * is put right step by step, with the light to be seen. `lk-corners` {counts} when all are found and the person agrees.
 */
@customElement('lk-corner-finder')
export class LkCornerFinder extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--lk-space-4);
        padding: var(--lk-space-4);
        border: 1px solid var(--lk-line);
        border-radius: var(--lk-radius-m);
        background: var(--lk-surface);
      }
      .screen {
        direction: ltr;
        display: grid;
        grid-template-columns: 1fr 1fr;
        gap: var(--lk-space-6) var(--lk-space-4);
        padding: var(--lk-space-3);
        border: 1px solid var(--lk-line-strong);
        border-radius: var(--lk-radius-m);
        background: var(--lk-sunken);
        max-inline-size: 34rem;
      }
      .corner {
        display: grid;
        gap: var(--lk-space-2);
        justify-items: start;
      }
      .corner:nth-child(even) {
        justify-items: end;
      }
      .place {
        font-size: var(--lk-size-s);
        color: var(--lk-text-quiet);
        min-block-size: var(--lk-control);
      }
      .hint {
        color: var(--lk-text-quiet);
        font-size: var(--lk-size-s);
      }
    `,
  ];

  @property({ type: Number }) leds = 0;
  @property({ attribute: false }) point: (light: number | null) => void = () => undefined;
  @state() private taps: CornerTaps = {};
  @state() private bottom = true;
  @state() private light = 0;
  @state() private pace: Pace = 'normal';
  @state() private running = true;
  private timer: ReturnType<typeof setInterval> | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.run();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.timer);
  }

  private run(): void {
    clearInterval(this.timer);
    this.running = true;
    this.timer = setInterval(() => {
      this.light = (this.light + 1) % Math.max(1, this.leds);
      this.point(this.light);
    }, PACES[this.pace]);
  }

  private stand(light: number): void {
    clearInterval(this.timer);
    this.running = false;
    this.light = ((light % this.leds) + this.leds) % this.leds;
    this.point(this.light);
    this.timer = setInterval(() => {
      this.point(this.light);
    }, AGAIN_MS);
  }

  override render() {
    const solved = solveCorners(this.leds, this.taps, this.bottom);
    const rows: LayoutCorner[] = ['top_left', 'top_right', 'bottom_left', 'bottom_right'];
    const wanted = cornersToFind(this.bottom);
    return html`<p>${msg('One light runs along the strip. Tap each corner at the moment when the light has just come round it.')}</p>
      <div class="row wrap">
        <lk-button
          size="s"
          icon=${this.running ? 'pause' : 'play'}
          @click=${() => {
            if (this.running) this.stand(this.light);
            else this.run();
          }}
          >${this.running ? msg('Hold') : msg('Run on')}</lk-button
        >
        <lk-segments
          label=${msg('Pace')}
          .options=${[
            { value: 'slow', label: msg('Slow') },
            { value: 'normal', label: msg('Normal') },
            { value: 'quick', label: msg('Quick') },
          ]}
          .value=${this.pace}
          @lk-change=${(event: CustomEvent<{ value: Pace }>) => {
            event.stopPropagation();
            this.pace = event.detail.value;
            this.run();
          }}
        ></lk-segments>
        <span class="small quiet">${msg(str`Light ${this.light + 1} of ${this.leds}`)}</span>
      </div>
      <div class="screen">${rows.map((corner) => (wanted.includes(corner) ? this.corner(corner) : html`<span></span>`))}</div>
      <lk-switch
        label=${msg('There are lights at the bottom')}
        .checked=${this.bottom}
        @lk-change=${(event: CustomEvent<{ checked: boolean }>) => {
          event.stopPropagation();
          this.bottom = event.detail.checked;
        }}
        >${msg('There are lights at the bottom')}</lk-switch
      >
      ${this.outcome(solved)}`;
  }

  private corner(corner: LayoutCorner) {
    const word = cornerWords()[corner];
    const at = this.taps[corner];
    const set = (light: number): void => {
      const place = ((light % this.leds) + this.leds) % this.leds;
      this.taps = { ...this.taps, [corner]: place };
    };
    return html`<div class="corner">
      <lk-button
        icon=${at === undefined ? '' : 'check'}
        @click=${() => {
          set(this.light);
        }}
        >${word}</lk-button
      >
      <div class="row place">
        ${
          at === undefined
            ? msg('not yet')
            : html`<lk-button
                  size="s"
                  variant="ghost"
                  icon="minus"
                  label=${msg(str`${word}: one light earlier`)}
                  @click=${() => {
                    set(at - 1);
                    this.stand(at - 1);
                  }}
                ></lk-button>
                <span>${msg(str`light ${at + 1}`)}</span>
                <lk-button
                  size="s"
                  variant="ghost"
                  icon="plus"
                  label=${msg(str`${word}: one light later`)}
                  @click=${() => {
                    set(at + 1);
                    this.stand(at + 1);
                  }}
                ></lk-button>`
        }
      </div>
    </div>`;
  }

  private outcome(solved: ReturnType<typeof solveCorners>) {
    if ('problem' in solved) {
      return solved.problem === 'missing'
        ? nothing
        : html`<lk-note tone="warning"
            >${msg('No strip runs like that. Tap the corners again, one after the other, as the light comes by.')}</lk-note
          >`;
    }
    const { counts } = solved;
    return html`<lk-note tone="ok" role="status"
      >${msg(str`Top ${counts.top}, right ${counts.right}, bottom ${counts.bottom}, left ${counts.left}.`)}
      <lk-button
        slot="action"
        size="s"
        variant="primary"
        @click=${() => {
          emit(this, 'lk-corners', { counts });
        }}
        >${msg('Use these')}</lk-button
      ></lk-note
    >`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-corner-finder': LkCornerFinder;
  }
}
