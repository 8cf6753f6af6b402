import type { Area, Scene } from '@lightkeeper/plugin-sdk/wire';
import { StoreController, base, collection, msg, plural, session, str } from '@lightkeeper/ui';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { mayUse, playlists, scenes, undo } from '../live/scenes.js';
import { litAt, namesOf } from '../model/words.js';
import { cardsStyles } from './cards.styles.js';
import './playlist-card.js';
import './save-scene.js';
import './scene-card.js';

/** All scenes by their rooms, and the playlists below. */
@customElement('lk-scene-list')
export class LkSceneList extends LitElement {
  static override styles = [
    base,
    cardsStyles,
    css`
      :host {
        display: block;
      }
      lk-note {
        margin-block-end: var(--lk-space-4);
      }
      .lists {
        display: grid;
        gap: var(--lk-gap);
      }
    `,
  ];

  @state() private saving = false;
  private readonly scenes = new StoreController(this, scenes);
  private readonly playlists = new StoreController(this, playlists);
  private readonly devices = new StoreController(this, collection('devices'));
  private readonly areas = new StoreController(this, collection('areas'));
  private readonly session = new StoreController(this, session);

  override render() {
    const { items, status } = this.scenes.value;
    const ready = items.length > 0 || status === 'ready';
    return html`<lk-page heading=${msg('Scenes')} subtitle=${mayUse() && items.length > 0 ? msg('Touch a scene to light it.') : ''}>
        ${mayUse() && items.length > 0 ? this.actions() : nothing} ${this.content(items, ready)}
      </lk-page>
      <lk-save-scene
        ?open=${this.saving}
        @lk-close=${() => {
          this.saving = false;
        }}
      ></lk-save-scene>`;
  }

  private actions() {
    return html`<lk-button slot="actions" icon="list" compact href="/scenes/playlists/new">${msg('New playlist')}</lk-button>
      <lk-button
        slot="actions"
        variant="primary"
        icon="plus"
        @click=${() => {
          this.saving = true;
        }}
        >${msg('Save as scene')}</lk-button
      >`;
  }

  private content(items: readonly Scene[], ready: boolean) {
    const { status, error } = this.scenes.value;
    if (status === 'failed' && !ready) {
      return html`<lk-error
        .error=${error}
        retry
        @lk-retry=${() => {
          void scenes.reload();
        }}
      ></lk-error>`;
    }
    if (!ready) return html`<lk-skeleton kind="tiles" count="6"></lk-skeleton>`;
    if (items.length === 0) return this.empty();
    return html`${mayUse() ? nothing : html`<lk-note icon="eye">${msg('You may look at the scenes. An administrator can let you light them.')}</lk-note>`}
    ${this.notice(items)} ${this.rooms(items)} ${this.lists()}`;
  }

  /** What was lit last and still stands, and the way back. */
  private notice(items: readonly Scene[]) {
    const [last] = items
      .filter(({ status }) => status.can_undo)
      .sort((a, b) => (b.status.activated_at ?? '').localeCompare(a.status.activated_at ?? ''));
    if (last === undefined || !mayUse()) return nothing;
    const { differing } = last.status;
    const said =
      differing.length === 0
        ? msg(str`${last.name} was lit ${litAt(last)}.`)
        : msg(str`${last.name} was lit ${litAt(last)}; changed since: ${namesOf(differing, this.devices.value.by_id)}.`);
    return html`<lk-note icon="palette"
      >${said}<lk-button
        slot="action"
        size="s"
        icon="undo-2"
        @click=${() => {
          void undo(last);
        }}
        >${msg('Back to before')}</lk-button
      ></lk-note
    >`;
  }

  private rooms(items: readonly Scene[]) {
    const groups = groupByArea(items, this.areas.value.items);
    return groups.map(
      ({ name, scenes: some }) =>
        html`<lk-section heading=${name} count=${plural(some.length, { one: msg('1 scene'), other: msg(str`${some.length} scenes`) })}>
          <ul class="cards">
            ${repeat(
              some,
              ({ id }) => id,
              (scene) => html`<li><lk-scene-card .scene=${scene}></lk-scene-card></li>`,
            )}
          </ul>
        </lk-section>`,
    );
  }

  private lists() {
    const { items } = this.playlists.value;
    if (items.length === 0) return nothing;
    return html`<lk-section
      heading=${msg('Playlists')}
      count=${plural(items.length, { one: msg('1 playlist'), other: msg(str`${items.length} playlists`) })}
    >
      <ul class="lists">
        ${repeat(
          items,
          ({ id }) => id,
          (playlist) => html`<li><lk-playlist-card .playlist=${playlist} .scenes=${this.scenes.value.by_id}></lk-playlist-card></li>`,
        )}
      </ul>
    </lk-section>`;
  }

  private empty() {
    const lamps = this.devices.value.items.length > 0;
    const text = !lamps
      ? msg('A scene is how lights stand together. First add a light on the page Devices.')
      : msg('Set the lights as you like them, then keep them as a scene: one touch brings them all back.');
    return html`<lk-empty art="palette" heading=${msg('Light, as you like it, kept')} text=${text}>
      ${
        !mayUse()
          ? nothing
          : lamps
            ? html`<lk-button
                variant="primary"
                icon="plus"
                @click=${() => {
                  this.saving = true;
                }}
                >${msg('Keep the lights as they are now')}</lk-button
              >`
            : html`<lk-button variant="primary" icon="lightbulb" href="/devices">${msg('To the devices')}</lk-button>`
      }
    </lk-empty>`;
  }
}

/** Scenes of a room under its name, the others under a heading for the whole home; those of the home first. */
function groupByArea(items: readonly Scene[], areas: readonly Area[]): { name: string; scenes: Scene[] }[] {
  const sorted = [...items].sort((a, b) => a.name.localeCompare(b.name));
  const names = new Map(areas.map(({ id, name }) => [id, name]));
  const home = sorted.filter(({ area_id }) => !names.has(area_id ?? ''));
  const rooms = areas.map(({ id, name }) => ({ name, scenes: sorted.filter(({ area_id }) => area_id === id) }));
  return [{ name: msg('The whole home'), scenes: home }, ...rooms].filter(({ scenes: some }) => some.length > 0);
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-scene-list': LkSceneList;
  }
}
