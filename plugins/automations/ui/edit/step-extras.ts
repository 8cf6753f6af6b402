import { base, emit, msg } from '@lightkeeper/ui';
import { LitElement, css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { StepSort } from '../model/nests.js';
import type { Step } from '../model/steps.js';

/** What every step of its sort can say beside the fields of its kind, folded away. `lk-step` {step}. */
@customElement('lk-step-extras')
export class LkStepExtras extends LitElement {
  static override styles = [
    base,
    css`
      summary {
        min-block-size: var(--lk-target);
        align-content: center;
        color: var(--lk-text-quiet);
        cursor: pointer;
        font-size: var(--lk-size-s);
      }
      .more {
        display: grid;
        gap: var(--lk-space-4);
        max-inline-size: 34rem;
      }
    `,
  ];

  @property({ attribute: false }) step: Step = { kind: '' };
  @property() sort: StepSort = 'actions';
  @property({ type: Boolean }) readonly = false;

  private put(key: string, value: unknown): void {
    const { [key]: _old, ...rest } = this.step;
    emit(this, 'lk-step', { step: value === undefined ? rest : { ...rest, [key]: value } });
  }

  private text(key: string): string {
    const value = this.step[key];
    return typeof value === 'string' ? value : '';
  }

  override render() {
    if (this.sort === 'conditions') return html``;
    return html`<details>
      <summary>${this.sort === 'triggers' ? msg('Its name for conditions') : msg('A note, and when it fails')}</summary>
      <div class="more">${this.sort === 'triggers' ? this.trigger() : this.action()}</div>
    </details>`;
  }

  private trigger() {
    return html`<lk-input
      mono
      label=${msg('Name for conditions')}
      hint=${msg('By it a condition asks whether this was what set it going: small letters, digits, _ and -.')}
      autocomplete="off"
      maxlength="40"
      .value=${this.text('id')}
      ?disabled=${this.readonly}
      @lk-change=${(event: CustomEvent<{ value: string }>) => {
        event.stopPropagation();
        this.put('id', event.detail.value === '' ? undefined : event.detail.value);
      }}
    ></lk-input>`;
  }

  private action() {
    return html`<lk-input
        label=${msg('Note')}
        hint=${msg('What the step is for.')}
        maxlength="500"
        .value=${this.text('note')}
        ?disabled=${this.readonly}
        @lk-change=${(event: CustomEvent<{ value: string }>) => {
          event.stopPropagation();
          this.put('note', event.detail.value === '' ? undefined : event.detail.value);
        }}
      ></lk-input>
      <lk-switch
        label=${msg('Go on when it fails')}
        .checked=${this.step['continue_on_error'] === true}
        ?disabled=${this.readonly}
        @lk-change=${(event: CustomEvent<{ checked: boolean }>) => {
          event.stopPropagation();
          this.put('continue_on_error', event.detail.checked ? true : undefined);
        }}
        >${msg('Go on when it fails')}</lk-switch
      >`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-step-extras': LkStepExtras;
  }
}
