import { LitElement, css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { base } from '../../../elements/base.js';
import { msg } from '../../../i18n/msg.js';
import '../../../elements/lk-card.js';

/** The topics by which other programs follow and command the hub. */
@customElement('lk-mqtt-topics')
export class LkMqttTopics extends LitElement {
  static override styles = [
    base,
    css`
      dl {
        display: grid;
        gap: var(--lk-space-3);
        font-size: var(--lk-size-s);
      }
      dt {
        overflow-wrap: anywhere;
        direction: ltr;
        text-align: start;
      }
      dd {
        margin: 0;
        color: var(--lk-text-quiet);
      }
    `,
  ];

  @property() base_topic = 'lightkeeper';

  override render() {
    return html`<lk-card heading=${msg('Topics')}>
      <dl>
        ${topics().map(
          ([topic, text]) =>
            html`<div>
              <dt><code>${this.base_topic}/${topic}</code></dt>
              <dd>${text}</dd>
            </div>`,
        )}
      </dl>
    </lk-card>`;
  }
}

function topics(): readonly (readonly [topic: string, text: string])[] {
  return [
    ['status', msg('online or offline: whether the hub is there. Kept by the broker.')],
    ['devices/<id>/state', msg('What a device shows, as JSON. Kept.')],
    ['devices/<id>/availability', msg('online or offline: whether the device answers. Kept.')],
    [
      'devices/<id>/set',
      msg('Commands a device: ON, OFF, or JSON such as {"brightness": 120}. A message that the broker kept is ignored.'),
    ],
    ['devices/<id>/event', msg('Something happened at a device, such as a press of a button.')],
    ['activity/<category>/<action>', msg('Every entry of the log, in order, at least once.')],
  ];
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-mqtt-topics': LkMqttTopics;
  }
}
