import type { MqttStatus, Page } from '@lightkeeper/plugin-sdk/wire';
import { LitElement, html, nothing } from 'lit';
import { customElement } from 'lit/decorators.js';
import { api } from '../../../api/client.js';
import { base } from '../../../elements/base.js';
import { formatSince, formatTime } from '../../../i18n/format.js';
import { msg } from '../../../i18n/msg.js';
import { events } from '../../../live/live.js';
import { settingsStyles } from '../page.styles.js';
import { Resource } from '../resource.js';
import './accounts.js';
import './inner-broker.js';
import './topics.js';
import './traffic.js';
import '../settings-group.js';
import '../../../elements/lk-card.js';
import '../../../elements/lk-error.js';
import '../../../elements/lk-facts.js';
import '../../../elements/lk-note.js';
import '../../../elements/lk-pill.js';
import '../../../elements/lk-skeleton.js';

function stateWord(state: MqttStatus['state']): string {
  switch (state) {
    case 'off':
      return msg('Off');
    case 'connecting':
      return msg('Connecting');
    case 'online':
      return msg('Connected');
    case 'offline':
      return msg('Not reached');
  }
}

const TONES = { off: 'neutral', connecting: 'neutral', online: 'ok', offline: 'warning' } as const;

/** All that concerns MQTT: the broker that the hub uses, Home Assistant by way of it, the broker in the hub, and what goes through. */
@customElement('lk-mqtt')
export class LkMqtt extends LitElement {
  static override styles = [base, settingsStyles];

  private readonly status = new Resource(this, (signal) => api.get<MqttStatus>('mqtt/status', { signal }));
  private readonly groups = new Resource(this, (signal) => api.get<Page<{ id: string }>>('settings', { signal }));
  private stop: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.stop = events.on('mqtt_status', ({ status }) => {
      this.status.value = status;
      this.requestUpdate();
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stop?.();
  }

  override render() {
    const { value, error } = this.status;
    return html`<lk-card heading=${msg('Broker')}>
        ${value ? html`<lk-pill slot="actions" tone=${TONES[value.state]} ?live=${value.state === 'online'}>${stateWord(value.state)}</lk-pill>` : nothing}
        ${error ? html`<lk-error .error=${error} retry @lk-retry=${() => void this.status.load()}></lk-error>` : nothing}
        ${value ? this.facts(value) : error ? nothing : html`<lk-skeleton kind="text" count="3"></lk-skeleton>`}
      </lk-card>
      <lk-card heading=${msg('Connection')}>
        <lk-settings-group group="mqtt" @lk-saved=${() => void this.status.load()}></lk-settings-group>
      </lk-card>
      ${this.homeAssistant()}
      <lk-inner-broker></lk-inner-broker>
      <lk-mqtt-accounts></lk-mqtt-accounts>
      <lk-mqtt-topics base_topic=${value?.base_topic ?? 'lightkeeper'}></lk-mqtt-topics>
      <lk-mqtt-traffic></lk-mqtt-traffic>`;
  }

  /** The plugin's own settings, shown where a person looks for them; nothing where the plugin does not run. */
  private homeAssistant() {
    if (this.groups.value?.items.some(({ id }) => id === 'home-assistant') !== true) return nothing;
    return html`<lk-card heading="Home Assistant">
      <lk-settings-group group="home-assistant"></lk-settings-group>
    </lk-card>`;
  }

  private facts(status: MqttStatus) {
    return html`<lk-facts
        .items=${[
          [
            msg('Address'),
            status.url ? html`<span class="mono">${status.url}</span>` : status.state === 'online' ? msg('The broker in the hub') : '–',
          ],
          [msg('All below'), html`<span class="mono">${status.base_topic}/…</span>`],
          [msg('Since'), formatSince(status.since)],
          ...(status.next_try_at ? [[msg('Next try'), formatTime(status.next_try_at, { seconds: true })] as const] : []),
        ]}
      ></lk-facts>
      ${status.error ? html`<br /><lk-note tone="warning">${status.error}</lk-note>` : nothing}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-mqtt': LkMqtt;
  }
}
