import type { Automation, Trace } from '@lightkeeper/plugin-sdk/wire';
import {
  StoreController,
  api,
  base,
  confirmDialog,
  guardLeaving,
  msg,
  navigate,
  pageLocation,
  session,
  setQuery,
  str,
  toast,
} from '@lightkeeper/ui';
import { LitElement, css, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { automations, catalogue, dryRun, mayEdit, mayRun, pageOf, pathOf, runNow } from '../live/automations.js';
import { Draft } from '../live/draft.js';
import { STEP_SORTS } from '../model/nests.js';
import { sortWords } from '../model/words.js';
import '../blueprints/filled-blueprint.js';
import '../runs/run-card.js';
import '../runs/run-list.js';
import './automation-head.js';
import './conflict-note.js';
import './sentence-card.js';
import './settings-card.js';
import './step-list.js';

/** One automation, or a new one: what it does, in words, in steps or as text; and beside it what it did. */
@customElement('lk-automation-page')
export class LkAutomationPage extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
      }
      .try p {
        margin-block-end: var(--lk-space-3);
      }
      .about {
        color: var(--lk-text-quiet);
        font-size: var(--lk-size-s);
        margin-block-end: var(--lk-space-3);
      }
    `,
  ];

  /** Empty for a new one. */
  @property() automation_id = '';
  @state() private view: 'steps' | 'text' = 'steps';
  @state() private dry: Trace | null = null;
  @state() private trying = false;
  /** The list does not show what only those may see who may change it; the page asks for the whole. */
  @state() private whole = '';
  /** What the steps do as they are stored, for traces. */
  private sentences: Readonly<Record<string, string>> = {};
  private draft: Draft | null = null;
  private stop: (() => void) | undefined;
  private unguard: (() => void) | undefined;
  private leaving = false;
  private readonly automations = new StoreController(this, automations);
  private readonly catalogue = new StoreController(this, catalogue);
  private readonly session = new StoreController(this, session);
  private readonly run = new StoreController(this, pageLocation, ({ query }) => query.get('run') ?? '');

  override connectedCallback(): void {
    super.connectedCallback();
    this.unguard = guardLeaving((path) => this.mayLeave(path));
    window.addEventListener('beforeunload', this.onUnload);
    window.addEventListener('keydown', this.onKey);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.unguard?.();
    window.removeEventListener('beforeunload', this.onUnload);
    window.removeEventListener('keydown', this.onKey);
    this.begin(null);
  }

  private readonly onUnload = (event: BeforeUnloadEvent): void => {
    if (this.draft?.dirty === true && mayEdit()) event.preventDefault();
  };

  private readonly onKey = (event: KeyboardEvent): void => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || !mayEdit()) return;
    if (event.key === 's') {
      event.preventDefault();
      void this.save();
    }
  };

  /** Says no while there is something to lose, and asks; when the answer is yes it goes there itself. */
  private mayLeave(path: string): boolean {
    if (this.leaving || this.draft?.dirty !== true || !mayEdit()) return true;
    void (async () => {
      const sure = await confirmDialog({
        heading: msg('Leave without saving?'),
        text: msg('What you changed here is lost then.'),
        confirm: msg('Leave it'),
        cancel: msg('Stay here'),
        danger: true,
      });
      if (!sure) return;
      this.leaving = true;
      navigate(path);
    })();
    return false;
  }

  private begin(draft: Draft | null): void {
    this.stop?.();
    this.draft?.end();
    this.draft = draft;
    this.stop = draft?.subscribe(() => {
      this.requestUpdate();
    });
    this.leaving = false;
    this.dry = null;
    this.sentences = {};
  }

  private get stored(): Automation | undefined {
    return this.automations.value.by_id.get(this.automation_id);
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const { stored, automation_id } = this;
    if (changed.has('automation_id')) {
      this.begin(null);
      this.whole = '';
      if (automation_id !== '') void this.load(automation_id);
    }
    if (this.draft === null) {
      if (automation_id === '') this.begin(new Draft(null, null));
      else if (stored && this.whole === automation_id) this.begin(new Draft(automation_id, stored));
    }
    const { draft } = this;
    if (draft?.value.check && draft.value.checked && !draft.dirty) this.sentences = draft.value.check.sentences;
  }

  private async load(id: string): Promise<void> {
    try {
      automations.put(await api.get<Automation>(pathOf(id)));
    } catch {
      // What the list knows of it is shown, or that there is none.
    }
    if (id === this.automation_id) this.whole = id;
  }

  protected override updated(): void {
    const { stored } = this;
    if (stored) this.draft?.follow(stored);
  }

  override render() {
    const { draft, stored, automation_id } = this;
    if (draft === null || (automation_id !== '' && stored === undefined)) return this.missing();
    const now = draft.value;
    const readonly = !mayEdit();
    return html`<lk-page
      heading=${automation_id === '' ? msg('New automation') : (stored?.name ?? '')}
      back="/automations"
      back_label=${msg('Automations')}
      aside_label=${msg('What it did')}
    >
      ${stored ? html`<lk-automation-state slot="subtitle" .automation=${stored}></lk-automation-state>` : nothing}
      <lk-automation-acts
        slot="actions"
        .automation=${stored ?? null}
        .draft=${draft}
        .now=${now}
        @lk-save=${() => {
          void this.save();
        }}
        @lk-run=${() => {
          void this.start(automation_id);
        }}
        @lk-leave=${() => {
          this.leaving = true;
        }}
      ></lk-automation-acts>
      <div class="stack">
        ${readonly ? html`<lk-note icon="eye">${msg('You may look at the automations. An administrator can let you change them.')}</lk-note>` : nothing}
        ${now.theirs === null ? nothing : html`<lk-conflict-note .draft=${draft} .now=${now}></lk-conflict-note>`}
        ${now.problem ? html`<lk-error .error=${now.problem}></lk-error>` : nothing} ${this.shownRun(draft)}
        <lk-sentence-card .draft=${draft} .now=${now} ?readonly=${readonly}>${this.views(draft)}</lk-sentence-card>
        ${this.body(draft, readonly)}
        ${
          this.view === 'text'
            ? nothing
            : html`<lk-automation-settings .draft=${draft} .now=${now} ?readonly=${readonly}></lk-automation-settings>`
        }
      </div>
      ${stored ? this.aside(stored) : nothing}
    </lk-page>`;
  }

  private missing() {
    const { status, error } = this.automations.value;
    if (status === 'failed') {
      return html`<lk-page heading=${msg('Automation')} back="/automations" back_label=${msg('Automations')}
        ><lk-error
          .error=${error}
          retry
          @lk-retry=${() => {
            void automations.reload();
          }}
        ></lk-error
      ></lk-page>`;
    }
    if (status !== 'ready') return html`<lk-page heading=${msg('Automation')}><lk-skeleton kind="tiles" count="2"></lk-skeleton></lk-page>`;
    return html`<lk-page heading=${msg('No such automation')} back="/automations" back_label=${msg('Automations')}>
      <lk-empty art="workflow" text=${msg('It was deleted, or the address is wrong. The log still tells what it did.')}>
        <lk-button href=${`/activity?entity_type=automation&entity_id=${encodeURIComponent(this.automation_id)}`}
          >${msg('Its history')}</lk-button
        >
      </lk-empty>
    </lk-page>`;
  }

  private views(draft: Draft) {
    return html`<lk-segments
      slot="view"
      label=${msg('Edit as')}
      .options=${[
        { value: 'steps', label: msg('Steps') },
        { value: 'text', label: msg('Text') },
      ]}
      .value=${this.view}
      @lk-change=${(event: CustomEvent<{ value: 'steps' | 'text' }>) => {
        void this.turn(event.detail.value, draft);
      }}
    ></lk-segments>`;
  }

  /** Text that cannot be read is not left: the steps could not show it. */
  private async turn(view: 'steps' | 'text', draft: Draft): Promise<void> {
    if (view === 'text') await import('./text-view.js');
    if (view === 'steps' && draft.value.unreadable) {
      toast(msg('Mend the marked lines first: as they are they cannot be shown as steps.'), { tone: 'error' });
      // The choice goes back to what is shown.
      const segments = this.renderRoot.querySelector('lk-segments');
      if (segments) segments.value = 'text';
      return;
    }
    this.view = view;
  }

  private body(draft: Draft, readonly: boolean) {
    const now = draft.value;
    if (now.value.blueprint !== null && this.view === 'steps') {
      return html`<lk-filled-blueprint .draft=${draft} .now=${now} ?readonly=${readonly}></lk-filled-blueprint>`;
    }
    if (this.view === 'text') {
      return html`<lk-card heading=${msg('As text')}
        ><lk-text-view .draft=${draft} .now=${now} ?readonly=${readonly}></lk-text-view
      ></lk-card>`;
    }
    const { kinds, error } = this.catalogue.value;
    if (kinds === null && error) {
      return html`<lk-error
        .error=${error}
        retry
        @lk-retry=${() => {
          void catalogue.reload();
        }}
      ></lk-error>`;
    }
    return STEP_SORTS.map((sort) => {
      const words = sortWords(sort);
      return html`<lk-card heading=${words.heading} count=${words.text}>
        <lk-step-list
          .draft=${draft}
          .now=${now}
          .kinds=${kinds}
          path=${sort}
          sort=${sort}
          label=${words.heading}
          none=${words.none}
          ?readonly=${readonly}
        ></lk-step-list>
      </lk-card>`;
    });
  }

  private shownRun(draft: Draft) {
    const run = this.run.value;
    if (run === '' && this.dry === null) return nothing;
    return html`<lk-run-card
      automation_id=${this.automation_id}
      trace_id=${run}
      .dry=${this.dry}
      ?unsaved=${draft.dirty}
      .sentences=${this.sentences}
      @lk-close=${() => {
        this.dry = null;
        setQuery({ run: null });
      }}
    ></lk-run-card>`;
  }

  private aside({ id }: Automation) {
    return html`<div slot="aside" class="stack">
      <lk-run-list
        .automation_id=${id}
        chosen=${this.dry === null ? this.run.value : ''}
        @click=${() => {
          this.dry = null;
        }}
      ></lk-run-list>
      ${
        mayRun()
          ? html`<lk-card class="try" heading=${msg('Try it')}>
              <p class="small quiet">${msg('See what it would do now and why, with nothing touched.')}</p>
              <div class="row wrap">
                <lk-button
                  size="s"
                  icon="flask-conical"
                  ?busy=${this.trying}
                  @click=${() => {
                    void this.try(id);
                  }}
                  >${msg('Dry run')}</lk-button
                >
              </div>
            </lk-card>`
          : nothing
      }
    </div>`;
  }

  private async try(id: string): Promise<void> {
    this.trying = true;
    const trace = await dryRun(id);
    this.trying = false;
    if (trace !== null) this.dry = trace;
  }

  private async start(id: string): Promise<void> {
    const run = await runNow(id);
    if (run === null) return;
    this.dry = null;
    setQuery({ run }, { replace: false });
  }

  private async save(): Promise<void> {
    const { draft } = this;
    if (draft === null || draft.value.saving) return;
    if (draft.value.unreadable) {
      toast(msg('Mend the marked lines first: as they are they cannot be saved.'), { tone: 'error' });
      return;
    }
    const saved = await draft.save();
    if (saved === null) {
      if (draft.value.value.name.trim() === '') this.renderRoot.querySelector('lk-sentence-card')?.focusName();
      return;
    }
    toast(msg(str`${saved.name} is saved`));
    if (this.automation_id !== '') return;
    this.leaving = true;
    navigate(pageOf(saved.id), { replace: true });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-automation-page': LkAutomationPage;
  }
}
