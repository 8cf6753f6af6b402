import type { CaptureLayout, NamedLayout } from '@lightkeeper/plugin-sdk/wire';
import { ProblemError, StoreController, base, describeError, emit, msg, str, toast, type MenuItem } from '@lightkeeper/ui';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { captures } from '../live/captures.js';
import { keep, layouts, remove, rename, usersOf } from '../live/layouts.js';
import { lightsWord } from '../model/words.js';

const SAVE = 'save';
const MANAGE = 'manage';

/**
 * Layouts that have names: to use one, to keep the one that is there, to rename and to delete. `lk-use` {layout} with the one that is to be
 * used, be it chosen or just kept.
 */
@customElement('lk-named-layouts')
export class LkNamedLayouts extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: inline-flex;
      }
      li {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: var(--lk-space-1) var(--lk-space-2);
        align-items: end;
        padding-block: var(--lk-space-3);
      }
      li + li {
        border-block-start: 1px solid var(--lk-line);
      }
      li p {
        grid-column: 1 / -1;
        overflow-wrap: anywhere;
      }
    `,
  ];

  /** What is kept. */
  @property({ attribute: false }) layout: CaptureLayout | null = null;
  /** The one in use. */
  @property({ attribute: false }) layout_id: string | null = null;
  @state() private open: 'save' | 'manage' | null = null;
  @state() private name = '';
  @state() private busy = false;
  @state() private problem: unknown = null;
  private readonly layouts = new StoreController(this, layouts);
  private readonly captures = new StoreController(this, captures);

  override render() {
    const { items } = this.layouts.value;
    const named = items.map(({ id, name, lights }) => ({ id, label: name, hint: lightsWord(lights), checked: id === this.layout_id }));
    const entries: (MenuItem | 'divider')[] = [
      ...named,
      ...(named.length > 0 ? ['divider' as const] : []),
      { id: SAVE, label: msg('Keep this layout …'), icon: 'save' },
      ...(named.length > 0 ? [{ id: MANAGE, label: msg('Rename or delete …'), icon: 'pencil' }] : []),
    ];
    return html`<lk-menu
        label=${msg('Saved layouts')}
        .items=${entries}
        @lk-select=${(event: CustomEvent<{ id: string }>) => {
          event.stopPropagation();
          this.choose(event.detail.id);
        }}
        ><lk-button slot="trigger" variant="ghost" size="s" icon="save">${msg('Saved layouts')}</lk-button></lk-menu
      >${this.open === 'save' ? this.saving() : this.open === 'manage' ? this.managing(items) : nothing}`;
  }

  private choose(id: string): void {
    this.problem = null;
    if (id === SAVE || id === MANAGE) {
      this.name = this.layouts.value.by_id.get(this.layout_id ?? '')?.name ?? '';
      this.open = id;
      return;
    }
    const layout = this.layouts.value.by_id.get(id);
    if (layout !== undefined) emit(this, 'lk-use', { layout });
  }

  private readonly close = (event: Event): void => {
    event.stopPropagation();
    this.open = null;
  };

  private saving() {
    const wrong = this.problem instanceof ProblemError ? this.problem.field('/name') : undefined;
    const old = this.layouts.value.items.find(({ name }) => name === this.name.trim());
    return html`<lk-dialog open heading=${msg('Keep this layout')} @lk-close=${this.close}>
      <form
        class="stack"
        @submit=${(event: Event) => {
          event.preventDefault();
          void this.save();
        }}
      >
        <lk-input
          autofocus
          required
          maxlength="120"
          label=${msg('Its name')}
          hint=${msg('Other captures can use it, and change with it.')}
          error=${wrong ?? ''}
          .value=${this.name}
          @lk-input=${(event: CustomEvent<{ value: string }>) => {
            event.stopPropagation();
            this.name = event.detail.value;
          }}
        ></lk-input>
        ${old === undefined ? nothing : html`<lk-note tone="warning">${replaced(old)}</lk-note>`}
        ${wrong === undefined ? html`<lk-error .error=${this.problem}></lk-error>` : nothing}
      </form>
      <lk-button
        slot="actions"
        variant="primary"
        ?busy=${this.busy}
        ?disabled=${this.name.trim() === ''}
        @click=${() => {
          void this.save();
        }}
        >${old === undefined ? msg('Keep it') : msg('Put it in its place')}</lk-button
      >
    </lk-dialog>`;
  }

  private async save(): Promise<void> {
    const name = this.name.trim();
    if (this.layout === null || this.busy || name === '') return;
    this.busy = true;
    this.problem = null;
    try {
      const layout = await keep(name, this.layout);
      this.open = null;
      emit(this, 'lk-use', { layout });
      toast(msg(str`The layout ${name} is kept`));
    } catch (error) {
      this.problem = error;
    } finally {
      this.busy = false;
    }
  }

  private managing(items: readonly NamedLayout[]) {
    return html`<lk-dialog open heading=${msg('Saved layouts')} @lk-close=${this.close}>
      ${items.length === 0 ? html`<p class="quiet">${msg('None is left.')}</p>` : nothing}
      <ul>
        ${items.map((layout) => this.entry(layout))}
      </ul>
    </lk-dialog>`;
  }

  private entry({ id, name, lights }: NamedLayout) {
    const users = usersOf(id);
    return html`<li>
      <lk-input
        label=${msg(str`Name of ${name}`)}
        hide_label
        maxlength="120"
        required
        .value=${name}
        @lk-change=${(event: CustomEvent<{ value: string }>) => {
          event.stopPropagation();
          const next = event.detail.value.trim();
          if (next !== '' && next !== name) void this.does(() => rename(id, next));
        }}
      ></lk-input>
      <lk-button
        variant="ghost"
        icon="trash-2"
        label=${msg(str`Delete ${name}`)}
        ?disabled=${users.length > 0}
        @click=${() => {
          void this.does(() => remove(id));
        }}
      ></lk-button>
      <p class="small quiet">
        ${lightsWord(lights)} ·
        ${users.length === 0 ? msg('Nobody uses it.') : msg(str`Used by ${users.join(', ')}, and stays as long as it is.`)}
      </p>
    </li>`;
  }

  private async does(deed: () => Promise<void>): Promise<void> {
    try {
      await deed();
    } catch (error) {
      // The field goes back to the fact.
      this.requestUpdate();
      toast(describeError(error), { tone: 'error' });
    }
  }
}

function replaced({ id, name }: NamedLayout): string {
  const users = usersOf(id);
  return users.length === 0
    ? msg(str`There is a layout ${name}: this one takes its place.`)
    : msg(str`There is a layout ${name}, used by ${users.join(', ')}: this one takes its place there too.`);
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-named-layouts': LkNamedLayouts;
  }
}
