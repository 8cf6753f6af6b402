import type { Scene } from '@lightkeeper/plugin-sdk/wire';
import {
  StoreController,
  base,
  collection,
  confirmDelete,
  connection,
  formatSince,
  msg,
  navigate,
  session,
  str,
  type MenuItem,
} from '@lightkeeper/ui';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { activate, attempts, duplicate, entryLink, historyLink, mayUse, removeScene, scenePage, undo } from '../live/scenes.js';
import { missedWords, namesOf, paceOf, sizeOf, stateWord } from '../model/words.js';
import '../parts/scene-picture.js';

/** One scene: the picture of its light. Touching it lights it. */
@customElement('lk-scene-card')
export class LkSceneCard extends LitElement {
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
        grid-template-rows: auto 1fr;
        block-size: 100%;
        overflow: clip;
        background: var(--lk-surface);
        border: 1px solid var(--lk-line);
        border-radius: var(--lk-radius-l);
        transition: border-color var(--lk-time-2) var(--lk-ease);
      }
      article.shown {
        border-color: var(--lk-lamp-edge);
        box-shadow:
          0 0 0 1px var(--lk-lamp-edge),
          0 0 1.5rem -0.5rem var(--lk-lamp-glow);
      }
      lk-scene-picture {
        block-size: 6.5rem;
      }
      .sending lk-scene-picture {
        opacity: 0.55;
      }
      .words {
        padding: var(--lk-space-3) var(--lk-space-4) var(--lk-space-4);
        display: grid;
        align-content: start;
        gap: var(--lk-space-1);
      }
      h3 {
        font-size: var(--lk-size-l);
        overflow-wrap: anywhere;
      }
      /* The whole card lights it. */
      h3 button::after {
        content: '';
        position: absolute;
        inset: 0;
        border-radius: inherit;
      }
      h3 button {
        font-weight: inherit;
      }
      h3 button:focus-visible {
        outline: 0;
      }
      article:has(h3 button:focus-visible) {
        outline: 2px solid var(--lk-focus);
        outline-offset: 2px;
      }
      @media (hover: hover) {
        article:hover .words {
          background: var(--lk-hover);
        }
      }
      p {
        font-size: var(--lk-size-s);
        color: var(--lk-text-quiet);
        overflow-wrap: anywhere;
      }
      p.warning {
        color: var(--lk-warning);
      }
      p.error {
        color: var(--lk-error);
      }
      p lk-icon {
        font-size: 0.85rem;
        vertical-align: -0.1em;
      }
      .tag {
        position: absolute;
        inset-block-start: var(--lk-space-2);
        inset-inline-start: var(--lk-space-2);
        pointer-events: none;
      }
      lk-menu {
        position: absolute;
        inset-block-start: var(--lk-space-1);
        inset-inline-end: var(--lk-space-1);
      }
      /* On the picture, which is dark by day too. */
      lk-menu lk-button {
        border-radius: var(--lk-radius-pill);
        background: var(--lk-surface);
      }
      p a {
        position: relative;
      }
      @media (min-width: 48rem) {
        lk-scene-picture {
          block-size: 9.5rem;
        }
      }
    `,
  ];

  @property({ attribute: false }) scene: Scene | null = null;
  /** Without the menu, as on the Dashboard. */
  @property({ type: Boolean }) plain = false;
  private readonly devices = new StoreController(this, collection('devices'), ({ by_id }) => by_id);
  private readonly attempts = new StoreController(this, attempts);
  private readonly session = new StoreController(this, session);
  private readonly connection = new StoreController(this, connection, ({ state: now }) => now);

  override render() {
    const { scene } = this;
    if (scene === null) return nothing;
    const { name, status } = scene;
    const attempt = this.attempts.value.get(scene.id);
    const sending = attempt === 'sending';
    const shown = status.state !== 'off';
    return html`<article class="${shown ? 'shown' : ''} ${sending ? 'sending' : ''}">
      <lk-scene-picture .parts=${scene.devices}></lk-scene-picture>
      <div class="words">
        <h3>
          ${
            mayUse()
              ? html`<button
                  type="button"
                  aria-pressed=${status.state === 'active'}
                  aria-describedby="about"
                  ?disabled=${this.connection.value === 'away'}
                  @click=${() => {
                    void activate(scene);
                  }}
                >
                  <bdi>${name}</bdi>
                </button>`
              : html`<bdi>${name}</bdi>`
          }
        </h3>
        <div id="about" role="status">${sending ? html`<p>${msg('Sending …')}</p>` : this.about(scene)}</div>
      </div>
      ${shown ? html`<lk-pill class="tag" tone="on" icon="check">${stateWord(scene)}</lk-pill>` : this.partly(scene)}
      ${this.plain ? nothing : this.menu(scene)}
    </article>`;
  }

  private partly(scene: Scene) {
    const attempt = this.attempts.value.get(scene.id);
    if (attempt === undefined || attempt === 'sending' || missedWords(attempt) === '') return nothing;
    return html`<lk-pill class="tag" tone="error" icon="octagon-x">${msg('Not lit')}</lk-pill>`;
  }

  private about(scene: Scene) {
    const { status, missing, transition_ms } = scene;
    const devices = this.devices.value;
    const attempt = this.attempts.value.get(scene.id);
    const missed = attempt === undefined || attempt === 'sending' ? '' : missedWords(attempt);
    const entry = attempt === undefined || attempt === 'sending' ? null : attempt.entry_id;
    const last = status.activated_at === null || status.state !== 'off' ? '' : ` · ${msg(str`last ${formatSince(status.activated_at)}`)}`;
    return html`<p>${sizeOf(scene)}, ${paceOf(transition_ms)}${last}</p>
      ${status.differing.length > 0 ? html`<p class="warning">${msg(str`Changed since: ${namesOf(status.differing, devices)}`)}</p>` : nothing}
      ${
        missed === ''
          ? nothing
          : html`<p class="error">
              <lk-icon name="octagon-x"></lk-icon>
              ${missed}${entry === null ? nothing : html` <a class="link" href=${entryLink(entry)}>${msg('Why?')}</a>`}
            </p>`
      }
      ${status.waiting.length > 0 ? html`<p><lk-icon name="hourglass"></lk-icon> ${msg(str`Waits for ${namesOf(status.waiting, devices)}`)}</p>` : nothing}
      ${missing.length > 0 ? html`<p class="warning">${msg('Some of its devices are gone')}</p>` : nothing}`;
  }

  private menu(scene: Scene) {
    const may = mayUse();
    const items: (MenuItem | 'divider')[] = [
      ...(may ? [{ id: 'edit', label: msg('Change'), icon: 'pencil' }] : []),
      ...(may && scene.status.can_undo ? [{ id: 'undo', label: msg('Back to before'), icon: 'undo-2' }] : []),
      ...(may ? [{ id: 'duplicate', label: msg('Duplicate'), icon: 'copy' }] : []),
      { id: 'history', label: msg('Its history'), icon: 'history' },
      ...(may ? (['divider', { id: 'delete', label: msg('Delete'), icon: 'trash-2', danger: true }] as const) : []),
    ];
    return html`<lk-menu
      label=${msg(str`More for ${scene.name}`)}
      .items=${items}
      @lk-select=${(event: CustomEvent<{ id: string }>) => {
        void this.does(event.detail.id, scene);
      }}
      ><lk-button slot="trigger" size="s" variant="ghost" icon="ellipsis" label=${msg(str`More for ${scene.name}`)}></lk-button
    ></lk-menu>`;
  }

  private async does(deed: string, scene: Scene): Promise<void> {
    if (deed === 'edit') navigate(scenePage(scene.id));
    else if (deed === 'undo') await undo(scene);
    else if (deed === 'duplicate') await duplicate(scene);
    else if (deed === 'history') navigate(historyLink('scene', scene.id));
    else if (await confirmDelete({ heading: msg(str`Delete ${scene.name}?`), path: 'scenes', id: scene.id })) await removeScene(scene.id);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-scene-card': LkSceneCard;
  }
}
