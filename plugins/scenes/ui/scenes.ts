import { base } from '@lightkeeper/ui';
import { LitElement, css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { keyed } from 'lit/directives/keyed.js';
import './edit/playlist-edit.js';
import './edit/scene-edit.js';
import './list/scene-list.js';

/** The page of Scenes: all at /scenes, a new one at /scenes/new, one at /scenes/<id>; playlists likewise below /scenes/playlists. */
@customElement('lk-scenes-page')
export class LkScenesPage extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
      }
    `,
  ];

  /** The path behind /scenes, set by the shell. */
  @property() subpath = '';

  override render() {
    const [first = '', second = ''] = this.subpath.split('/').map(decodeURIComponent);
    if (first === '') return html`<lk-scene-list></lk-scene-list>`;
    const id = (word: string): string => (word === 'new' ? '' : word);
    // A page of its own for each: what was typed at one is nothing to another.
    if (first === 'playlists') return keyed(second, html`<lk-playlist-edit .playlist_id=${id(second)}></lk-playlist-edit>`);
    return keyed(first, html`<lk-scene-edit .scene_id=${id(first)}></lk-scene-edit>`);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-scenes-page': LkScenesPage;
  }
}
