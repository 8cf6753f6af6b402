import type { CommandOutcome, Scene, SceneDevice } from '@lightkeeper/plugin-sdk/wire';
import { ProblemError, StoreController, base, collection, confirmDelete, describeError, msg, session, str, toast } from '@lightkeeper/ui';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { Preview } from '../live/preview.js';
import { look, mayUse, removeScene, save, scenes, type SceneDraft } from '../live/scenes.js';
import { canBePart } from '../model/choices.js';
import '../parts/scene-picture.js';
import { EditGuard } from './edit-guard.js';
import './scene-about.js';
import './scene-part.js';

const EMPTY: SceneDraft = { name: '', description: '', devices: [], transition_ms: 400, retry_offline: false, area_id: null };

/** One scene, to be changed value by value, with the lights following if that is wanted. */
@customElement('lk-scene-edit')
export class LkSceneEdit extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
      }
      lk-scene-picture {
        block-size: 8rem;
        border-radius: var(--lk-radius-l);
      }
      .parts {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--lk-gap);
      }
      .acts {
        display: flex;
        flex-wrap: wrap;
        gap: var(--lk-space-2);
        margin-block-start: var(--lk-space-4);
      }
    `,
  ];

  /** Empty for a new one. */
  @property() scene_id = '';
  @state() private draft: SceneDraft | null = null;
  @state() private known: Scene | null = null;
  @state() private live = false;
  @state() private outcomes: ReadonlyMap<string, CommandOutcome> = new Map();
  @state() private problem: unknown = null;
  @state() private busy = false;
  private given = '';
  private readonly scenes = new StoreController(this, scenes);
  private readonly devices = new StoreController(this, collection('devices'));
  private readonly areas = new StoreController(this, collection('areas'));
  private readonly session = new StoreController(this, session);
  private readonly preview = new Preview({
    told: (outcomes) => {
      this.outcomes = new Map([...this.outcomes, ...outcomes.map((outcome) => [outcome.device_id, outcome] as const)]);
    },
    lost: () => {
      this.live = false;
    },
    failed: (error) => {
      this.live = false;
      toast(describeError(error), { tone: 'error' });
    },
  });
  private readonly guard = new EditGuard(this, {
    dirty: () => this.dirty && mayUse(),
    save: () => {
      void this.save();
    },
  });

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    void this.preview.end();
  }

  protected override willUpdate(): void {
    if (this.draft !== null) return;
    if (this.scene_id === '') this.begin(null);
    else {
      const scene = this.scenes.value.by_id.get(this.scene_id);
      if (scene !== undefined) this.begin(scene);
    }
  }

  private begin(scene: Scene | null): void {
    this.known = scene;
    this.draft = scene === null ? EMPTY : draftOf(scene);
    this.given = JSON.stringify(this.draft);
    this.problem = null;
  }

  private get dirty(): boolean {
    return this.draft !== null && JSON.stringify(this.draft) !== this.given;
  }

  private put(changes: Partial<SceneDraft>): void {
    if (this.draft === null) return;
    this.draft = { ...this.draft, ...changes };
    this.problem = null;
    if (this.live && changes.devices !== undefined) this.preview.show(this.draft.devices);
  }

  private putPart(index: number, command: SceneDevice['command']): void {
    const devices = this.draft?.devices ?? [];
    const part = devices[index];
    if (part !== undefined) this.put({ devices: devices.with(index, { ...part, command }) });
  }

  override render() {
    const { draft } = this;
    if (draft === null) return this.missing();
    return html`<lk-page
      heading=${this.known === null ? msg('A new scene') : draft.name}
      back="/scenes"
      back_label=${msg('Scenes')}
      aside_label=${msg('About the scene')}
    >
      ${mayUse() ? this.actions() : nothing}
      <div class="stack">${this.notes()} ${this.parts(draft)}</div>
      <div slot="aside" class="stack">${this.about(draft)}</div>
    </lk-page>`;
  }

  private missing() {
    const { status, error } = this.scenes.value;
    if (status === 'failed')
      return html`<lk-page heading=${msg('Scene')} back="/scenes" back_label=${msg('Scenes')}
        ><lk-error .error=${error}></lk-error
      ></lk-page>`;
    if (status !== 'ready') return html`<lk-page heading=${msg('Scene')}><lk-skeleton></lk-skeleton></lk-page>`;
    return html`<lk-page heading=${msg('Scene')} back="/scenes" back_label=${msg('Scenes')}>
      <lk-empty
        art="palette"
        heading=${msg('This scene is gone')}
        text=${msg('Somebody deleted it. Its history is in the log.')}
      ></lk-empty>
    </lk-page>`;
  }

  private actions() {
    return html`<lk-switch
        slot="actions"
        label=${msg('See it on the lights')}
        .checked=${this.live}
        @lk-change=${(event: CustomEvent<{ checked: boolean }>) => {
          this.follow(event.detail.checked);
        }}
        >${msg('See it on the lights')}</lk-switch
      >
      <lk-button
        slot="actions"
        variant="primary"
        ?busy=${this.busy}
        ?disabled=${!this.dirty}
        @click=${() => {
          void this.save();
        }}
        >${msg('Save')}</lk-button
      >`;
  }

  private follow(live: boolean): void {
    this.live = live;
    this.outcomes = new Map();
    if (live) this.preview.show(this.draft?.devices ?? []);
    else void this.preview.end();
  }

  private notes() {
    const { problem } = this;
    const conflict = problem instanceof ProblemError && problem.code === 'LK_REVISION_CONFLICT';
    return html`${
      this.live
        ? html`<lk-note icon="eye"
            >${msg('The lights show what you do here. They go back to what they showed when you leave without saving.')}</lk-note
          >`
        : nothing
    }
    ${
      conflict
        ? html`<lk-note tone="warning"
            >${msg('Somebody else changed this scene meanwhile.')}<lk-button
              slot="action"
              size="s"
              @click=${() => {
                const now = scenes.value.by_id.get(this.scene_id);
                if (now !== undefined) this.begin(now);
              }}
              >${msg('Show theirs')}</lk-button
            ></lk-note
          >`
        : problem === null
          ? nothing
          : html`<lk-error .error=${problem}></lk-error>`
    }`;
  }

  private parts({ devices: parts }: SceneDraft) {
    const { by_id, items } = this.devices.value;
    const rooms = new Map(this.areas.value.items.map(({ id, name }) => [id, name]));
    const taken = new Set(parts.map(({ device_id }) => device_id));
    const more = items.filter((device) => canBePart(device) && !taken.has(device.id)).sort((a, b) => a.name.localeCompare(b.name));
    return html`<lk-scene-picture .parts=${parts}></lk-scene-picture> ${
        parts.length === 0
          ? html`<lk-empty art="lightbulb" text=${msg('Add the devices that belong to it. Each begins as it is now.')}></lk-empty>`
          : html`<div class="parts">
              ${repeat(
                parts,
                ({ device_id }) => device_id,
                (part, index) => {
                  const device = by_id.get(part.device_id);
                  return html`<lk-scene-part
                    .wish=${part}
                    ?fixed=${!mayUse()}
                    .device=${device}
                    room=${rooms.get(device?.area_id ?? '') ?? ''}
                    problem=${this.outcomes.get(part.device_id)?.error?.detail ?? ''}
                    @lk-part=${(event: CustomEvent<{ command: SceneDevice['command'] }>) => {
                      this.putPart(index, event.detail.command);
                    }}
                    @lk-remove=${() => {
                      this.put({ devices: parts.toSpliced(index, 1) });
                    }}
                  ></lk-scene-part>`;
                },
              )}
            </div>`
      }
      ${
        mayUse()
          ? html`<div class="acts">
              ${
                more.length === 0
                  ? nothing
                  : html`<lk-menu
                      placement="bottom-start"
                      label=${msg('Add a device')}
                      .items=${more.map(({ id, name }) => ({ id, label: name, hint: rooms.get(by_id.get(id)?.area_id ?? '') ?? '' }))}
                      @lk-select=${(event: CustomEvent<{ id: string }>) => {
                        void this.add(event.detail.id);
                      }}
                      ><lk-button slot="trigger" icon="plus">${msg('Add a device')}</lk-button></lk-menu
                    >`
              }
              ${
                parts.length === 0
                  ? nothing
                  : html`<lk-button
                      icon="eye"
                      @click=${() => {
                        void this.takeNow();
                      }}
                      >${msg('Take what they show now')}</lk-button
                    >`
              }
            </div>`
          : nothing
      }`;
  }

  private async add(id: string): Promise<void> {
    const seen = await look([id]);
    if (seen === null || this.draft === null) return;
    const device = this.devices.value.by_id.get(id);
    // Of one that is away nobody knows what it shows; on is where to begin.
    const parts = seen.devices.length > 0 || device === undefined ? seen.devices : [{ device_id: id, command: { on: true } }];
    this.put({ devices: [...this.draft.devices, ...parts] });
  }

  private async takeNow(): Promise<void> {
    const seen = await look((this.draft?.devices ?? []).map(({ device_id }) => device_id));
    if (seen === null || this.draft === null) return;
    const now = new Map(seen.devices.map((part) => [part.device_id, part]));
    this.put({ devices: this.draft.devices.map((part) => now.get(part.device_id) ?? part) });
    const left = seen.left_out.map(({ device_name }) => device_name).join(', ');
    if (left !== '') toast(msg(str`Left as they were: ${left}.`), { tone: 'warning' });
  }

  private about(draft: SceneDraft) {
    if (!mayUse()) return html`<lk-note icon="eye">${msg('An administrator can let you change scenes.')}</lk-note>`;
    return html`<lk-scene-about
        .draft=${draft}
        @lk-about=${(event: CustomEvent<{ changes: Partial<SceneDraft> }>) => {
          this.put(event.detail.changes);
        }}
      ></lk-scene-about>
      ${
        this.known === null
          ? nothing
          : html`<lk-button
              variant="danger"
              icon="trash-2"
              @click=${() => {
                void this.confirmRemoval();
              }}
              >${msg('Delete the scene')}</lk-button
            >`
      }`;
  }

  private async save(): Promise<void> {
    const { draft } = this;
    if (draft === null || this.busy) return;
    this.busy = true;
    try {
      const saved = await save({ ...draft, name: draft.name.trim() }, this.known);
      await this.preview.end(true);
      this.live = false;
      this.begin(saved);
      toast(msg(str`${saved.name} is kept.`));
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
    const yes = await confirmDelete({ heading: msg(str`Delete ${known.name}?`), path: 'scenes', id: known.id });
    if (!yes || !(await removeScene(known.id))) return;
    this.guard.leave('/scenes');
  }
}

function draftOf({ name, description, devices, transition_ms, retry_offline, area_id }: Scene): SceneDraft {
  return { name, description, devices, transition_ms, retry_offline, area_id };
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-scene-edit': LkSceneEdit;
  }
}
