import type { MqttTraffic, Page } from '@lightkeeper/plugin-sdk/wire';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { api } from '../../../api/client.js';
import { base } from '../../../elements/base.js';
import { formatTime } from '../../../i18n/format.js';
import { msg, str } from '../../../i18n/msg.js';
import { events } from '../../../live/live.js';
import { settingsStyles } from '../page.styles.js';
import '../../../elements/lk-button.js';
import '../../../elements/lk-card.js';
import '../../../elements/lk-error.js';
import '../../../elements/lk-input.js';
import '../../../elements/lk-live.js';

const MOST_MESSAGES = 200;

/** The newest messages first, as many as the page holds. */
export function addTraffic(shown: readonly MqttTraffic[], more: readonly MqttTraffic[]): MqttTraffic[] {
  return [...more, ...shown].slice(0, MOST_MESSAGES);
}

/** What went through the hub's connection to the broker, as it goes. */
@customElement('lk-mqtt-traffic')
export class LkMqttTraffic extends LitElement {
  static override styles = [
    base,
    settingsStyles,
    css`
      .bar {
        display: flex;
        flex-wrap: wrap;
        align-items: flex-end;
        gap: var(--lk-space-2);
        padding: var(--lk-space-3) var(--lk-space-4);
        border-block-end: 1px solid var(--lk-line);
      }
      lk-input {
        flex: 1 1 12rem;
      }
      .messages {
        max-block-size: min(28rem, 60dvh);
        overflow: auto;
        padding-block: var(--lk-space-2);
        background: var(--lk-sunken);
        border-radius: 0 0 var(--lk-radius-l) var(--lk-radius-l);
        font: var(--lk-size-s) / 1.55 var(--lk-font-mono);
        direction: ltr;
        text-align: left;
      }
      .messages:focus-visible {
        outline-offset: -2px;
      }
      li {
        padding: 2px var(--lk-space-4);
        overflow-wrap: anywhere;
      }
      time,
      .way,
      .payload {
        color: var(--lk-text-faint);
      }
      .way {
        margin-inline: var(--lk-space-2);
      }
      .payload {
        display: block;
        white-space: pre-wrap;
        max-block-size: 6em;
        overflow: hidden;
      }
      .none {
        padding: var(--lk-space-3) var(--lk-space-4);
        color: var(--lk-text-quiet);
        font-family: var(--lk-font);
      }
    `,
  ];

  @state() private messages: readonly MqttTraffic[] = [];
  @state() private held: readonly MqttTraffic[] | null = null;
  @state() private topic = '';
  @state() private error: unknown = null;
  private stops: (() => void)[] = [];

  override connectedCallback(): void {
    super.connectedCallback();
    this.stops = [
      events.on('mqtt_traffic', ({ items }) => {
        if (this.held) this.held = addTraffic(this.held, items);
        else this.messages = addTraffic(this.messages, items);
      }),
      events.on('hello', () => {
        void this.load();
      }),
      events.subscribe('mqtt_traffic'),
    ];
    void this.load();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    for (const stop of this.stops) stop();
  }

  private async load(): Promise<void> {
    try {
      this.messages = (await api.get<Page<MqttTraffic>>('mqtt/messages')).items;
      this.error = null;
    } catch (error) {
      this.error = error;
    }
  }

  override render() {
    const { held } = this;
    const wanted = this.topic.trim().toLowerCase();
    const shown = wanted === '' ? this.messages : this.messages.filter(({ topic }) => topic.toLowerCase().includes(wanted));
    return html`<lk-error .error=${this.error} retry @lk-retry=${() => void this.load()}></lk-error>
      <lk-card heading=${msg('Recent messages')} flush>
        <lk-live slot="actions"></lk-live>
        <div class="bar">
          <lk-input
            label=${msg('Topic holds')}
            autocomplete="off"
            .value=${this.topic}
            @lk-input=${(event: CustomEvent<{ value: string }>) => {
              this.topic = event.detail.value;
            }}
          ></lk-input>
          <lk-button
            size="s"
            icon=${held ? 'play' : 'pause'}
            @click=${() => {
              if (held) this.messages = addTraffic(this.messages, held);
              this.held = held ? null : [];
            }}
            >${held ? (held.length > 0 ? msg(str`Go on, ${held.length} new`) : msg('Go on')) : msg('Pause')}</lk-button
          >
        </div>
        <div class="messages" tabindex="0" role="region" aria-label=${msg('Recent messages')}>
          ${shown.length === 0 ? html`<p class="none">${msg('Nothing has gone to or come from the broker yet.')}</p>` : nothing}
          <ul>
            ${shown.map((message) => messageLine(message))}
          </ul>
        </div>
      </lk-card>`;
  }
}

function messageLine({ at, direction, topic, payload, bytes, retained }: MqttTraffic) {
  const out = direction === 'out';
  return html`<li>
    <time datetime=${at}>${formatTime(at, { seconds: true })}</time
    ><span class="way" role="img" aria-label=${out ? msg('sent') : msg('heard')}>${out ? '→' : '←'}</span><bdi>${topic}</bdi>${
      retained ? html` <span class="quiet">${msg('kept')}</span>` : nothing
    }
    <span class="payload"
      >${payload === '' ? msg('(empty)') : payload}${bytes > payload.length + 3 ? msg(str` … ${bytes} bytes in all`) : nothing}</span
    >
  </li>`;
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-mqtt-traffic': LkMqttTraffic;
  }
}
