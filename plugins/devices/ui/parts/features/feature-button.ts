import type { Device, Feature } from '@lightkeeper/plugin-sdk/wire';
import { StoreController, base, connection, msg, session, str } from '@lightkeeper/ui';
import { LitElement, css, html } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { commanded, mayCommand, reachable } from '../../live/commands.js';

/** How long a press that arrived is shown, in milliseconds. */
const SHOWN_MS = 1500;

/** Something of a device to press. The tick comes when the device has taken it, not when the finger lifts. */
@customElement('lk-feature-button')
export class LkFeatureButton extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: inline-block;
        position: relative;
        max-inline-size: 100%;
      }
    `,
  ];

  @property({ attribute: false }) device: Device | null = null;
  @property({ attribute: false }) feature: Extract<Feature, { kind: 'button' }> | null = null;
  @property() size: 'm' | 's' = 'm';
  @state() private phase: 'rest' | 'sending' | 'taken' = 'rest';
  protected readonly session = new StoreController(this, session);
  protected readonly connection = new StoreController(this, connection, ({ state: now }) => now);

  override render() {
    const { device, feature, phase } = this;
    if (!device || !feature) return html``;
    return html`<lk-button
        size=${this.size}
        icon=${phase === 'taken' ? 'check' : feature.device_class === 'restart' ? 'rotate-ccw' : 'circle-dot'}
        ?busy=${phase === 'sending'}
        ?disabled=${!mayCommand() || !reachable(device)}
        @click=${() => {
          void this.press(device, feature.key);
        }}
        ><bdi>${feature.name}</bdi></lk-button
      ><span class="sr" role="status">${phase === 'taken' ? msg(str`${feature.name}: pressed`) : ''}</span>`;
  }

  private async press(device: Device, key: string): Promise<void> {
    if (this.phase === 'sending') return;
    this.phase = 'sending';
    const taken = await commanded(device, { set: { [key]: true } });
    this.phase = taken ? 'taken' : 'rest';
    if (taken) {
      setTimeout(() => {
        if (this.phase === 'taken') this.phase = 'rest';
      }, SHOWN_MS);
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-feature-button': LkFeatureButton;
  }
}
