import type { ActivityHistogram, ActivitySettings, ActivityStatus } from '@lightkeeper/plugin-sdk/wire';
import {
  StoreController,
  api,
  base,
  confirmDialog,
  connection,
  describeError,
  formatDuration,
  formatNumber,
  formatSince,
  msg,
  plural,
  str,
  toast,
} from '@lightkeeper/ui';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { getSettings, putSettings, type LogSettings } from './data/log-api.js';
import { MOST_BUCKETS } from './model/histogram.js';
import { DAYS, ENTRIES, dailyRate, reach, within } from './model/retention.js';
import { EXPORTS, exportLog } from './parts/export-menu.js';
import './settings-parts/holds-card.js';
import { mirrorWords } from './settings-parts/mirror-words.js';
import './settings-parts/number-field.js';
import { sayDays } from './settings-parts/say-days.js';

const REFRESH_MS = 5000;

type Limits = Pick<ActivitySettings, 'retention_days' | 'retention_entries'>;
type Deed = 'limits' | 'prune' | 'clear' | 'mirror_enabled' | 'mirror_addresses' | 'enabled';

/** Settings of the log: what it holds, how long, what leaves the hub, and what wants care. */
@customElement('lk-activity-settings')
export class ActivitySettingsPanel extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: grid;
        gap: var(--lk-space-5);
        max-inline-size: var(--lk-measure);
      }
      .foot {
        display: flex;
        flex-wrap: wrap;
        justify-content: space-between;
        align-items: center;
        gap: var(--lk-space-2) var(--lk-space-4);
        font-size: var(--lk-size-s);
        color: var(--lk-text-quiet);
      }
      .wrong {
        color: var(--lk-error);
      }
    `,
  ];

  @state() private loaded: LogSettings | null = null;
  @state() private error: unknown = null;
  @state() private histogram: ActivityHistogram | undefined;
  /** What has been typed and not saved. */
  @state() private typed: Partial<Limits> = {};
  @state() private busy: Deed | null = null;
  private readonly link = new StoreController(this, connection, (value) => value.state);
  private timer: number | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.timer = window.setInterval(() => {
      if (document.visibilityState === 'visible' && this.busy === null) void this.refresh();
    }, REFRESH_MS);
    window.addEventListener('keydown', this.onKey);
    void this.refresh();
    this.refreshPicture();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.clearInterval(this.timer);
    window.removeEventListener('keydown', this.onKey);
  }

  private async refresh(): Promise<void> {
    try {
      this.loaded = await getSettings();
      this.error = null;
    } catch (error) {
      // What is on the page stays: the shell says that the hub is away.
      if (!this.loaded) this.error = error;
    }
  }

  private refreshPicture(): void {
    api.get<ActivityHistogram>('activity/histogram', { query: { buckets: MOST_BUCKETS } }).then(
      (histogram) => (this.histogram = histogram),
      // The picture is an ornament of the figures.
      () => undefined,
    );
  }

  private readonly onKey = (event: KeyboardEvent): void => {
    if (event.key.toLowerCase() !== 's' || !(event.ctrlKey || event.metaKey)) return;
    event.preventDefault();
    if (this.dirty && this.valid) void this.saveLimits();
  };

  private get limits(): Limits {
    const { retention_days = 0, retention_entries = 0 } = this.loaded?.settings ?? {};
    return { retention_days, retention_entries, ...this.typed };
  }

  private get dirty(): boolean {
    const { settings } = this.loaded ?? {};
    return this.limits.retention_days !== settings?.retention_days || this.limits.retention_entries !== settings.retention_entries;
  }

  private get valid(): boolean {
    return within(this.limits.retention_days, DAYS) && within(this.limits.retention_entries, ENTRIES);
  }

  /** Does one thing at a time; what goes wrong is said on the spot. */
  private async act(deed: Deed, run: () => Promise<void>): Promise<void> {
    if (this.busy !== null) return;
    this.busy = deed;
    try {
      await run();
    } catch (error) {
      toast(describeError(error), { tone: 'error' });
    } finally {
      this.busy = null;
      await this.refresh();
    }
  }

  private saveLimits(): Promise<void> {
    return this.act('limits', async () => {
      this.loaded = await putSettings(this.limits);
      this.typed = {};
      toast(msg('Saved. The log will hold to it at its next run.'));
    });
  }

  private prune(): Promise<void> {
    return this.act('prune', async () => {
      const { removed } = await api.post<{ removed: number }>('activity/prune');
      const number = formatNumber(removed);
      toast(
        removed === 0
          ? msg('Nothing was past the limits.')
          : plural(removed, { one: msg(str`${number} entry was removed.`), other: msg(str`${number} entries were removed.`) }),
      );
      this.refreshPicture();
    });
  }

  private async clear(): Promise<void> {
    const number = formatNumber(this.loaded?.status.entries ?? 0);
    const sure = await confirmDialog({
      heading: msg('Clear the log?'),
      text: msg(str`This removes ${number} entries for good. One entry stays and says that you did it.`),
      confirm: msg('Clear the log'),
      cancel: msg('Keep it'),
      danger: true,
      word: msg('clear'),
    });
    if (!sure) return;
    await this.act('clear', async () => {
      await api.delete('activity');
      toast(msg('The log is cleared.'));
      this.refreshPicture();
    });
  }

  private set(deed: Deed, change: Partial<ActivitySettings>): Promise<void> {
    return this.act(deed, async () => {
      this.loaded = await putSettings(change);
    });
  }

  private async setRecording(enabled: boolean): Promise<void> {
    const sure =
      enabled ||
      (await confirmDialog({
        heading: msg('Stop recording?'),
        text: msg(
          'From then on nobody can tell who did what, and what happened meanwhile cannot be added later. That you stopped it is the last entry.',
        ),
        confirm: msg('Stop recording'),
        cancel: msg('Keep recording'),
        danger: true,
      }));
    if (sure) await this.set('enabled', { enabled });
    else this.requestUpdate();
  }

  override render() {
    const { loaded } = this;
    if (this.error !== null) {
      return html`<lk-card
        ><lk-error
          .error=${this.error}
          retry
          @lk-retry=${() => {
            void this.refresh();
          }}
        ></lk-error
      ></lk-card>`;
    }
    if (!loaded) return html`<lk-card><lk-skeleton kind="text" count="6"></lk-skeleton></lk-card>`;
    const { settings, status } = loaded;
    const away = this.link.value === 'away';
    return html`${
        settings.enabled
          ? nothing
          : html`<lk-note tone="warning"
              >${msg('The log is turned off: nothing is recorded now.')}
              <lk-button
                slot="action"
                size="s"
                ?disabled=${away}
                @click=${() => {
                  void this.setRecording(true);
                }}
                >${msg('Record again')}</lk-button
              ></lk-note
            >`
      }
      <lk-activity-holds .status=${status} .histogram=${this.histogram}></lk-activity-holds>
      ${this.kept(status, away)} ${this.leaves(settings, status, away)} ${this.care(settings, status, away)}`;
  }

  private kept(status: ActivityStatus, away: boolean) {
    const { retention_days, retention_entries } = this.limits;
    const days_wrong = !within(retention_days, DAYS);
    const entries_wrong = !within(retention_entries, ENTRIES);
    return html`<lk-card heading=${msg('How long it is kept')} flush>
      <lk-setting heading=${msg('Keep entries for')}>
        <span slot="text" class=${days_wrong ? 'wrong' : ''}
          >${msg(str`Older ones are removed. Between ${formatNumber(DAYS.min)} and ${formatNumber(DAYS.max)} days.`)}</span
        >
        <lk-activity-number
          label=${msg('Keep entries for')}
          unit=${msg('days')}
          min=${DAYS.min}
          max=${DAYS.max}
          step="10"
          .value=${retention_days}
          ?wrong=${days_wrong}
          @lk-change=${(event: CustomEvent<{ value: number }>) => {
            this.typed = { ...this.typed, retention_days: event.detail.value };
          }}
        ></lk-activity-number>
      </lk-setting>
      <lk-setting heading=${msg('And no more than')}>
        <span slot="text" class=${entries_wrong ? 'wrong' : ''}>${entries_wrong ? entriesBounds() : this.reachWords(status)}</span>
        <lk-activity-number
          label=${msg('And no more than')}
          unit=${msg('entries')}
          min=${ENTRIES.min}
          max=${ENTRIES.max}
          step="100000"
          .value=${retention_entries}
          ?wrong=${entries_wrong}
          @lk-change=${(event: CustomEvent<{ value: number }>) => {
            this.typed = { ...this.typed, retention_entries: event.detail.value };
          }}
        ></lk-activity-number>
      </lk-setting>
      <lk-setting heading=${msg('Pruning')} .text=${pruneWords(status)}>
        <lk-button
          size="s"
          icon="refresh-cw"
          ?busy=${this.busy === 'prune'}
          ?disabled=${away}
          @click=${() => {
            void this.prune();
          }}
          >${msg('Prune now')}</lk-button
        >
      </lk-setting>
      <div slot="footer" class="foot">
        <span>${msg('Changes here are written to the log too.')}</span>
        <span class="row">
          ${
            this.dirty
              ? html`<lk-button
                  size="s"
                  variant="ghost"
                  @click=${() => {
                    this.typed = {};
                  }}
                  >${msg('Discard')}</lk-button
                >`
              : nothing
          }
          <lk-button
            size="s"
            variant="primary"
            ?busy=${this.busy === 'limits'}
            ?disabled=${!this.dirty || !this.valid || away}
            @click=${() => {
              void this.saveLimits();
            }}
            >${msg('Save')}</lk-button
          >
        </span>
      </div>
    </lk-card>`;
  }

  private reachWords(status: ActivityStatus): string {
    const rate = dailyRate(status, Date.now());
    if (rate === null || !within(this.limits.retention_days, DAYS)) return entriesBounds();
    const { days, first } = reach(this.limits, rate);
    const time = sayDays(days);
    const kept = formatNumber(this.limits.retention_days);
    return first === 'days'
      ? msg(str`At the rate so far this is reached in ${time}; the ${kept} days come first.`)
      : msg(str`At the rate so far this is reached in ${time}, before the ${kept} days.`);
  }

  private leaves(settings: ActivitySettings, status: ActivityStatus, away: boolean) {
    const { error } = status.mirror;
    return html`<lk-card heading=${msg('What leaves the hub')} flush>
      <lk-setting heading=${msg('Mirror to MQTT')}>
        <span slot="text"
          >${msg('Every entry, in order.')} ${mirrorWords(status.mirror)}
          ${error === null || !settings.mirror_enabled ? nothing : html`<span class="wrong">${error}</span>`}</span
        >
        <lk-switch
          label=${msg('Mirror to MQTT')}
          .checked=${settings.mirror_enabled}
          ?busy=${this.busy === 'mirror_enabled'}
          ?disabled=${away}
          @lk-change=${(event: CustomEvent<{ checked: boolean }>) => {
            void this.set('mirror_enabled', { mirror_enabled: event.detail.checked });
          }}
        ></lk-switch>
      </lk-setting>
      <lk-setting heading=${msg('Include addresses and browsers')} text=${msg('Left out unless you ask: IP address and user agent.')}>
        <lk-switch
          label=${msg('Include addresses and browsers')}
          .checked=${settings.mirror_addresses}
          ?busy=${this.busy === 'mirror_addresses'}
          ?disabled=${away}
          @lk-change=${(event: CustomEvent<{ checked: boolean }>) => {
            void this.set('mirror_addresses', { mirror_addresses: event.detail.checked });
          }}
        ></lk-switch>
      </lk-setting>
      <lk-setting heading=${msg('Export')} text=${msg('The whole log. On Activity you export what its filters show.')}>
        ${EXPORTS.map(
          ({ id, label }) =>
            html`<lk-button
              size="s"
              ?disabled=${away}
              @click=${() => {
                exportLog(id, {});
              }}
              >${label}</lk-button
            >`,
        )}
      </lk-setting>
    </lk-card>`;
  }

  private care(settings: ActivitySettings, status: ActivityStatus, away: boolean) {
    const number = formatNumber(status.entries);
    return html`<lk-card heading=${msg('Take care')} tone="danger" flush>
      <lk-setting heading=${msg('Record what happens')} text=${msg('When it is turned off, the log says who did that, and when.')}>
        <lk-switch
          label=${msg('Record what happens')}
          .checked=${settings.enabled}
          ?busy=${this.busy === 'enabled'}
          ?disabled=${away}
          @lk-change=${(event: CustomEvent<{ checked: boolean }>) => {
            const control = event.target as HTMLElement & { checked: boolean };
            // It moves only once the reader has said yes and the hub has done it.
            control.checked = settings.enabled;
            void this.setRecording(event.detail.checked);
          }}
        ></lk-switch>
      </lk-setting>
      <lk-setting
        heading=${msg('Clear the log')}
        text=${msg(str`Removes ${number} entries. One entry stays and says that you did this. Export first if you may want them.`)}
      >
        <lk-button
          size="s"
          variant="danger"
          icon="trash-2"
          ?busy=${this.busy === 'clear'}
          ?disabled=${away}
          @click=${() => {
            void this.clear();
          }}
          >${msg('Clear …')}</lk-button
        >
      </lk-setting>
    </lk-card>`;
  }
}

function entriesBounds(): string {
  return msg(str`The oldest are removed first. Between ${formatNumber(ENTRIES.min)} and ${formatNumber(ENTRIES.max)} entries.`);
}

function pruneWords(status: ActivityStatus): string {
  const { last_prune, next_prune } = status;
  const next = next_prune === null ? '' : formatSince(next_prune);
  if (last_prune === null) return next === '' ? msg('It has not run yet.') : msg(str`It has not run yet. Next run: ${next}.`);
  const at = formatSince(last_prune.at);
  const removed = formatNumber(last_prune.removed);
  const took = formatDuration(last_prune.duration_ms);
  const last = msg(str`Last run: ${at}, removed ${removed} entries in ${took}.`);
  return next === '' ? last : msg(str`${last} Next run: ${next}.`);
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-activity-settings': ActivitySettingsPanel;
  }
}
