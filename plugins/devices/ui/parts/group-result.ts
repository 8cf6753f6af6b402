import type { CommandOutcome } from '@lightkeeper/plugin-sdk/wire';
import { StoreController, base, collection, msg, plural, str } from '@lightkeeper/ui';
import { LitElement, css, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { commandTogether, group_result } from '../live/groups.js';
import { disclosureStyles } from './disclosure.styles.js';

/** After a command to several devices that not all of them took: how many did, which did not and why. */
@customElement('lk-group-result')
export class LkGroupResult extends LitElement {
  static override styles = [
    base,
    disclosureStyles,
    css`
      :host {
        display: block;
      }
      lk-note {
        margin-block-end: var(--lk-space-4);
      }
      summary {
        margin-block: 0;
        min-block-size: 2rem;
      }
      li {
        display: flex;
        gap: var(--lk-space-2);
        padding-block: var(--lk-space-1);
        overflow-wrap: anywhere;
      }
      li > span {
        min-inline-size: 0;
      }
      .ok {
        color: var(--lk-ok);
      }
      .wrong {
        color: var(--lk-error);
      }
      .acts {
        display: flex;
        gap: var(--lk-space-2);
      }
    `,
  ];

  private readonly result = new StoreController(this, group_result);

  override render() {
    const result = this.result.value;
    // The region is there before its words, so that they are read aloud when they come.
    return html`<div role="status">
      ${
        result
          ? html`<lk-note tone="warning">
              <b>${summary(result.outcomes)}</b>
              <details>
                <summary><lk-icon name="chevron-right"></lk-icon>${msg('Device by device')}</summary>
                <ul>
                  ${result.outcomes.toSorted((a, b) => Number(a.ok) - Number(b.ok)).map((one) => this.row(one))}
                </ul>
              </details>
              <div class="acts" slot="action">
                <lk-button
                  size="s"
                  icon="refresh-cw"
                  @click=${() => {
                    this.again();
                  }}
                  >${msg('Try those again')}</lk-button
                >
                <lk-button
                  size="s"
                  variant="ghost"
                  icon="x"
                  label=${msg('Close')}
                  @click=${() => {
                    group_result.set(null);
                  }}
                ></lk-button>
              </div>
            </lk-note>`
          : nothing
      }
    </div>`;
  }

  private row({ device_id, device_name, ok, error }: CommandOutcome) {
    return html`<li>
      <lk-icon class=${ok ? 'ok' : 'wrong'} name=${ok ? 'check' : 'octagon-x'}></lk-icon>
      <span
        ><a class="link" href="/devices/${encodeURIComponent(device_id)}"><bdi>${device_name}</bdi></a
        >${ok ? msg(': took it') : afterName(device_name, error?.detail ?? msg('did not take it'))}</span
      >
    </li>`;
  }

  private again(): void {
    const result = this.result.value;
    if (!result) return;
    const known = collection('devices').value.by_id;
    const failed = result.outcomes.filter(({ ok }) => !ok).flatMap(({ device_id }) => known.get(device_id) ?? []);
    void commandTogether(failed, result.command);
  }
}

/** The hub's sentences mostly begin with the device's name, which stands there as a link already. */
function afterName(name: string, detail: string): string {
  return detail.startsWith(`${name} `) ? detail.slice(name.length) : `: ${detail}`;
}

/** `4 of 5 took it. Desk lamp is offline.` */
function summary(outcomes: readonly CommandOutcome[]): string {
  const failed = outcomes.filter(({ ok }) => !ok);
  const [first] = failed;
  const took = msg(str`${outcomes.length - failed.length} of ${outcomes.length} took it.`);
  if (!first) return took;
  if (failed.length > 1) {
    return `${took} ${plural(failed.length, { one: '', other: msg(str`${failed.length} did not.`) })}`;
  }
  const name = first.device_name;
  if (first.error?.code === 'LK_DEVICE_OFFLINE') return `${took} ${msg(str`${name} is offline.`)}`;
  if (first.error?.code === 'LK_DEVICE_UNSUPPORTED') return `${took} ${msg(str`${name} cannot do that.`)}`;
  return `${took} ${msg(str`${name} did not.`)}`;
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-group-result': LkGroupResult;
  }
}
