import { StoreController, base, msg } from '@lightkeeper/ui';
import { LitElement, css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { cardsStyles } from './list/cards.styles.js';
import './list/scene-card.js';
import { scenes } from './live/scenes.js';
import { favourites } from './model/favourites.js';

/** The scenes at hand on the Dashboard: what is lit, then what was lit last. */
@customElement('lk-favourite-scenes')
export class LkFavouriteScenes extends LitElement {
  static override styles = [
    base,
    cardsStyles,
    css`
      :host {
        display: block;
      }
      .link {
        display: inline-flex;
        align-items: center;
        min-block-size: 1.5rem;
        font-size: var(--lk-size-s);
      }
    `,
  ];

  private readonly scenes = new StoreController(this, scenes, ({ items }) => items);

  override render() {
    const shown = favourites(this.scenes.value);
    if (shown.length === 0) return nothing;
    return html`<lk-section heading=${msg('Scenes')}>
      <a slot="end" class="link" href="/scenes">${msg('All scenes')}</a>
      <ul class="cards">
        ${repeat(
          shown,
          ({ id }) => id,
          (scene) => html`<li><lk-scene-card plain .scene=${scene}></lk-scene-card></li>`,
        )}
      </ul>
    </lk-section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-favourite-scenes': LkFavouriteScenes;
  }
}
