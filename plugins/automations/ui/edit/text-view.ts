import { base, msg } from '@lightkeeper/ui';
import { LitElement, css, html, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import type { CheckProblem, Draft, DraftState } from '../live/draft.js';
import { TextCheck } from '../live/text-check.js';
import { draftFromText, sameDraft, textOf } from '../model/draft-value.js';
import { readText, writeText, type TextMistake } from '../model/yaml-text.js';
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
    `,
  ];

  @property({ attribute: false }) draft: Draft | null = null;
  @property({ attribute: false }) now: DraftState | null = null;
  @property({ type: Boolean }) readonly = false;
  @state() private text = '';
  @state() private broken: readonly TextMistake[] = [];
  private readonly check = new TextCheck(this);

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (!changed.has('now') || this.now === null) return;
    const value = textOf(this.now.value);
    // Text that says the same stays as it was written, comments and all.
    const { value: written, mistakes } = readText(this.text);
    if (this.text !== '' && (mistakes.length > 0 || sameDraft(textOf(draftFromText(written, this.now.value)), value))) return;
    this.text = writeText(value);
    this.broken = [];
    this.check.ask(this.text);
  }

  /** Whether the text cannot be read as it is, and leaving it would lose what was typed. */
  get unreadable(): boolean {
    return this.broken.length > 0;
  }

  private write(text: string): void {
    const { draft, now } = this;
    if (draft === null || now === null) return;
    this.text = text;
    const { value, mistakes } = readText(text);
    const next = mistakes.length === 0 ? draftFromText(value, now.value) : null;
    this.broken =
      mistakes.length === 0 && next === null
        ? [{ line: 1, column: 1, detail: msg('It has to have triggers, conditions and actions, each a list.') }]
        : mistakes;
    draft.setUnreadable(this.broken.length > 0);
    if (next !== null) draft.replace(next);
    if (this.broken.length === 0) this.check.ask(text);
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
    ></lk-text-editor>`;
  }
}

const toMistake = ({ line, column, detail }: CheckProblem): TextMistake => ({ line: line ?? 1, column: column ?? 1, detail });

declare global {
  interface HTMLElementTagNameMap {
    'lk-text-view': LkTextView;
  }
}
