import type { SceneDevice } from '@lightkeeper/plugin-sdk/wire';
import { StoreController, collection } from '@lightkeeper/ui';
import { LitElement, css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { styleMap } from 'lit/directives/style-map.js';
import { backgroundOf, glowsOf } from '../model/picture.js';

/** A scene as it will look: each of its lamps a glow in a dark room. */
@customElement('lk-scene-picture')
export class LkScenePicture extends LitElement {
  static override styles = css`
    :host {
      display: block;
      min-block-size: 2rem;
      overflow: hidden;
    }
    div {
      inline-size: 100%;
      block-size: 100%;
      min-block-size: inherit;
      forced-color-adjust: none;
    }
  `;

  @property({ attribute: false }) parts: readonly SceneDevice[] = [];
  private readonly devices = new StoreController(this, collection('devices'), ({ by_id }) => by_id);

  override render() {
    const glows = glowsOf(this.parts, (id) => this.devices.value.get(id)?.fixture);
    return html`<div aria-hidden="true" style=${styleMap({ background: backgroundOf(glows) })}></div>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-scene-picture': LkScenePicture;
  }
}
