import type { Device, DeviceState } from '@lightkeeper/plugin-sdk/wire';
import { StoreController, base, connection, formatPercent, lightColor, msg, session, str } from '@lightkeeper/ui';
import { LitElement, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { command, commander, mayCommand, reachable, reconnect, shownDevice } from '../live/commands.js';
import type { Attempt } from '../model/commander.js';
import { coverLook } from '../model/cover.js';
import { mainOf } from '../model/features.js';
import { brightnessOf, isLight, isLit, kindOf, percentOf } from '../model/kinds.js';
import { readingsOf } from '../model/readings.js';
import { offlineReason, stateLine } from '../model/words.js';
import { tileStyles } from './device-tile.styles.js';
import { coverDrawing, coverDrawingStyles } from './features/cover-drawing.js';
import { featureControl, featureSwitch } from './features/feature-control.js';
import { deviceIcon } from './icons.js';
import { historyLink } from './links.js';
import { Settle } from './settle.js';

/** As many buttons have room on a tile. */
const MOST_BUTTONS = 3;

/** One device at a glance: its light, its name, one line of state, and the controls that are used every day. */
@customElement('lk-device-tile')
export class LkDeviceTile extends LitElement {
  static override styles = [base, coverDrawingStyles, tileStyles];

  @property({ attribute: false }) device: Device | null = null;
  /** Said before the state where the tile does not stand below its room's name. */
  @property() room = '';
  /** While devices are being chosen: what it is and how it stands, and nothing to touch. */
  @property({ type: Boolean, reflect: true }) still = false;
  /** Percent under the finger, before it is let go. */
  @state() private preview: number | null = null;
  @state() private trying = false;
  private readonly attempt = new StoreController(this, commander.attempts, (all): Attempt | undefined => all.get(this.device?.id ?? ''));
  private readonly session = new StoreController(this, session);
  private readonly connection = new StoreController(this, connection, ({ state: now }) => now);
  private readonly settle = new Settle<number>((percent) => {
    if (this.device) command(this.device, { brightness: brightnessOf(percent) });
  });

  override render() {
    const { device } = this;
    if (!device) return nothing;
    const shown = shownDevice(device);
    const attempt = this.attempt.value;
    const lit = isLit(shown, shown.state);
    const away = device.enabled && device.status === 'offline';
    const line = this.line(shown, attempt);
    const classes = [
      lit ? 'on' : '',
      away ? 'offline' : '',
      device.enabled ? '' : 'disabled',
      attempt?.phase === 'sending' ? 'sending' : '',
    ].join(' ');
    return html`<article class="tile ${classes}" aria-busy=${attempt?.phase === 'sending' ? 'true' : 'false'}>
      <div class="top">
        ${this.picture(shown, away)}
        <div class="grow">
          <h3>
            <a href="/devices/${encodeURIComponent(device.id)}" @keydown=${this.onKey}><bdi>${device.name}</bdi></a>
          </h3>
          ${line === '' ? nothing : html`<p class="line ${away ? 'warn' : ''}">${line}</p>`}
        </div>
        ${this.still ? nothing : this.end(shown, attempt)}
      </div>
      ${this.still ? nothing : away ? this.away(device) : this.controls(shown, attempt, lit)}
    </article>`;
  }

  private picture(shown: Device, away: boolean) {
    if (!away && isLight(shown)) return html`<lk-bulb .device=${shown}></lk-bulb>`;
    const [cover] = mainOf(shown.features, 'cover');
    if (!away && cover) {
      const look = coverLook(cover, shown.state);
      return coverDrawing(look, look.word !== null && shown.enabled);
    }
    return html`<span class="round ${away ? 'away' : ''}" aria-hidden="true"
      ><lk-icon name=${away ? 'unplug' : deviceIcon(shown)}></lk-icon
    ></span>`;
  }

  private line(shown: Device, attempt: Attempt | undefined): string {
    const now = this.preview === null ? stateLine(shown, shown.state, attempt) : formatPercent(this.preview / 100);
    if (this.room === '') return now;
    return now === '' ? this.room : msg(str`${this.room} · ${now}`);
  }

  private end(shown: Device, attempt: Attempt | undefined) {
    const { capabilities, status, enabled } = shown;
    if (capabilities.includes('on_off')) {
      if (!mayCommand() || !enabled || status === 'offline') return nothing;
      return html`<lk-switch
        label=${shown.name}
        .checked=${shown.state?.on === true}
        ?busy=${attempt?.phase === 'sending'}
        ?disabled=${!reachable(shown)}
        @lk-change=${(event: CustomEvent<{ checked: boolean }>) => {
          command(shown, { on: event.detail.checked });
        }}
      ></lk-switch>`;
    }
    const [relay] = mainOf(shown.features, 'switch');
    if (relay) return mayCommand() && enabled && status !== 'offline' ? featureSwitch(shown, relay, '') : nothing;
    const [first] = readingsOf(shown, shown.state);
    if (!first || kindOf(shown) !== 'sensor' || !enabled || status === 'offline') return nothing;
    return html`<span class="read"
      ><span class="sr">${first.label} </span>${first.value}${first.unit ? html`<small>${first.unit}</small>` : nothing}</span
    >`;
  }

  private controls(shown: Device, attempt: Attempt | undefined, lit: boolean) {
    if (attempt?.phase === 'failed') {
      return html`<div class="foot">
        <span class="failed" role="alert"><lk-icon name="octagon-x"></lk-icon><span>${attempt.reason ?? ''}</span></span>
        <lk-button size="s" @click=${this.onAgain}>${msg('Again')}</lk-button>
      </div>`;
    }
    if (!shown.enabled) return nothing;
    return shown.capabilities.includes('brightness') ? this.brightness(shown, attempt, lit) : this.features(shown);
  }

  /** The controls of every day of a device that is no light: open and close, a few buttons to press, else the one thing to set. */
  private features(shown: Device) {
    const [cover] = mainOf(shown.features, 'cover');
    if (cover) return html`<lk-feature-cover narrow .device=${this.device} .feature=${cover}></lk-feature-cover>`;
    const buttons = buttonsOf(shown).slice(0, MOST_BUTTONS);
    if (buttons.length > 0) {
      return html`<div class="foot">
        ${buttons.map((button) => html`<lk-feature-button size="s" .device=${this.device} .feature=${button}></lk-feature-button>`)}
      </div>`;
    }
    const [feature] = [...mainOf(shown.features, 'number'), ...mainOf(shown.features, 'select')];
    return feature && this.device ? featureControl(this.device, feature) : nothing;
  }

  private brightness(shown: Device, attempt: Attempt | undefined, lit: boolean) {
    return html`<lk-slider
      hide_label
      label=${msg(str`${shown.name}, brightness`)}
      min="1"
      .value=${this.percent(shown.state)}
      .text=${(value: number) => formatPercent(value / 100)}
      color=${lightColor(shown.state)}
      ?off=${!lit}
      ?unknown=${shown.status === 'unknown' || shown.state === null}
      ?busy=${attempt?.phase === 'sending'}
      ?disabled=${!mayCommand() || !reachable(shown)}
      @keydown=${{ handleEvent: this.settle.onKey, capture: true }}
      @pointerdown=${{ handleEvent: this.settle.onPointer, capture: true }}
      @lk-input=${(event: CustomEvent<{ value: number }>) => {
        this.preview = event.detail.value;
      }}
      @lk-change=${(event: CustomEvent<{ value: number }>) => {
        this.preview = null;
        this.settle.push(event.detail.value);
      }}
    ></lk-slider>`;
  }

  private percent(now: DeviceState | null): number {
    return now?.brightness === undefined ? 100 : percentOf(now.brightness);
  }

  private away(device: Device) {
    return html`<p class="reason">${offlineReason(device, Date.now())}</p>
      <div class="foot">
        ${
          mayCommand()
            ? html`<lk-button
                size="s"
                icon="refresh-cw"
                ?busy=${this.trying}
                ?disabled=${this.connection.value === 'away'}
                @click=${() => {
                  void this.tryNow(device);
                }}
                >${msg('Try now')}</lk-button
              >`
            : nothing
        }
        <a class="link" href=${historyLink(device.id)}>${msg('Its history')}</a>
      </div>`;
  }

  private readonly onAgain = (): void => {
    if (this.device) void commander.again(this.device.id);
  };

  private onKey(event: KeyboardEvent): void {
    const { device } = this;
    if (event.key !== ' ' || !device?.capabilities.includes('on_off') || !mayCommand() || !reachable(device)) return;
    event.preventDefault();
    command(device, { on: shownDevice(device).state?.on !== true });
  }

  private async tryNow(device: Device): Promise<void> {
    this.trying = true;
    await reconnect(device);
    this.trying = false;
  }
}

/** What can be pressed; also what is set apart as a setting, where it is all that there is. */
function buttonsOf(device: Device) {
  const main = mainOf(device.features, 'button');
  return main.length > 0 || kindOf(device) !== 'button' ? main : device.features.filter((feature) => feature.kind === 'button');
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-device-tile': LkDeviceTile;
  }
}
