import { ProblemError, base, msg, plural, str } from '@lightkeeper/ui';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Draft, DraftState } from '../live/draft.js';

/** The whole of an automation in plain words, live while it is edited, and what is wrong with it. */
@customElement('lk-sentence-card')
export class LkSentenceCard extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
      }
      .name {
        max-inline-size: 34rem;
        margin-block-end: var(--lk-space-5);
      }
      .sentence {
        font-size: var(--lk-size-xl);
        line-height: 1.5;
        letter-spacing: -0.01em;
        overflow-wrap: anywhere;
        text-wrap: pretty;
      }
      .old {
        color: var(--lk-text-quiet);
      }
      .wrong {
        display: grid;
        gap: var(--lk-space-1);
        margin-block-start: var(--lk-space-4);
        color: var(--lk-error);
        font-size: var(--lk-size-s);
      }
      .wrong li {
        display: flex;
        gap: var(--lk-space-2);
        overflow-wrap: anywhere;
      }
      .wrong lk-icon {
        flex: none;
        margin-block-start: 0.15em;
      }
      @media (max-width: 47.99rem) {
        .sentence {
          font-size: var(--lk-size-l);
        }
      }
    `,
  ];

  @property({ attribute: false }) draft: Draft | null = null;
  @property({ attribute: false }) now: DraftState | null = null;
  @property({ type: Boolean }) readonly = false;

  focusName(): void {
    this.renderRoot.querySelector('lk-input')?.focus();
  }

  override render() {
    const { draft, now } = this;
    if (draft === null || now === null) return nothing;
    return html`<lk-card heading=${msg('In a sentence')}>
      ${this.readonly ? nothing : this.history(draft, now)} <slot name="view" slot="actions"></slot>
      ${this.readonly ? nothing : this.name(draft, now)}
      <p class="sentence ${now.checked ? '' : 'old'}">${this.words(now)}</p>
      ${this.problems(draft)}
    </lk-card>`;
  }

  private history(draft: Draft, now: DraftState) {
    return html`<lk-button
        slot="actions"
        size="s"
        variant="ghost"
        icon="undo-2"
        label=${msg('Undo')}
        ?disabled=${!now.can_undo}
        @click=${() => {
          draft.undo();
        }}
      ></lk-button>
      <lk-button
        slot="actions"
        size="s"
        variant="ghost"
        icon="redo-2"
        label=${msg('Redo')}
        ?disabled=${!now.can_redo}
        @click=${() => {
          draft.redo();
        }}
      ></lk-button>`;
  }

  private words({ check, check_error }: DraftState): string {
    if (check?.sentence) return check.sentence;
    if (check_error !== '') return check_error;
    return check === null ? '…' : msg('It cannot be told yet.');
  }

  private name(draft: Draft, now: DraftState) {
    const error = now.problem instanceof ProblemError ? (now.problem.field('/name') ?? '') : '';
    return html`<lk-input
      class="name"
      label=${msg('Name')}
      required
      maxlength="120"
      autocomplete="off"
      error=${error}
      .value=${now.value.name}
      @lk-input=${(event: CustomEvent<{ value: string }>) => {
        event.stopPropagation();
        draft.put('name', event.detail.value);
      }}
    ></lk-input>`;
  }

  /** What is wrong with the whole; what is wrong with a step stands at it, and is only counted here. */
  private problems({ mistakes: problems }: Draft) {
    if (problems.length === 0) return nothing;
    const own = problems.filter(({ path }) => !/^(?:triggers|conditions|actions)\.\d/.test(path));
    const steps = problems.length - own.length;
    const counted = plural(steps, { one: msg('1 problem stands at its step.'), other: msg(str`${steps} problems stand at their steps.`) });
    return html`<ul class="wrong">
      ${own.map(({ detail }) => html`<li><lk-icon name="octagon-x"></lk-icon><span>${detail}</span></li>`)}
      ${steps > 0 ? html`<li><lk-icon name="octagon-x"></lk-icon><span>${counted}</span></li>` : nothing}
    </ul>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-sentence-card': LkSentenceCard;
  }
}
