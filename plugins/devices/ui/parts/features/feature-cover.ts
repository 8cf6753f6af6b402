import type { CoverFeature, CoverWord, Device } from '@lightkeeper/plugin-sdk/wire';
import { StoreController, base, connection, formatPercent, msg, session, str } from '@lightkeeper/ui';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { command, commander, mayCommand, reachable, shownState } from '../../live/commands.js';
import type { Attempt } from '../../model/commander.js';
import { coverLine, coverLook, drawnPosition } from '../../model/cover.js';
import { Settle } from '../settle.js';
import { coverDrawing, coverDrawingStyles } from './cover-drawing.js';

/** Which way its arrows point, by the kind of cover; what hangs or rolls goes up. */
const SIDEWAYS = ['curtain', 'door', 'gate'];

/** A blind or a gate: how it stands, open, stop and close, and where it can be told, how far. */
@customElement('lk-feature-cover')
export class LkFeatureCover extends LitElement {
  static override styles = [
    base,
    coverDrawingStyles,
    css`
      :host {
        display: block;
        min-inline-size: 0;
      }
      .whole {
        display: grid;
        gap: var(--lk-space-3);
      }
      .top {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--lk-space-3);
      }
      .top .cover-drawing {
        inline-size: 3.5rem;
        block-size: 3.5rem;
      }
      .words {
        flex: 1 1 7rem;
        min-inline-size: 0;
      }
      b {
        display: block;
        overflow-wrap: anywhere;
      }
      .line {
        font-size: var(--lk-size-s);
        color: var(--lk-text-quiet);
      }
      .acts {
        display: flex;
        gap: var(--lk-space-2);
      }
    `,
  ];

  @property({ attribute: false }) device: Device | null = null;
  @property({ attribute: false }) feature: CoverFeature | null = null;
  /** On a tile: the three buttons alone. */
  @property({ type: Boolean, reflect: true }) narrow = false;
  /** Where the hand has put it: shown until the cover stands still again. */
  @state() private goal: number | null = null;
  private readonly attempt = new StoreController(this, commander.attempts, (all): Attempt | undefined => all.get(this.device?.id ?? ''));
  protected readonly session = new StoreController(this, session);
  protected readonly connection = new StoreController(this, connection, ({ state: now }) => now);
  /** The goal has not been sent yet. */
  private held = false;
  private readonly settle = new Settle<number>((position) => {
    this.held = false;
    if (this.device && this.feature) command(this.device, { set: { [this.feature.key]: position } });
  });

  override render() {
    const { device, feature } = this;
    if (!device || !feature) return nothing;
    const now = shownState(device);
    if (this.narrow) return this.acts(device, feature);
    const look = coverLook(feature, now);
    return html`<div class="whole">
      <div class="top">
        ${coverDrawing(look, look.word !== null && device.status === 'online')}
        <div class="words">
          <b><bdi>${feature.name}</bdi></b>
          <div class="line">${coverLine(feature, now)}</div>
        </div>
        ${this.acts(device, feature)}
      </div>
      ${feature.position ? this.position(device, feature) : nothing}
    </div>`;
  }

  protected override updated(): void {
    const { device, feature } = this;
    if (this.goal === null || this.held || !device || !feature || this.attempt.value?.phase === 'sending') return;
    if (this.attempt.value?.phase === 'failed' || !coverLook(feature, device.state).moving) this.goal = null;
  }

  private aim(position: number): void {
    this.held = true;
    this.goal = position;
  }

  private acts(device: Device, feature: CoverFeature) {
    const sideways = SIDEWAYS.includes(feature.device_class ?? '');
    const act = (word: CoverWord, icon: string, label: string) =>
      html`<lk-button
        icon=${icon}
        label=${label}
        ?disabled=${!mayCommand() || !reachable(device)}
        @click=${() => {
          this.goal = null;
          command(device, { set: { [feature.key]: word } });
        }}
      ></lk-button>`;
    return html`<div class="acts" role="group" aria-label=${feature.name}>
      ${act('open', sideways ? 'chevrons-left-right' : 'arrow-up', msg(str`Open ${feature.name}`))}
      ${act('stop', 'square', msg(str`Stop ${feature.name}`))}
      ${act('close', sideways ? 'chevrons-right-left' : 'arrow-down', msg(str`Close ${feature.name}`))}
    </div>`;
  }

  private position(device: Device, feature: CoverFeature) {
    const look = coverLook(feature, device.state);
    return html`<lk-slider
      kind="thin"
      label=${msg(str`${feature.name}, how far open`)}
      .value=${this.goal ?? drawnPosition(look)}
      .text=${(value: number) => formatPercent(value / 100)}
      ?unknown=${look.position === null && this.goal === null}
      ?disabled=${!mayCommand() || !reachable(device)}
      @keydown=${{ handleEvent: this.settle.onKey, capture: true }}
      @pointerdown=${{ handleEvent: this.settle.onPointer, capture: true }}
      @lk-input=${(event: CustomEvent<{ value: number }>) => {
        this.aim(event.detail.value);
      }}
      @lk-change=${(event: CustomEvent<{ value: number }>) => {
        this.aim(event.detail.value);
        this.settle.push(event.detail.value);
      }}
    ></lk-slider>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-feature-cover': LkFeatureCover;
  }
}
