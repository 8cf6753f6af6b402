import type { Playlist, PlaylistItem, Scene } from '@lightkeeper/plugin-sdk/wire';
import { ProblemError, StoreController, base, confirmDelete, msg, session, str, toast } from '@lightkeeper/ui';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { mayUse, playlists, removePlaylist, savePlaylist, scenes, type PlaylistDraft } from '../live/scenes.js';
import { moved } from '../model/reorder.js';
import { playlistWords } from '../model/words.js';
import { EditGuard } from './edit-guard.js';
import './playlist-item.js';

const EMPTY: PlaylistDraft = { name: '', items: [], loop: true, shuffle: false };
const FIRST_MS = 600_000;

/** One playlist: its scenes, in the order that is dragged, or moved by the keyboard. */
@customElement('lk-playlist-edit')
export class LkPlaylistEdit extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
      }
      ol {
        display: grid;
        gap: var(--lk-space-2);
      }
      .fields {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--lk-space-4);
      }
      .acts {
        margin-block-start: var(--lk-space-2);
      }
      li.dragged {
        border-radius: var(--lk-radius-m);
        box-shadow: var(--lk-shadow-2);
        opacity: 0.8;
      }
    `,
  ];

  /** Empty for a new one. */
  @property() playlist_id = '';
  @state() private draft: PlaylistDraft | null = null;
  @state() private known: Playlist | null = null;
  @state() private problem: unknown = null;
  @state() private busy = false;
  @state() private said = '';
  /** Which is dragged, by its present place. */
  @state() private dragged: number | null = null;
  private given = '';
  private readonly playlists = new StoreController(this, playlists);
  private readonly scenes = new StoreController(this, scenes);
  private readonly session = new StoreController(this, session);
  private readonly guard = new EditGuard(this, {
    dirty: () => this.dirty && mayUse(),
    save: () => {
      void this.save();
    },
  });

  private get dirty(): boolean {
    return this.draft !== null && JSON.stringify(this.draft) !== this.given;
  }

  protected override willUpdate(): void {
    if (this.draft !== null) return;
    const playlist = this.playlists.value.by_id.get(this.playlist_id);
    if (this.playlist_id === '') this.begin(null);
    else if (playlist !== undefined) this.begin(playlist);
  }

  private begin(playlist: Playlist | null): void {
    this.known = playlist;
    this.draft = playlist === null ? EMPTY : { name: playlist.name, items: playlist.items, loop: playlist.loop, shuffle: playlist.shuffle };
    this.given = JSON.stringify(this.draft);
    this.problem = null;
  }

  private put(changes: Partial<PlaylistDraft>): void {
    if (this.draft !== null) this.draft = { ...this.draft, ...changes };
    this.problem = null;
  }

  private move(from: number, to: number): void {
    const items = this.draft?.items ?? [];
    const next = moved(items, from, to);
    if (next === items) return;
    this.put({ items: [...next] });
    this.said = msg(str`${this.nameOf(next[to])} is now ${to + 1} of ${next.length}`);
  }

  private async focusHandle(index: number): Promise<void> {
    await this.updateComplete;
    this.renderRoot.querySelectorAll('lk-playlist-item')[index]?.focusHandle();
  }

  /** What is dragged takes the place of what is under the pointer. */
  private dragTo(y: number): void {
    if (this.dragged === null) return;
    const to = [...this.renderRoot.querySelectorAll('ol > li')].findIndex((row) => {
      const { top, bottom } = row.getBoundingClientRect();
      return y >= top && y <= bottom;
    });
    if (to < 0 || to === this.dragged) return;
    this.move(this.dragged, to);
    this.dragged = to;
  }

  private nameOf(item: PlaylistItem | undefined): string {
    return this.scenes.value.by_id.get(item?.scene_id ?? '')?.name ?? msg('A scene that is gone');
  }

  override render() {
    const { draft } = this;
    if (draft === null) return this.missing();
    return html`<lk-page
      heading=${this.known === null ? msg('A new playlist') : draft.name}
      subtitle=${draft.items.length === 0 ? '' : playlistWords(draft)}
      back="/scenes"
      back_label=${msg('Scenes')}
      aside_label=${msg('About the playlist')}
    >
      ${
        mayUse()
          ? html`<lk-button
              slot="actions"
              variant="primary"
              ?busy=${this.busy}
              ?disabled=${!this.dirty}
              @click=${() => {
                void this.save();
              }}
              >${msg('Save')}</lk-button
            >`
          : nothing
      }
      <div class="stack">${this.notes()} ${this.items(draft)}</div>
      <div slot="aside" class="stack">${this.about(draft)}</div>
    </lk-page>`;
  }

  private missing() {
    if (this.playlists.value.status !== 'ready') return html`<lk-page heading=${msg('Playlist')}><lk-skeleton></lk-skeleton></lk-page>`;
    return html`<lk-page heading=${msg('Playlist')} back="/scenes" back_label=${msg('Scenes')}>
      <lk-empty
        art="list"
        heading=${msg('This playlist is gone')}
        text=${msg('Somebody deleted it. Its history is in the log.')}
      ></lk-empty>
    </lk-page>`;
  }

  private notes() {
    const { problem } = this;
    if (problem === null) return nothing;
    if (!(problem instanceof ProblemError) || problem.code !== 'LK_REVISION_CONFLICT') return html`<lk-error .error=${problem}></lk-error>`;
    return html`<lk-note tone="warning"
      >${msg('Somebody else changed this playlist meanwhile.')}<lk-button
        slot="action"
        size="s"
        @click=${() => {
          const now = playlists.value.by_id.get(this.playlist_id);
          if (now !== undefined) this.begin(now);
        }}
        >${msg('Show theirs')}</lk-button
      ></lk-note
    >`;
  }

  private items({ items }: PlaylistDraft) {
    const all = [...this.scenes.value.items].sort((a, b) => a.name.localeCompare(b.name));
    const may = mayUse();
    return html`<p class="sr" role="status">${this.said}</p>
      ${items.length === 0 ? html`<lk-empty art="list" text=${msg('Add scenes; they come one after another, each for its time.')}></lk-empty>` : nothing}
      <ol>
        ${items.map((item, index) => this.item(items, item, index))}
      </ol>
      ${
        may && all.length > 0
          ? html`<div class="acts">
              <lk-menu
                placement="bottom-start"
                label=${msg('Add a scene')}
                .items=${all.map(({ id, name }) => ({ id, label: name }))}
                @lk-select=${(event: CustomEvent<{ id: string }>) => {
                  const duration_ms = items.at(-1)?.duration_ms ?? FIRST_MS;
                  this.put({ items: [...items, { scene_id: event.detail.id, duration_ms, transition_ms: null }] });
                }}
                ><lk-button slot="trigger" icon="plus">${msg('Add a scene')}</lk-button></lk-menu
              >
            </div>`
          : nothing
      }`;
  }

  private item(items: readonly PlaylistItem[], item: PlaylistItem, index: number) {
    const scene: Scene | undefined = this.scenes.value.by_id.get(item.scene_id);
    return html`<li class=${this.dragged === index ? 'dragged' : ''}>
      <lk-playlist-item
        .item=${item}
        .scene=${scene}
        .position=${index + 1}
        .of=${items.length}
        ?fixed=${!mayUse()}
        @lk-drag=${() => {
          this.dragged = index;
        }}
        @lk-drag-to=${(event: CustomEvent<{ y: number }>) => {
          this.dragTo(event.detail.y);
        }}
        @lk-dropped=${() => {
          this.dragged = null;
        }}
        @lk-move=${(event: CustomEvent<{ by: number }>) => {
          this.move(index, index + event.detail.by);
          void this.focusHandle(index + event.detail.by);
        }}
        @lk-item=${(event: CustomEvent<{ item: PlaylistItem }>) => {
          this.put({ items: items.with(index, event.detail.item) });
        }}
        @lk-remove=${() => {
          this.put({ items: items.toSpliced(index, 1) });
        }}
      ></lk-playlist-item>
    </li>`;
  }

  private about(draft: PlaylistDraft) {
    if (!mayUse()) return html`<lk-note icon="eye">${msg('An administrator can let you change playlists.')}</lk-note>`;
    const flag = (key: 'loop' | 'shuffle', label: string) =>
      html`<lk-switch
        label=${label}
        .checked=${draft[key]}
        @lk-change=${(event: CustomEvent<{ checked: boolean }>) => {
          this.put({ [key]: event.detail.checked });
        }}
        >${label}</lk-switch
      >`;
    return html`<lk-card heading=${msg('About it')}>
        <div class="fields">
          <lk-input
            label=${msg('Name')}
            maxlength="120"
            required
            .value=${draft.name}
            @lk-input=${(event: CustomEvent<{ value: string }>) => {
              this.put({ name: event.detail.value });
            }}
          ></lk-input>
          ${flag('loop', msg('Again and again'))} ${flag('shuffle', msg('Another order in each round'))}
        </div>
      </lk-card>
      ${
        this.known === null
          ? nothing
          : html`<lk-button
              variant="danger"
              icon="trash-2"
              @click=${() => {
                void this.confirmRemoval();
              }}
              >${msg('Delete the playlist')}</lk-button
            >`
      }`;
  }

  private async save(): Promise<void> {
    const { draft } = this;
    if (draft === null || this.busy) return;
    this.busy = true;
    try {
      const { name } = await savePlaylist({ ...draft, name: draft.name.trim() }, this.known);
      toast(msg(str`${name} is kept.`));
      this.guard.leave('/scenes');
    } catch (error) {
      this.problem = error;
    } finally {
      this.busy = false;
    }
  }

  private async confirmRemoval(): Promise<void> {
    const { known } = this;
    if (known === null) return;
    const yes = await confirmDelete({ heading: msg(str`Delete ${known.name}?`), path: 'playlists', id: known.id });
    if (yes && (await removePlaylist(known.id))) this.guard.leave('/scenes');
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-playlist-edit': LkPlaylistEdit;
  }
}
