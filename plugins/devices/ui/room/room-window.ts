import type { AreaKind, Device } from '@lightkeeper/plugin-sdk/wire';
import { StoreController, base, connection, lightColor, msg, session, str } from '@lightkeeper/ui';
import { LitElement, html, nothing, svg } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { commander, mayCommand, reachable, shownState } from '../live/commands.js';
import { switchLights } from '../live/groups.js';
import { isLight, isLit } from '../model/kinds.js';
import { readingsOf, readingText } from '../model/readings.js';
import { roomSummary } from '../model/words.js';
import { drawPiece } from './furniture.js';
import { drawGlow, drawLamp, lampLook } from './lamp.js';
import { placeLamps } from './place.js';
import { FLOOR, ROOM_HEIGHT, roomPlan } from './plan.js';
import { windowStyles } from './room-window.styles.js';
import { sceneStyles } from './scene.styles.js';

/** Below this many pixels of height a picture is not worth measuring: the element is not laid out yet. */
const LEAST_PX = 20;

/** A room seen through its window: drawn from its devices, lit by its own lamps. */
@customElement('lk-room-window')
export class LkRoomWindow extends LitElement {
  static override styles = [base, sceneStyles, windowStyles];

  @property() name = '';
  @property() kind: AreaKind = 'other';
  @property() href = '';
  @property({ attribute: false }) devices: readonly Device[] = [];
  /** Takes two columns or more; on a phone its picture is taller then. */
  @property({ type: Boolean, reflect: true }) wide = false;
  /** Width of the picture in its own units, from the shape of the window. */
  @state() private room_width = 360;
  private readonly attempts = new StoreController(this, commander.attempts);
  private readonly session = new StoreController(this, session);
  private readonly connection = new StoreController(this, connection, ({ state: now }) => now);
  private readonly observer = new ResizeObserver(([entry]) => {
    const { width = 0, height = 0 } = entry?.contentRect ?? {};
    if (height > LEAST_PX) this.room_width = Math.round((width / height) * ROOM_HEIGHT);
  });

  protected override firstUpdated(): void {
    const picture = this.renderRoot.querySelector('.win');
    if (picture) this.observer.observe(picture);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    const picture = this.hasUpdated ? this.renderRoot.querySelector('.win') : null;
    if (picture) this.observer.observe(picture);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.observer.disconnect();
  }

  override render() {
    const lights = this.devices.filter((device) => device.enabled && isLight(device));
    const lit = lights.filter((device) => isLit(device, shownState(device)));
    const brightest = [...lit].sort((a, b) => (shownState(b)?.brightness ?? 255) - (shownState(a)?.brightness ?? 255))[0];
    const color = brightest ? lightColor(shownState(brightest)) : '';
    return html`<article class="room ${color ? 'lit' : ''}" style=${color ? `--c:${color}` : nothing}>
      <div class="win">${this.scene(lights)}</div>
      ${this.tags()}
      <div class="cap">
        <div class="grow">
          <h3>
            <a href=${this.href}><bdi>${this.name}</bdi></a>
          </h3>
          ${this.summary()}
        </div>
        ${this.switch(lights, lit)}
      </div>
    </article>`;
  }

  private scene(lights: readonly Device[]) {
    const width = this.room_width;
    const { pieces } = roomPlan(this.kind, width);
    const looks = placeLamps(this.kind, width, lights).map(({ lamp, ...place }) =>
      lampLook(lamp.fixture, place, shownState(lamp), isLit(lamp, shownState(lamp)), lamp.status === 'offline'),
    );
    return html`<svg class="scene" viewBox="0 0 ${width} ${ROOM_HEIGHT}" preserveAspectRatio="xMidYMid slice" aria-hidden="true">
      <rect class="floor" y=${FLOOR} width=${width} height=${ROOM_HEIGHT - FLOOR} />
      ${pieces.map(drawPiece)} ${looks.map((look, index) => drawGlow(look, `g${index}`))} ${svg`${looks.map(drawLamp)}`}
    </svg>`;
  }

  /** At most two facts: what is away, and what the room measures. */
  private tags() {
    const away = this.devices.some((device) => device.enabled && device.status === 'offline');
    const readings = this.devices
      .filter((device) => device.enabled && device.status === 'online')
      .flatMap((device) => readingsOf(device, device.state));
    const told = readings.find(({ device_class }) => device_class === 'temperature') ?? readings[0];
    if (!away && !told) return nothing;
    return html`<div class="tags">
      ${away ? html`<lk-pill tone="warning" icon="unplug">${msg('Offline')}</lk-pill>` : nothing}
      ${told ? html`<lk-pill><span class="sr">${told.label} </span>${readingText(told)}</lk-pill>` : nothing}
    </div>`;
  }

  private summary() {
    const failed = this.devices.find((device) => this.attempts.value.get(device.id)?.phase === 'failed');
    if (failed) return html`<p class="failed" role="status">${msg(str`${failed.name} did not take the command`)}</p>`;
    return html`<p>${roomSummary(this.devices, shownState)}</p>`;
  }

  private switch(lights: readonly Device[], lit: readonly Device[]) {
    if (lights.length === 0 || !mayCommand()) return nothing;
    return html`<lk-switch
      label=${msg(str`${this.name}, all lights`)}
      .checked=${lit.length > 0}
      ?busy=${lights.some((device) => this.attempts.value.get(device.id)?.phase === 'sending')}
      ?disabled=${!lights.some(reachable)}
      @lk-change=${(event: CustomEvent<{ checked: boolean }>) => {
        switchLights(lights, event.detail.checked);
      }}
    ></lk-switch>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-room-window': LkRoomWindow;
  }
}
