import type { Playlist, Scene } from '@lightkeeper/plugin-sdk/wire';
import {
  StoreController,
  base,
  confirmDelete,
  connection,
  formatDuration,
  msg,
  navigate,
  session,
  str,
  type MenuItem,
} from '@lightkeeper/ui';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { control, historyLink, mayUse, playlistPage, removePlaylist } from '../live/scenes.js';
import { playlistWords } from '../model/words.js';
import '../parts/scene-picture.js';

const TICK_MS = 1_000;

/** A playlist and its player. */
@customElement('lk-playlist-card')
export class LkPlaylistCard extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
      }
      article {
        display: grid;
        gap: var(--lk-space-3);
        padding: var(--lk-space-4);
        background: var(--lk-surface);
        border: 1px solid var(--lk-line);
        border-radius: var(--lk-radius-l);
      }
      article.playing {
        border-color: var(--lk-lamp-edge);
      }
      .line {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--lk-space-3) var(--lk-space-4);
      }
      lk-scene-picture {
        flex: none;
        inline-size: 3rem;
        block-size: 3rem;
        border-radius: 0.75rem;
      }
      .words {
        flex: 1 1 12rem;
        min-inline-size: 0;
        overflow-wrap: anywhere;
      }
      h3 {
        font-size: var(--lk-size-m);
      }
      p {
        font-size: var(--lk-size-s);
        color: var(--lk-text-quiet);
      }
      p.warning {
        color: var(--lk-warning);
      }
      .player {
        display: flex;
        align-items: center;
        gap: var(--lk-space-1);
      }
      .progress {
        display: flex;
        align-items: center;
        gap: var(--lk-space-3);
        font-size: var(--lk-size-s);
        color: var(--lk-text-quiet);
      }
      .bar {
        flex: 1;
        block-size: 0.375rem;
        border-radius: 99px;
        background: var(--lk-pressed);
        overflow: hidden;
      }
      .bar div {
        block-size: 100%;
        border-radius: inherit;
        background: var(--lk-lamp);
        inline-size: var(--done);
        transition: inline-size var(--lk-time-3) linear;
      }
    `,
  ];

  @property({ attribute: false }) playlist: Playlist | null = null;
  @property({ attribute: false }) scenes: ReadonlyMap<string, Scene> = new Map();
  private readonly session = new StoreController(this, session);
  private readonly connection = new StoreController(this, connection, ({ state: now }) => now);
  private tick: number | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.clearInterval(this.tick);
    this.tick = undefined;
  }

  /** The bar moves while it plays, and only then. */
  protected override updated(): void {
    const playing = this.playlist?.status.state === 'playing';
    if (playing && this.tick === undefined) {
      this.tick = window.setInterval(() => {
        this.requestUpdate();
      }, TICK_MS);
    } else if (!playing && this.tick !== undefined) {
      window.clearInterval(this.tick);
      this.tick = undefined;
    }
  }

  override render() {
    const { playlist } = this;
    if (playlist === null) return nothing;
    const { name, items, status } = playlist;
    const shown = this.scenes.get(items[status.index ?? 0]?.scene_id ?? '');
    return html`<article class=${status.state} aria-labelledby="name">
      <div class="line">
        <lk-scene-picture .parts=${shown?.devices ?? []}></lk-scene-picture>
        <div class="words">
          <h3 id="name"><bdi>${name}</bdi></h3>
          <p role="status">${status.state === 'stopped' ? playlistWords(playlist) : this.now(playlist, shown)}</p>
          ${status.problem === null ? nothing : html`<p class="warning">${status.problem}</p>`}
        </div>
        <div class="player">${mayUse() ? this.player(playlist) : nothing} ${this.menu(playlist)}</div>
      </div>
      ${status.state === 'stopped' ? nothing : this.progress(playlist)}
    </article>`;
  }

  private now({ items, status }: Playlist, shown: Scene | undefined): string {
    const at = status.order.indexOf(status.index ?? 0) + 1;
    const name = shown?.name ?? msg('a scene that is gone');
    return status.state === 'paused' ? msg(str`Paused at ${name}, ${at} of ${items.length}`) : msg(str`${name}, ${at} of ${items.length}`);
  }

  private player({ id, status }: Playlist) {
    const away = this.connection.value === 'away';
    const button = (act: 'start' | 'pause' | 'skip' | 'stop', icon: string, label: string) =>
      html`<lk-button
        size="s"
        variant=${act === 'start' ? 'plain' : 'ghost'}
        icon=${icon}
        label=${label}
        ?disabled=${away}
        @click=${() => {
          void control(id, act);
        }}
        >${act === 'start' ? label : nothing}</lk-button
      >`;
    if (status.state === 'stopped') return button('start', 'play', msg('Play'));
    return html`${status.state === 'playing' ? button('pause', 'pause', msg('Pause')) : button('start', 'play', msg('Go on'))}
    ${button('skip', 'skip-forward', msg('Next scene'))} ${button('stop', 'square', msg('Stop'))}`;
  }

  private progress({ items, status }: Playlist) {
    const duration = items[status.index ?? 0]?.duration_ms ?? 1;
    const left = status.remaining_ms ?? Math.max(0, Date.parse(status.next_at ?? '') - Date.now());
    const done = Math.min(1, Math.max(0, 1 - left / duration));
    const words = formatDuration(Math.ceil(left / 1_000) * 1_000);
    return html`<div class="progress">
      <div
        class="bar"
        role="progressbar"
        aria-label=${msg('How far the scene is')}
        aria-valuemin="0"
        aria-valuemax="100"
        aria-valuenow=${Math.round(done * 100)}
        aria-valuetext=${msg(str`${words} left`)}
        style="--done:${(done * 100).toFixed(1)}%"
      >
        <div></div>
      </div>
      <span aria-hidden="true">${msg(str`${words} left`)}</span>
    </div>`;
  }

  private menu(playlist: Playlist) {
    const may = mayUse();
    const items: (MenuItem | 'divider')[] = [
      ...(may ? [{ id: 'edit', label: msg('Change'), icon: 'pencil' }] : []),
      { id: 'history', label: msg('Its history'), icon: 'history' },
      ...(may ? (['divider', { id: 'delete', label: msg('Delete'), icon: 'trash-2', danger: true }] as const) : []),
    ];
    return html`<lk-menu
      label=${msg(str`More for ${playlist.name}`)}
      .items=${items}
      @lk-select=${(event: CustomEvent<{ id: string }>) => {
        void this.does(event.detail.id, playlist);
      }}
      ><lk-button slot="trigger" size="s" variant="ghost" icon="ellipsis" label=${msg(str`More for ${playlist.name}`)}></lk-button
    ></lk-menu>`;
  }

  private async does(deed: string, { id, name }: Playlist): Promise<void> {
    if (deed === 'edit') navigate(playlistPage(id));
    else if (deed === 'history') navigate(historyLink('playlist', id));
    else if (await confirmDelete({ heading: msg(str`Delete ${name}?`), path: 'playlists', id })) await removePlaylist(id);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-playlist-card': LkPlaylistCard;
  }
}
