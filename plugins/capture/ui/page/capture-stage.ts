import type { CaptureLayout, CapturePreview } from '@lightkeeper/plugin-sdk/wire';
import { base, emit } from '@lightkeeper/ui';
import { LitElement, css, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, query } from 'lit/decorators.js';
import { PreviewFeed, drawPixels } from '../live/preview-feed.js';
import { SCREEN_BOX, lightBoxes } from '../parts/layout-picture.js';

/** The drawing is made so many times larger than its measure, so that glow and edges stay fine. */
const SCALE = 5;

/**
 * The picture as the capture sees it, and the colours of its lights around it, as they are now; the drawing of the layout lies over it.
 * Without a preview only that is to be seen. `lk-preview` {live} when that changes.
 */
@customElement('lk-capture-stage')
export class LkCaptureStage extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
        position: relative;
        border-radius: var(--lk-radius-m);
        overflow: hidden;
      }
      canvas {
        position: absolute;
        inset: 0;
        inline-size: 100%;
        block-size: 100%;
      }
      :host([live]) {
        background: #05070a;
      }
      .over {
        position: relative;
      }
    `,
  ];

  @property() capture_id = '';
  @property({ attribute: false }) layout: CaptureLayout | null = null;
  /** It runs: there is something to follow. */
  @property({ type: Boolean }) running = false;
  /** Colours are shown. */
  @property({ type: Boolean, reflect: true }) live = false;
  @query('canvas') private readonly canvas!: HTMLCanvasElement | null;
  private readonly feed = new PreviewFeed({
    show: (preview, bytes) => {
      this.take(preview, bytes);
    },
    lost: () => {
      cancelAnimationFrame(this.frame);
      this.frame = 0;
      this.live = false;
    },
  });
  private newest: CapturePreview | null = null;
  private frame = 0;
  private readonly picture = document.createElement('canvas');
  private readonly glow = document.createElement('canvas');
  /** The bytes that were drawn last: the same again need no drawing. */
  private drawn = new Uint8Array(0);

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.feed.follow(null);
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (changed.has('live')) emit(this, 'lk-preview', { live: this.live });
    if (!changed.has('running') && !changed.has('capture_id')) return;
    this.feed.follow(this.running ? this.capture_id : null);
  }

  private take(preview: CapturePreview, bytes: Uint8Array): void {
    if (this.live && same(bytes, this.drawn)) return;
    this.drawn = bytes.slice();
    this.newest = preview;
    this.live = true;
    if (this.frame !== 0) return;
    this.frame = requestAnimationFrame(() => {
      this.frame = 0;
      this.draw();
    });
  }

  private draw(): void {
    const { canvas, newest, layout } = this;
    const context = canvas?.getContext('2d');
    if (!canvas || !context || newest === null || layout === null) return;
    context.setTransform(SCALE, 0, 0, SCALE, 0, 0);
    context.clearRect(0, 0, SCREEN_BOX.whole_width, SCREEN_BOX.whole_height);
    const boxes = lightBoxes(layout);
    this.drawGlow(context, newest.lights, boxes);
    if (newest.picture !== null) this.drawPicture(context, newest.picture);
    boxes.forEach(({ x, y, width, height }, at) => {
      const color = colorAt(newest.lights, at);
      if (color === null) return;
      context.fillStyle = color;
      context.globalAlpha = layout.kind === 'border' || newest.picture === null ? 1 : 0.75;
      context.beginPath();
      context.roundRect(x, y, width, height, 0.8);
      context.fill();
    });
    context.globalAlpha = 1;
  }

  /** The light on the wall: each light's colour, spread wide and soft. */
  private drawGlow(context: CanvasRenderingContext2D, lights: Uint8Array, boxes: ReturnType<typeof lightBoxes>): void {
    const { whole_width, whole_height } = SCREEN_BOX;
    Object.assign(this.glow, { width: whole_width, height: whole_height });
    const small = this.glow.getContext('2d');
    if (!small) return;
    // What is soft needs no fine pixels: blurred small and then made large, it costs a thirtieth.
    small.filter = 'blur(5px)';
    small.globalAlpha = 0.8;
    boxes.forEach(({ x, y, width, height }, at) => {
      const color = colorAt(lights, at);
      if (color === null) return;
      small.fillStyle = color;
      small.fillRect(x - 3, y - 3, width + 6, height + 6);
    });
    context.drawImage(this.glow, 0, 0, whole_width, whole_height);
  }

  private drawPicture(context: CanvasRenderingContext2D, picture: NonNullable<CapturePreview['picture']>): void {
    drawPixels(this.picture, picture);
    const { x, y, width: across, height: down } = SCREEN_BOX;
    context.imageSmoothingQuality = 'high';
    context.drawImage(this.picture, x, y, across, down);
  }

  override render() {
    return html`${
        this.running
          ? html`<canvas width=${SCREEN_BOX.whole_width * SCALE} height=${SCREEN_BOX.whole_height * SCALE} aria-hidden="true"></canvas>`
          : nothing
      }
      <div class="over"><slot></slot></div>`;
  }
}

function same(one: Uint8Array, other: Uint8Array): boolean {
  return one.byteLength === other.byteLength && one.every((byte, at) => byte === other[at]);
}

/** The colour of one light as CSS has it; null when nothing is said of it. */
function colorAt(lights: Uint8Array, at: number): string | null {
  const [r, g, b] = lights.subarray(at * 3, at * 3 + 3);
  return r === undefined || g === undefined || b === undefined ? null : `rgb(${r} ${g} ${b})`;
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-capture-stage': LkCaptureStage;
  }
}
