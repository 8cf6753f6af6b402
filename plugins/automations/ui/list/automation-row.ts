import type { Automation } from '@lightkeeper/plugin-sdk/wire';
import { base, formatSince, msg, navigate, plural, str, toast, type MenuItem } from '@lightkeeper/ui';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { duplicate, enable, historyLink, mayEdit, mayRun, pageOf, runNow, runPage } from '../live/automations.js';
import { outcomeLook } from '../model/words.js';
import { deleteAsked } from '../parts/deletion.js';
import { stateLook } from '../parts/status-words.js';

/** One automation in the list: what it does, whether it listens, how it fared last. */
@customElement('lk-automation-row')
export class LkAutomationRow extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
      }
      article {
        position: relative;
        display: grid;
        grid-template-columns: minmax(0, 1fr) minmax(11rem, 15rem) auto;
        gap: var(--lk-space-1) var(--lk-space-5);
        align-items: center;
        padding: var(--lk-space-4);
      }
      article:hover {
        background: var(--lk-hover);
      }
      h2 {
        font-size: var(--lk-size-m);
        overflow-wrap: anywhere;
      }
      h2 a::after {
        content: '';
        position: absolute;
        inset: 0;
      }
      .sentence {
        margin-block-start: var(--lk-space-1);
        color: var(--lk-text-quiet);
        font-size: var(--lk-size-s);
        overflow-wrap: anywhere;
      }
      .off h2,
      .off .sentence {
        color: var(--lk-text-faint);
      }
      .wrong {
        display: inline-flex;
        gap: var(--lk-space-1);
        align-items: center;
        color: var(--lk-error);
        font-size: var(--lk-size-s);
        margin-block-start: var(--lk-space-1);
      }
      .last {
        font-size: var(--lk-size-s);
        color: var(--lk-text-quiet);
      }
      .last a {
        position: relative;
        z-index: 1;
        display: inline-flex;
        align-items: center;
        gap: var(--lk-space-2);
        min-block-size: 1.5rem;
      }
      .last a:hover {
        text-decoration: underline;
      }
      .last .ok lk-icon {
        color: var(--lk-ok);
      }
      .last .warning lk-icon {
        color: var(--lk-warning);
      }
      .last .error lk-icon {
        color: var(--lk-error);
      }
      .last .on lk-icon {
        color: var(--lk-lamp-text);
      }
      .acts {
        position: relative;
        z-index: 1;
        display: flex;
        align-items: center;
        gap: var(--lk-space-2);
      }
      @media (max-width: 61.99rem) {
        article {
          grid-template-columns: minmax(0, 1fr) auto;
        }
        .words {
          grid-column: 1;
        }
        .acts {
          grid-area: 1 / 2;
          align-self: start;
        }
        .last {
          grid-column: 1 / -1;
          margin-block-start: var(--lk-space-1);
        }
      }
    `,
  ];

  @property({ attribute: false }) automation: Automation | null = null;
  @state() private switching = false;

  override render() {
    const { automation } = this;
    if (automation === null) return nothing;
    const { id, name, sentence, enabled, problems } = automation;
    return html`<article class=${enabled ? '' : 'off'} aria-labelledby="name">
      <div class="words">
        <h2 id="name">
          <a href=${pageOf(id)}><bdi>${name}</bdi></a>
        </h2>
        <p class="sentence">${sentence}</p>
        ${
          problems.length === 0
            ? nothing
            : html`<p class="wrong">
                <lk-icon name="triangle-alert"></lk-icon
                ><span
                  >${problems.length === 1 ? problems[0]?.detail : plural(problems.length, { other: msg(str`${problems.length} problems`) })}</span
                >
              </p>`
        }
      </div>
      ${this.last(automation)} ${this.acts(automation)}
    </article>`;
  }

  private last(automation: Automation) {
    const { last_run, next_at, reason, running } = automation.status;
    const { tone, word } = stateLook(automation);
    const special = running > 0 || (automation.enabled && tone !== 'ok');
    return html`<div class="last">
      ${special ? html`<lk-pill tone=${tone} ?live=${running > 0}>${word}</lk-pill>` : nothing}
      ${reason === null ? nothing : html`<p>${reason}</p>`} ${last_run === null ? html`<p>${msg('Not run yet')}</p>` : this.run(last_run)}
      ${next_at === null ? nothing : html`<p>${msg(str`Next: ${formatSince(next_at)}`)}</p>`}
    </div>`;
  }

  private run({ id, automation_id, outcome, started_at }: NonNullable<Automation['status']['last_run']>) {
    const { word, tone, icon } = outcomeLook(outcome);
    return html`<a class=${tone} href=${runPage(automation_id, id)}
      ><lk-icon name=${icon}></lk-icon>${msg(str`${word}, ${formatSince(started_at)}`)}</a
    >`;
  }

  private acts(automation: Automation) {
    const edits: (MenuItem | 'divider')[] = [
      { id: 'duplicate', label: msg('Duplicate'), icon: 'copy-plus' },
      'divider',
      { id: 'delete', label: msg('Delete …'), icon: 'trash-2', danger: true },
    ];
    const items: (MenuItem | 'divider')[] = [
      { id: 'run', label: msg('Run now'), icon: 'play' },
      { id: 'history', label: msg('Its history'), icon: 'history' },
      ...(mayEdit() ? edits : []),
    ];
    if (!mayRun()) return nothing;
    return html`<div class="acts">
      ${
        mayEdit()
          ? html`<lk-switch
              label=${automation.name}
              .checked=${automation.enabled}
              ?busy=${this.switching}
              @lk-change=${(event: CustomEvent<{ checked: boolean }>) => {
                void this.flip(automation, event.detail.checked);
              }}
            ></lk-switch>`
          : nothing
      }
      <lk-menu
        label=${msg(str`More about ${automation.name}`)}
        .items=${items}
        @lk-select=${(event: CustomEvent<{ id: string }>) => {
          void this.act(event.detail.id, automation);
        }}
        ><lk-button slot="trigger" variant="ghost" icon="ellipsis" label=${msg(str`More about ${automation.name}`)}></lk-button
      ></lk-menu>
    </div>`;
  }

  private async flip(automation: Automation, enabled: boolean): Promise<void> {
    this.switching = true;
    await enable(automation, enabled);
    this.switching = false;
  }

  private async act(what: string, automation: Automation): Promise<void> {
    if (what === 'history') navigate(historyLink(automation.id));
    else if (what === 'delete') await deleteAsked(automation);
    else if (what === 'duplicate') {
      const made = await duplicate(automation);
      if (made) navigate(pageOf(made.id));
    } else {
      const run = await runNow(automation.id);
      if (run === null) return;
      const look = {
        label: msg('Look at it'),
        run: () => {
          navigate(runPage(automation.id, run));
        },
      };
      toast(msg(str`${automation.name} runs`), { action: look });
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-automation-row': LkAutomationRow;
  }
}
