import type { PlaylistItem, Scene } from '@lightkeeper/plugin-sdk/wire';
import { base, emit, msg, str } from '@lightkeeper/ui';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { inUnit, UNITS, unitOf, type Unit } from '../model/lasting.js';
import '../parts/scene-picture.js';

/**
 * One scene of a playlist and how long it stays. `lk-item` {item}, `lk-remove`, `lk-move` {by}; `lk-drag`, `lk-drag-to` {y} and `lk-dropped` while it
 * is dragged, by a finger too.
 */
@customElement('lk-playlist-item')
export class LkPlaylistItem extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
      }
      .item {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--lk-space-2) var(--lk-space-3);
        padding: var(--lk-space-2) var(--lk-space-3);
        background: var(--lk-surface);
        border: 1px solid var(--lk-line);
        border-radius: var(--lk-radius-m);
      }
      .handle {
        display: grid;
        place-items: center;
        inline-size: var(--lk-target);
        block-size: var(--lk-target);
        border-radius: var(--lk-radius-m);
        color: var(--lk-text-quiet);
        cursor: grab;
        touch-action: none;
      }
      lk-scene-picture {
        flex: none;
        inline-size: 2.5rem;
        block-size: 2.5rem;
        border-radius: var(--lk-radius-m);
      }
      .name {
        flex: 1 1 8rem;
        min-inline-size: 0;
        overflow-wrap: anywhere;
      }
      .lasts {
        display: flex;
        gap: var(--lk-space-2);
      }
      .lasts lk-input {
        inline-size: 6rem;
      }
      .lasts lk-select {
        inline-size: 8rem;
      }
    `,
  ];

  @property({ attribute: false }) item: PlaylistItem | null = null;
  @property({ attribute: false }) scene: Scene | undefined = undefined;
  /** From 1. */
  @property({ type: Number }) position = 1;
  @property({ type: Number }) of = 1;
  /** Only to be looked at. */
  @property({ type: Boolean }) fixed = false;
  /** Chosen by the reader; else the one that writes the time shortest. */
  @state() private unit: Unit | null = null;
  private dragging = false;
  @query('.handle') private readonly handle!: HTMLElement | null;

  focusHandle(): void {
    this.handle?.focus();
  }

  private onDown(event: PointerEvent): void {
    if (event.button !== 0) return;
    (event.currentTarget as HTMLElement).setPointerCapture(event.pointerId);
    this.dragging = true;
    emit(this, 'lk-drag');
  }

  private onDrag(event: PointerEvent): void {
    if (this.dragging) emit(this, 'lk-drag-to', { y: event.clientY });
  }

  private onDropped(): void {
    if (!this.dragging) return;
    this.dragging = false;
    emit(this, 'lk-dropped');
  }

  private onKey(event: KeyboardEvent): void {
    const by = { ArrowUp: -1, ArrowDown: 1, Home: 1 - this.position, End: this.of - this.position }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    emit(this, 'lk-move', { by });
  }

  override render() {
    const { item } = this;
    if (item === null) return nothing;
    const name = this.scene?.name ?? msg('A scene that is gone');
    return html`<div class="item">
      ${
        this.fixed
          ? nothing
          : html`<button
              type="button"
              class="handle"
              aria-label=${msg(str`Move ${name}, ${this.position} of ${this.of}: arrow keys`)}
              title=${msg('Drag, or move with the arrow keys')}
              @keydown=${this.onKey}
              @pointerdown=${this.onDown}
              @pointermove=${this.onDrag}
              @pointerup=${this.onDropped}
              @pointercancel=${this.onDropped}
            >
              <lk-icon name="grip-vertical"></lk-icon>
            </button>`
      }
      <lk-scene-picture .parts=${this.scene?.devices ?? []}></lk-scene-picture>
      <b class="name"><bdi>${name}</bdi></b>
      ${this.lasts(item, name)}
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
    </div>`;
  }

  private lasts(item: PlaylistItem, name: string) {
    const unit = this.unit ?? unitOf(item.duration_ms);
    const put = (amount: number, next: Unit): void => {
      this.unit = next;
      emit(this, 'lk-item', { item: { ...item, duration_ms: Math.round(amount * UNITS[next]) } });
    };
    const words: Record<Unit, string> = { s: msg('seconds'), min: msg('minutes'), h: msg('hours') };
    return html`<div class="lasts">
      <lk-input
        size="s"
        type="number"
        min="0"
        hide_label
        label=${msg(str`${name} stays for`)}
        .value=${String(inUnit(item.duration_ms, unit))}
        ?disabled=${this.fixed}
        @lk-change=${(event: CustomEvent<{ value: string }>) => {
          event.stopPropagation();
          const amount = Number(event.detail.value);
          if (amount > 0) put(amount, unit);
          else this.requestUpdate();
        }}
      ></lk-input>
      <lk-select
        size="s"
        hide_label
        label=${msg('Unit')}
        .options=${Object.keys(UNITS).map((value) => ({ value, label: words[value as Unit] }))}
        .value=${unit}
        ?disabled=${this.fixed}
        @lk-change=${(event: CustomEvent<{ value: Unit }>) => {
          event.stopPropagation();
          // Five seconds become five minutes: the number stands.
          put(inUnit(item.duration_ms, unit), event.detail.value);
        }}
      ></lk-select>
    </div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-playlist-item': LkPlaylistItem;
  }
}
