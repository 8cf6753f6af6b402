import type { Capture, Device } from '@lightkeeper/plugin-sdk/wire';
import { StoreController, base, formatNumber, msg, str } from '@lightkeeper/ui';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { captures, catalogue, mayRun, run } from '../live/captures.js';
import { isOn, sourceIcon, sourceName, stateTone, stateWord } from '../model/words.js';
import '../parts/layout-picture.js';

/** One capture in the list: the picture of its layout, what it does, and its switch. */
@customElement('lk-capture-card')
export class LkCaptureCard extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
        block-size: 100%;
      }
      article {
        position: relative;
        display: grid;
        grid-template-columns: 8.5rem minmax(0, 1fr);
        gap: var(--lk-space-4);
        block-size: 100%;
        align-items: start;
        padding: var(--lk-space-4);
        background: var(--lk-surface);
        border: 1px solid var(--lk-line);
        border-radius: var(--lk-radius-l);
      }
      article.failed {
        border-color: color-mix(in oklab, var(--lk-error) 40%, var(--lk-line));
      }
      @media (hover: hover) {
        article:hover {
          background: var(--lk-hover);
        }
      }
      .words {
        display: grid;
        gap: var(--lk-space-2);
      }
      h2 {
        font-size: var(--lk-size-l);
        overflow-wrap: anywhere;
      }
      /* The whole card opens it. */
      h2 a::after {
        content: '';
        position: absolute;
        inset: 0;
        border-radius: inherit;
      }
      .top {
        display: flex;
        align-items: flex-start;
        justify-content: space-between;
        gap: var(--lk-space-3);
      }
      lk-switch {
        position: relative;
        z-index: 1;
      }
      .route {
        font-size: var(--lk-size-s);
        color: var(--lk-text-quiet);
        overflow-wrap: anywhere;
      }
      .route lk-icon {
        font-size: 0.8rem;
        vertical-align: -0.1em;
      }
      .reason {
        font-size: var(--lk-size-s);
        overflow-wrap: anywhere;
      }
      @media (max-width: 26rem) {
        article {
          grid-template-columns: 5.5rem minmax(0, 1fr);
          gap: var(--lk-space-3);
        }
      }
    `,
  ];

  @property({ attribute: false }) capture: Capture | null = null;
  @property({ attribute: false }) devices: ReadonlyMap<string, Device> = new Map();
  @state() private sending = false;
  private readonly catalogue = new StoreController(this, catalogue);

  override render() {
    if (this.capture === null) return nothing;
    const { id, name, status, layout, source, targets } = this.capture;
    const { kinds, effects } = this.catalogue.value;
    const names = targets.map(({ device_id }) => this.devices.get(device_id)?.name ?? msg('a device that is gone'));
    const rate = status.state === 'running' ? msg(str`${formatNumber(status.fps_out)} pictures a second`) : '';
    return html`<article class=${status.state} aria-labelledby="name">
      <lk-layout-picture .layout=${layout} ?lit=${status.state === 'running'}></lk-layout-picture>
      <div class="words">
        <div class="top">
          <h2 id="name">
            <a href="/capture/${encodeURIComponent(id)}"><bdi>${name}</bdi></a>
          </h2>
          ${
            mayRun()
              ? html`<lk-switch
                  label=${name}
                  .checked=${isOn(status)}
                  ?busy=${this.sending}
                  @lk-change=${(event: CustomEvent<{ checked: boolean }>) => {
                    void this.flip(event.detail.checked);
                  }}
                ></lk-switch>`
              : nothing
          }
        </div>
        <p class="route">
          <lk-icon name=${sourceIcon(source.kind)}></lk-icon> ${sourceName(source, kinds, effects)}
          <lk-icon name="arrow-right" label=${msg('lights')}></lk-icon> <bdi>${names.join(', ')}</bdi>
        </p>
        <div class="row wrap">
          <lk-pill tone=${stateTone(status.state)} ?live=${status.state === 'running'}>${stateWord(status.state)}</lk-pill>
          <span class="small quiet">${rate}</span>
        </div>
        ${status.reason !== null && isOn(status) ? html`<p class="reason quiet">${status.reason}</p>` : nothing}
      </div>
    </article>`;
  }

  private async flip(on: boolean): Promise<void> {
    const { capture } = this;
    if (capture === null) return;
    this.sending = true;
    await run(capture.id, on);
    this.sending = false;
    // The switch goes back to the fact when it was refused.
    captures.merge(capture.id, {});
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-capture-card': LkCaptureCard;
  }
}
