import type { Automation } from '@lightkeeper/plugin-sdk/wire';
import { base, emit, formatSince, msg, navigate, str, type MenuItem } from '@lightkeeper/ui';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { duplicate, enable, historyLink, mayEdit, mayRun, pageOf } from '../live/automations.js';
import type { Draft, DraftState } from '../live/draft.js';
import { deleteAsked } from '../parts/deletion.js';
import { saveAs } from '../parts/save-as.js';
import { lastWords, stateLook } from '../parts/status-words.js';
import { textOf } from '../model/draft-value.js';

/** Below the title: whether it listens, when it ran last and comes next. */
@customElement('lk-automation-state')
export class LkAutomationState extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--lk-space-2);
      }
    `,
  ];

  @property({ attribute: false }) automation: Automation | null = null;

  override render() {
    if (this.automation === null) return nothing;
    const { tone, word, live } = stateLook(this.automation);
    const { reason, next_at } = this.automation.status;
    return html`<lk-pill tone=${tone} ?live=${live}>${word}</lk-pill>
      <span>${lastWords(this.automation)}</span>
      ${next_at === null ? nothing : html`<span>${msg(str`Next at ${formatSince(next_at)}.`)}</span>`}
      ${reason === null ? nothing : html`<span>${reason}</span>`}`;
  }
}

/** What can be done with an automation from its page's head. `lk-save`, `lk-run`; `lk-leave` before it goes with all that is not saved. */
@customElement('lk-automation-acts')
export class LkAutomationActs extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        justify-content: flex-end;
        gap: var(--lk-space-2);
      }
    `,
  ];

  @property({ attribute: false }) automation: Automation | null = null;
  @property({ attribute: false }) draft: Draft | null = null;
  @property({ attribute: false }) now: DraftState | null = null;
  @state() private switching = false;

  override render() {
    const { automation, draft, now } = this;
    if (draft === null || now === null) return nothing;
    if (!mayEdit()) return automation !== null && mayRun() ? this.run() : nothing;
    return html`${automation === null ? nothing : this.menu(automation, now)}
      ${
        automation === null
          ? nothing
          : html`<lk-switch
              label=${msg('Enabled')}
              .checked=${automation.enabled}
              ?busy=${this.switching}
              @lk-change=${(event: CustomEvent<{ checked: boolean }>) => {
                void this.flip(automation, event.detail.checked);
              }}
            ></lk-switch>`
      }
      ${automation === null ? nothing : this.run()}
      <lk-button
        variant="primary"
        icon="check"
        ?busy=${now.saving}
        ?disabled=${automation !== null && !draft.dirty}
        @click=${() => {
          emit(this, 'lk-save');
        }}
        >${msg('Save')}</lk-button
      >`;
  }

  private run() {
    return html`<lk-button
      compact
      icon="play"
      @click=${() => {
        emit(this, 'lk-run');
      }}
      >${msg('Run now')}</lk-button
    >`;
  }

  private menu(automation: Automation, now: DraftState) {
    const items: (MenuItem | 'divider')[] = [
      { id: 'duplicate', label: msg('Duplicate'), icon: 'copy-plus' },
      { id: 'export', label: msg('Save as a file'), icon: 'download' },
      { id: 'history', label: msg('Its history'), icon: 'history' },
      'divider',
      { id: 'delete', label: msg('Delete …'), icon: 'trash-2', danger: true },
    ];
    return html`<lk-menu
      label=${msg('More')}
      .items=${items}
      @lk-select=${(event: CustomEvent<{ id: string }>) => {
        void this.act(event.detail.id, automation, now);
      }}
      ><lk-button slot="trigger" variant="ghost" icon="ellipsis" label=${msg('More')}></lk-button
    ></lk-menu>`;
  }

  private async flip(automation: Automation, enabled: boolean): Promise<void> {
    this.switching = true;
    await enable(automation, enabled);
    this.switching = false;
  }

  private async act(what: string, automation: Automation, now: DraftState): Promise<void> {
    if (what === 'history') navigate(historyLink(automation.id));
    else if (what === 'export') {
      const { writeText } = await import('../model/yaml-text.js');
      saveAs(`${automation.name}.yaml`, writeText(textOf(now.value)));
    } else if (what === 'duplicate') {
      const made = await duplicate(automation);
      if (made) navigate(pageOf(made.id));
    } else if (await deleteAsked(automation)) {
      emit(this, 'lk-leave');
      navigate('/automations', { replace: true });
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-automation-state': LkAutomationState;
    'lk-automation-acts': LkAutomationActs;
  }
}
