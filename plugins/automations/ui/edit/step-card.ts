import type { AutomationKindInfo, AutomationKinds } from '@lightkeeper/plugin-sdk/wire';
import { base, emit, msg, plural, str, type MenuItem } from '@lightkeeper/ui';
import { LitElement, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Draft, DraftState } from '../live/draft.js';
import { below, type Path } from '../model/paths.js';
import type { StepSort } from '../model/nests.js';
import { inherit } from '../model/step-keys.js';
import { kindOf, type Step } from '../model/steps.js';
import { capital } from '../model/words.js';
import { stepCardStyles } from './step-card.styles.js';
import { stepClipboard } from './step-clipboard.js';
import './step-body.js';

/**
 * One step: what it does in words, and, when it is open, its fields and the steps within it. `lk-handle` {event} when its handle is taken,
 * `lk-move` {by}, `lk-duplicate`, `lk-remove`.
 */
@customElement('lk-step-card')
export class LkStepCard extends LitElement {
  static override styles = [base, stepCardStyles];

  @property({ attribute: false }) draft: Draft | null = null;
  @property({ attribute: false }) now: DraftState | null = null;
  @property({ attribute: false }) kinds: AutomationKinds | null = null;
  /** Null for what is no step at all, as text can say. */
  @property({ attribute: false }) step: Step | null = null;
  @property() path: Path = '';
  @property() sort: StepSort = 'actions';
  @property({ attribute: false }) index = 0;
  @property({ attribute: false }) count = 1;
  @property({ type: Boolean }) readonly = false;

  focusHandle(): void {
    this.renderRoot.querySelector<HTMLElement>('.handle')?.focus();
  }

  focusTitle(): void {
    this.renderRoot.querySelector<HTMLElement>('.title')?.focus();
  }

  override render() {
    const { step, draft, now } = this;
    if (draft === null || now === null) return nothing;
    if (step === null)
      return html`<article class="wrong">
        <header><span></span><span>${msg('This is no step. Mend it in the text.')}</span></header>
      </article>`;
    const info = kindOf(this.kinds, this.sort, step.kind);
    const problems = below(draft.mistakes, this.path);
    const open = draft.isOpen(step);
    const title = this.said(step, info);
    return html`<article class="${problems.length > 0 ? 'wrong' : ''} ${step.enabled === false ? 'off' : ''}" aria-label=${title}>
      <header>
        ${this.readonly ? html`<span></span>` : this.handle(title)}
        <button
          type="button"
          class="title"
          aria-expanded=${open ? 'true' : 'false'}
          @click=${() => {
            draft.setOpen(step, !open);
          }}
        >
          <lk-icon name=${info?.icon ?? 'circle-help'}></lk-icon>
          <span class="words"
            ><b>${title}</b>
            ${title === (info?.name ?? step.kind) ? nothing : html`<small>${info?.name ?? step.kind}${this.note(step)}</small>`}</span
          >
        </button>
        <span class="end">
          ${this.trouble(problems.length)} ${step.enabled === false ? html`<lk-pill>${msg('Off')}</lk-pill>` : nothing}
          ${this.readonly ? nothing : this.menu(step, title)}
        </span>
      </header>
      ${
        open
          ? html`<div class="body">
              <lk-step-body
                .draft=${draft}
                .now=${now}
                .kinds=${this.kinds}
                .step=${step}
                .info=${info ?? null}
                path=${this.path}
                sort=${this.sort}
                ?readonly=${this.readonly}
              ></lk-step-body>
            </div>`
          : nothing
      }
    </article>`;
  }

  /** What it does, in the hub's words; the name of its kind as long as those are not there. */
  private said(step: Step, info: AutomationKindInfo | undefined): string {
    return capital(this.now?.check?.sentences[this.path] ?? info?.name ?? step.kind);
  }

  private note(step: Step): string {
    return typeof step['note'] === 'string' && step['note'] !== '' ? ` · ${step['note']}` : '';
  }

  private trouble(count: number) {
    if (count === 0) return nothing;
    return html`<span class="bad"
      ><lk-icon name="octagon-x"></lk-icon>${plural(count, { one: msg('1 problem'), other: msg(str`${count} problems`) })}</span
    >`;
  }

  private handle(title: string) {
    return html`<button
      type="button"
      class="handle"
      aria-label=${msg(str`Move: ${title}`)}
      aria-description=${msg(str`Place ${this.index + 1} of ${this.count}. Up and down arrow move it.`)}
      @pointerdown=${(event: PointerEvent) => {
        emit(this, 'lk-handle', { event });
      }}
      @keydown=${(event: KeyboardEvent) => {
        const by = { ArrowUp: -1, ArrowDown: 1 }[event.key];
        if (by === undefined) return;
        event.preventDefault();
        emit(this, 'lk-move', { by, focus: true });
      }}
    >
      <lk-icon name="grip-vertical"></lk-icon>
    </button>`;
  }

  private menu(step: Step, title: string) {
    const items: (MenuItem | 'divider')[] = [
      { id: 'up', label: msg('Move up'), icon: 'arrow-up', disabled: this.index === 0 },
      { id: 'down', label: msg('Move down'), icon: 'arrow-down', disabled: this.index === this.count - 1 },
      { id: 'duplicate', label: msg('Duplicate'), icon: 'copy-plus' },
      { id: 'copy', label: msg('Copy'), icon: 'copy' },
      step.enabled === false ? { id: 'on', label: msg('Switch on'), icon: 'play' } : { id: 'off', label: msg('Switch off'), icon: 'pause' },
      'divider',
      { id: 'remove', label: msg('Take away'), icon: 'trash-2', danger: true },
    ];
    return html`<lk-menu
      label=${msg(str`More about: ${title}`)}
      .items=${items}
      @lk-select=${(event: CustomEvent<{ id: string }>) => {
        event.stopPropagation();
        this.act(event.detail.id, step);
      }}
      ><lk-button slot="trigger" size="s" variant="ghost" icon="ellipsis" label=${msg(str`More about: ${title}`)}></lk-button
    ></lk-menu>`;
  }

  private act(what: string, step: Step): void {
    if (what === 'up' || what === 'down') emit(this, 'lk-move', { by: what === 'up' ? -1 : 1, focus: false });
    else if (what === 'duplicate') emit(this, 'lk-duplicate');
    else if (what === 'remove') emit(this, 'lk-remove');
    else if (what === 'copy') stepClipboard.set({ sort: this.sort, step: structuredClone(step) });
    else {
      const { enabled: _old, ...rest } = step;
      const next: Step = what === 'on' ? rest : { ...rest, enabled: false };
      inherit(step, next);
      this.draft?.put(this.path, next);
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-step-card': LkStepCard;
  }
}
