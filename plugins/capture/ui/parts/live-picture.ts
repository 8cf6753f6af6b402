import { StoreController } from '@lightkeeper/ui';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, query, state } from 'lit/decorators.js';
import { captures } from '../live/captures.js';
import { PreviewFeed, drawPixels } from '../live/preview-feed.js';
import { isOn } from '../model/words.js';

/** The picture of a capture while it runs, to lay something over it. Nothing where there is none. */
@customElement('lk-live-picture')
export class LkLivePicture extends LitElement {
  static override styles = css`
    :host {
      display: block;
      position: absolute;
      inset: 0;
    }
    canvas {
      display: block;
      inline-size: 100%;
      block-size: 100%;
    }
    canvas[hidden] {
      display: none;
    }
  `;

  @property() capture_id = '';
  @state() private seen = false;
  @query('canvas') private readonly canvas!: HTMLCanvasElement | null;
  private readonly captures = new StoreController(this, captures);
  private followed: string | null = null;
  private readonly feed = new PreviewFeed({
    show: ({ picture }) => {
      this.seen = picture !== null;
      if (picture !== null && this.canvas !== null) drawPixels(this.canvas, picture);
    },
    lost: () => {
      this.seen = false;
    },
  });

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.follow(null);
  }

  protected override willUpdate(): void {
    if (!this.isConnected) return;
    const capture = this.captures.value.by_id.get(this.capture_id);
    this.follow(capture !== undefined && isOn(capture.status) ? capture.id : null);
  }

  private follow(capture_id: string | null): void {
    if (capture_id === this.followed) return;
    this.followed = capture_id;
    this.feed.follow(capture_id);
  }

  override render() {
    return this.followed === null ? nothing : html`<canvas ?hidden=${!this.seen} aria-hidden="true"></canvas>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-live-picture': LkLivePicture;
  }
}
