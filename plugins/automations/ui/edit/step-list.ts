import type { AutomationKinds } from '@lightkeeper/plugin-sdk/wire';
import { StoreController, base, msg, str } from '@lightkeeper/ui';
import { LitElement, css, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Draft, DraftState } from '../live/draft.js';
import { moved, joined, listAt, type Path } from '../model/paths.js';
import type { StepSort } from '../model/nests.js';
import { keyOf } from '../model/step-keys.js';
import { freshStep, isStep, kindOf, type Step } from '../model/steps.js';
import { innerWords } from '../model/words.js';
import { Reorder, type ReorderHost } from './reorder.js';
import { stepClipboard } from './step-clipboard.js';
import './kind-picker.js';
import './step-card.js';

/** A list of steps: each a card, moved by its handle or by keys, and a way to add one. */
@customElement('lk-step-list')
export class LkStepList extends LitElement implements ReorderHost {
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
      li {
        position: relative;
        min-inline-size: 0;
      }
      li.dragged {
        z-index: 5;
        opacity: 0.9;
      }
      /* Where the dragged one comes to stand. */
      li.before::before,
      li.after::after {
        content: '';
        position: absolute;
        inset-inline: 0;
        block-size: 3px;
        border-radius: 3px;
        background: var(--lk-focus);
      }
      li.before::before {
        inset-block-start: calc(var(--lk-space-2) / -2 - 1.5px);
      }
      li.after::after {
        inset-block-end: calc(var(--lk-space-2) / -2 - 1.5px);
      }
      .none {
        color: var(--lk-text-quiet);
        font-size: var(--lk-size-s);
      }
      .acts {
        margin-block-start: var(--lk-space-3);
      }
    `,
  ];

  @property({ attribute: false }) draft: Draft | null = null;
  @property({ attribute: false }) now: DraftState | null = null;
  @property({ attribute: false }) kinds: AutomationKinds | null = null;
  @property() path: Path = '';
  @property() sort: StepSort = 'actions';
  /** What it is called, for screen readers. */
  @property() label = '';
  @property() none = '';
  @property({ type: Boolean }) readonly = false;
  @state() private adding = false;
  @state() private said = '';
  private readonly reorder = new Reorder(this);
  private readonly clipboard = new StoreController(this, stepClipboard);
  /** The step whose handle the keyboard was on when it was moved. */
  private refocus = -1;

  private get steps(): readonly unknown[] {
    return listAt(this.now?.value, this.path);
  }

  items(): HTMLElement[] {
    return [...this.renderRoot.querySelectorAll<HTMLElement>('ol > li')];
  }

  move(from: number, to: number): void {
    const { steps, draft } = this;
    if (draft === null || to < 0 || to >= steps.length || from === to) return;
    draft.put(this.path, moved(steps, from, to));
    this.said = msg(str`Moved to place ${to + 1} of ${steps.length}`);
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (this.refocus >= 0 && changed.has('now')) {
      this.renderRoot.querySelectorAll('lk-step-card')[this.refocus]?.focusHandle();
      this.refocus = -1;
    }
  }

  override render() {
    const { steps, reorder } = this;
    const { dragged } = reorder;
    return html`${steps.length === 0 ? html`<p class="none">${this.none || innerWords(this.sort).none}</p>` : nothing}
      <ol aria-label=${this.label}>
        ${repeat(
          steps,
          (step, index) => (isStep(step) ? keyOf(step) : `at ${index}`),
          (step, index) => {
            const here = dragged !== null && dragged.from === index;
            const before = dragged !== null && dragged.before === index && dragged.from !== index && dragged.from + 1 !== index;
            const after = dragged !== null && dragged.before === steps.length && index === steps.length - 1 && !here;
            return html`<li
              class="${here ? 'dragged' : ''} ${before ? 'before' : ''} ${after ? 'after' : ''}"
              style=${here ? `transform: translateY(${dragged.dy}px)` : nothing}
            >
              ${this.card(step, index)}
            </li>`;
          },
        )}
      </ol>
      ${this.readonly ? nothing : this.acts()}
      <p class="sr" role="status">${this.said}</p>`;
  }

  private card(step: unknown, index: number) {
    return html`<lk-step-card
      .draft=${this.draft}
      .now=${this.now}
      .kinds=${this.kinds}
      .step=${isStep(step) ? step : null}
      path=${joined(this.path, index)}
      sort=${this.sort}
      .index=${index}
      .count=${this.steps.length}
      ?readonly=${this.readonly}
      @lk-handle=${(event: CustomEvent<{ event: PointerEvent }>) => {
        event.stopPropagation();
        this.reorder.begin(event.detail.event, index);
      }}
      @lk-move=${(event: CustomEvent<{ by: number; focus: boolean }>) => {
        event.stopPropagation();
        const { by, focus } = event.detail;
        const to = index + by;
        if (focus && to >= 0 && to < this.steps.length) this.refocus = to;
        this.move(index, to);
      }}
      @lk-duplicate=${(event: Event) => {
        event.stopPropagation();
        this.insert(index + 1, structuredClone(step) as Step);
      }}
      @lk-remove=${(event: Event) => {
        event.stopPropagation();
        this.draft?.put(this.path, this.steps.toSpliced(index, 1));
        this.said = msg('Taken away. Undo brings it back.');
      }}
    ></lk-step-card>`;
  }

  private acts() {
    const pasted = this.clipboard.value;
    return html`<div class="acts row wrap">
        <lk-button
          size="s"
          icon="plus"
          @click=${() => {
            this.adding = true;
          }}
          >${innerWords(this.sort).add}</lk-button
        >
        ${
          pasted?.sort === this.sort
            ? html`<lk-button
                size="s"
                variant="ghost"
                icon="clipboard-paste"
                @click=${() => {
                  this.insert(this.steps.length, structuredClone(pasted.step));
                }}
                >${msg('Paste')}</lk-button
              >`
            : nothing
        }
      </div>
      ${
        this.adding
          ? html`<lk-kind-picker
              heading=${innerWords(this.sort).add}
              .kinds=${this.kinds?.[this.sort] ?? []}
              @lk-close=${() => {
                this.adding = false;
              }}
              @lk-pick=${(event: CustomEvent<{ kind: string }>) => {
                event.stopPropagation();
                this.adding = false;
                const info = kindOf(this.kinds, this.sort, event.detail.kind);
                if (info) this.insert(this.steps.length, freshStep(this.sort, info));
              }}
            ></lk-kind-picker>`
          : nothing
      }`;
  }

  private insert(index: number, step: Step): void {
    const { draft } = this;
    if (draft === null) return;
    draft.put(this.path, this.steps.toSpliced(index, 0, step));
    draft.begin(step);
    this.said = msg(str`Added as number ${index + 1}`);
    void this.reveal(index);
  }

  /** The keyboard goes on in what was added. */
  private async reveal(index: number): Promise<void> {
    await this.updateComplete;
    const card = this.renderRoot.querySelectorAll('lk-step-card')[index];
    await card?.updateComplete;
    card?.focusTitle();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-step-list': LkStepList;
  }
}
