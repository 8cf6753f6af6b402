import { LitElement, css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { base } from '../elements/base.js';
import { msg, str } from '../i18n/msg.js';
import { plural } from '../i18n/plural.js';
import { manifest, widgetsFor } from '../shell/manifest.js';
import { collection } from '../store/collections.js';
import { StoreController } from '../store/store.js';
import { greeting } from '../words/greeting.js';
import '../elements/lk-empty.js';
import '../elements/lk-page.js';
import '../elements/lk-skeleton.js';
import '../shell/lk-widgets.js';

/** The home at a glance. The shell draws the frame; plugins fill it. */
@customElement('lk-dashboard')
export class LkDashboard extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
      }
    `,
  ];

  private readonly manifest = new StoreController(this, manifest);
  private readonly devices = new StoreController(this, collection('devices'));
  @state() private now = new Date();
  private timer: number | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    this.timer = window.setInterval(() => {
      this.now = new Date();
    }, 60_000);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    window.clearInterval(this.timer);
  }

  private get subtitle(): string {
    const { items, status } = this.devices.value;
    if (status === 'idle' || status === 'loading' || items.length === 0) return '';
    const lit = items.filter((device) => device.status !== 'offline' && device.state?.on === true);
    const rooms = new Set(lit.flatMap((device) => device.area_id ?? [])).size;
    const away = items.filter((device) => device.status === 'offline').length;
    const lights =
      lit.length === 0
        ? msg('All lights are off.')
        : rooms > 1
          ? plural(lit.length, {
              one: msg(str`${lit.length} light is on.`),
              other: msg(str`${lit.length} lights are on in ${rooms} rooms.`),
            })
          : plural(lit.length, { one: msg(str`${lit.length} light is on.`), other: msg(str`${lit.length} lights are on.`) });
    if (away === 0) return lights;
    return `${lights} ${plural(away, { one: msg(str`${away} device does not answer.`), other: msg(str`${away} devices do not answer.`) })}`;
  }

  override render() {
    const { value } = this.manifest;
    const main = widgetsFor('dashboard', value);
    const side = widgetsFor('dashboard_side', value);
    return html`<lk-page hello heading=${greeting(this.now)} subtitle=${this.subtitle} aside_label=${msg('Beside the rooms')}>
      ${
        value
          ? main.length + side.length === 0
            ? html`<lk-empty
                art="house"
                heading=${msg('Nothing to show yet')}
                text=${msg('Plugins put their cards here: rooms, lights, the latest of the log.')}
              ></lk-empty>`
            : html`<lk-widgets place="dashboard"></lk-widgets>`
          : html`<lk-skeleton kind="tiles" count="6"></lk-skeleton>`
      }
      ${side.length > 0 ? html`<lk-widgets slot="aside" place="dashboard_side"></lk-widgets>` : nothing}
    </lk-page>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-dashboard': LkDashboard;
  }
}
