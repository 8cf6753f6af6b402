import { base, msg } from '@lightkeeper/ui';
import { LitElement, css, html, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { CheckProblem, Draft, DraftState } from '../live/draft.js';
import { TextCheck } from '../live/text-check.js';
import { changesBetween, draftFromText, textOf } from '../model/draft-value.js';
import { mendText, readText, writeText, type TextMistake } from '../model/yaml-text.js';
import './text-editor.js';

/** The draft as YAML. What is written becomes the draft as soon as it can be read; until then the draft stays as it was. */
@customElement('lk-text-view')
export class LkTextView extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
      }
      p {
        margin-block-start: var(--lk-space-3);
      }
    `,
  ];

  @property({ attribute: false }) draft: Draft | null = null;
  @property({ attribute: false }) now: DraftState | null = null;
  @property({ type: Boolean }) readonly = false;
  @state() private broken: readonly TextMistake[] = [];
  private readonly check = new TextCheck(this);

  /** Kept by the draft, so that it is still as it was written after a look at the steps. */
  private get text(): string {
    return this.draft?.text ?? '';
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    const { draft } = this;
    if (!changed.has('now') || this.now === null || draft === null) return;
    if (!this.hasUpdated && this.text !== '') this.check.ask(this.text);
    const value = textOf(this.now.value) ?? {};
    const { value: written, mistakes } = readText(this.text);
    const says = this.text === '' ? null : textOf(draftFromText(written, this.now.value));
    if (this.text !== '' && mistakes.length > 0) return;
    // Text that says the same stays as it was written.
    const changes = changesBetween(says ?? {}, value);
    if (says !== null && Object.keys(changes).length === 0) return;
    draft.text = says === null ? writeText(value) : mendText(this.text, changes);
    this.broken = [];
    this.check.ask(this.text);
  }

  private write(text: string): void {
    const { draft, now } = this;
    if (draft === null || now === null) return;
    draft.text = text;
    const { value, mistakes } = readText(text);
    const next = mistakes.length === 0 ? draftFromText(value, now.value) : null;
    this.broken =
      mistakes.length === 0 && next === null
        ? [{ line: 1, column: 1, detail: msg('It has to have triggers, conditions and actions, each a list.') }]
        : mistakes;
    draft.setUnreadable(this.broken.length > 0);
    if (next !== null) draft.replace(next);
    if (this.broken.length === 0) this.check.ask(text);
    this.requestUpdate();
  }

  override render() {
    return html`<lk-text-editor
        .text=${this.text}
        .mistakes=${this.broken.length > 0 ? this.broken : this.check.problems.map(toMistake)}
        ?readonly=${this.readonly}
        @lk-text=${(event: CustomEvent<{ text: string }>) => {
          event.stopPropagation();
          this.write(event.detail.text);
        }}
      ></lk-text-editor>
      <p class="small quiet">${msg('Comments are for as long as you are here: what is saved are the steps.')}</p>`;
  }
}

const toMistake = ({ line, column, detail }: CheckProblem): TextMistake => ({ line: line ?? 1, column: column ?? 1, detail });

declare global {
  interface HTMLElementTagNameMap {
    'lk-text-view': LkTextView;
  }
}
