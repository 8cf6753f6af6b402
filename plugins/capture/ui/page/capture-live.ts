import type { Capture } from '@lightkeeper/plugin-sdk/wire';
import {
  StoreController,
  base,
  can,
  collection,
  confirmDelete,
  describeError,
  events,
  formatNumber,
  formatSince,
  msg,
  navigate,
  session,
  str,
  toast,
  type MenuItem,
} from '@lightkeeper/ui';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { captures, catalogue, mayRun, remove, run } from '../live/captures.js';
import { isOn, lightsWord, sourceName, stateTone, stateWord } from '../model/words.js';
import { lightsOf } from '../model/zones.js';
import { layoutWords } from '../parts/layout-picture.js';
import { historyLink } from '../parts/links.js';
import './capture-doctor.js';
import './capture-look.js';
import '../share/share-screen.js';
import './capture-missing.js';
import './capture-stage.js';

/** The hub points at a light for some seconds; longer when it is asked again. */
const POINT_AGAIN_MS = 3_000;
/** Sources that the hub paints itself: nothing comes in. */
const PAINTED = ['effect', 'test-pattern'];

/** One capture, live: what it shows, how it fares, and how its colours are made. */
@customElement('lk-capture-live')
export class LkCaptureLive extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
      }
      .subtitle {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--lk-space-2);
      }
      .stage {
        padding: var(--lk-space-4);
        background: var(--lk-surface);
        border: 1px solid var(--lk-line);
        border-radius: var(--lk-radius-l);
      }
      .below {
        display: flex;
        flex-wrap: wrap;
        justify-content: space-between;
        align-items: center;
        gap: var(--lk-space-2);
        min-block-size: var(--lk-control);
        margin-block-start: var(--lk-space-3);
        font-size: var(--lk-size-s);
        color: var(--lk-text-quiet);
      }
      .meters {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr));
        background: var(--lk-surface);
        border: 1px solid var(--lk-line);
        border-radius: var(--lk-radius-l);
        overflow: hidden;
      }
      .meters > div {
        padding: var(--lk-space-3) var(--lk-space-4);
        box-shadow: -1px -1px 0 var(--lk-line);
      }
      dt {
        font-size: var(--lk-size-s);
        color: var(--lk-text-quiet);
      }
      dd b {
        font-size: var(--lk-size-xl);
      }
      .devices li {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--lk-space-1) var(--lk-space-3);
        padding: var(--lk-space-3) var(--lk-space-4);
        border-block-start: 1px solid var(--lk-line);
      }
      .devices p {
        flex-basis: 100%;
        font-size: var(--lk-size-s);
        color: var(--lk-text-quiet);
      }
      .devices a {
        overflow-wrap: anywhere;
      }
    `,
  ];

  @property() capture_id = '';
  @state() private sending = false;
  @state() private pointed = -1;
  /** The picture and the colours are to be seen. */
  @state() private seen = false;
  @state() private asking = false;
  private pointing: ReturnType<typeof setInterval> | undefined;
  private readonly captures = new StoreController(this, captures);
  private readonly catalogue = new StoreController(this, catalogue);
  private readonly devices = new StoreController(this, collection('devices'));
  private readonly session = new StoreController(this, session);

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.point(-1);
  }

  override render() {
    const capture = this.captures.value.by_id.get(this.capture_id);
    if (capture === undefined) return html`<lk-capture-missing .capture_id=${this.capture_id}></lk-capture-missing>`;
    const { status } = capture;
    const since = status.since === null ? '' : formatSince(status.since);
    return html`<lk-page
        heading=${capture.name}
        back="/capture"
        back_label=${msg('Capture')}
        aside_label=${msg('How its colours are made')}
      >
        <div slot="subtitle" class="subtitle">
          <lk-pill tone=${stateTone(status.state)} ?live=${status.state === 'running'}>${stateWord(status.state)}</lk-pill>
          <span>${since === '' ? '' : msg(str`since ${since}`)}</span>
          ${status.profile === null ? nothing : html`<lk-pill icon="clock"><bdi>${status.profile}</bdi></lk-pill>`}
        </div>
        ${this.actions(capture)}
        <div class="stack">
          ${status.reason !== null && isOn(status) ? html`<lk-note tone=${status.state === 'failed' ? 'error' : 'warning'}>${status.reason}</lk-note>` : nothing}
          ${capture.source.kind === 'browser' ? html`<lk-share-screen .capture_id=${capture.id}></lk-share-screen>` : nothing}
          ${this.stage(capture)} ${isOn(status) ? this.meters(capture) : nothing} ${this.targets(capture)}
        </div>
        ${mayRun() ? html`<div slot="aside"><lk-capture-look .capture_id=${capture.id}></lk-capture-look></div>` : nothing}
      </lk-page>
      ${
        this.asking
          ? html`<lk-capture-doctor
              .capture_id=${capture.id}
              @lk-close=${() => {
                this.asking = false;
              }}
            ></lk-capture-doctor>`
          : nothing
      }`;
  }

  private actions(capture: Capture) {
    const on = isOn(capture.status);
    const items: (MenuItem | 'divider')[] = [
      { id: 'history', label: msg('Its history'), icon: 'history' },
      'divider',
      { id: 'delete', label: msg('Delete …'), icon: 'trash-2', danger: true },
    ];
    return html`${
      can('admin')
        ? html`<lk-menu
              slot="actions"
              label=${msg('More')}
              .items=${items}
              @lk-select=${(event: CustomEvent<{ id: string }>) => {
                this.act(event.detail.id, capture);
              }}
              ><lk-button slot="trigger" variant="ghost" icon="ellipsis" label=${msg('More')}></lk-button
            ></lk-menu>
            <lk-button slot="actions" icon="settings" href="/capture/${encodeURIComponent(capture.id)}/edit">${msg('Settings')}</lk-button>`
        : nothing
    }
    ${
      on
        ? html`<lk-button
            slot="actions"
            icon="circle-help"
            @click=${() => {
              this.asking = true;
            }}
            >${msg('Why is it dark?')}</lk-button
          >`
        : nothing
    }
    ${
      mayRun()
        ? html`<lk-button
            slot="actions"
            variant=${on ? 'plain' : 'primary'}
            icon=${on ? 'square' : 'play'}
            ?busy=${this.sending}
            @click=${() => {
              void this.flip(capture.id, !on);
            }}
            >${on ? msg('Stop') : msg('Start')}</lk-button
          >`
        : nothing
    }`;
  }

  private stage(capture: Capture) {
    const { layout, status, source } = capture;
    const { kinds, effects } = this.catalogue.value;
    const running = status.state === 'running';
    return html`<section class="stage" aria-label=${msg('The picture, and the light that it makes')}>
      <lk-capture-stage
        .capture_id=${capture.id}
        .layout=${layout}
        ?running=${isOn(status) && mayRun()}
        @lk-preview=${(event: CustomEvent<{ live: boolean }>) => {
          this.seen = event.detail.live;
        }}
        ><lk-layout-picture
          detailed
          .layout=${layout}
          ?lit=${running}
          ?over=${this.seen && isOn(status)}
          ?selectable=${running && mayRun()}
          .chosen=${this.pointed}
          @lk-light=${(event: CustomEvent<{ light: number }>) => {
            this.point(event.detail.light === this.pointed ? -1 : event.detail.light);
          }}
        ></lk-layout-picture
      ></lk-capture-stage>
      <div class="below">
        <span>${sourceName(source, kinds, effects)} · ${layout === null ? msg('Its layout is gone') : layoutWords(layout)}</span>
        ${layout === null ? nothing : this.pointer(running, lightsOf(layout))}
      </div>
    </section>`;
  }

  private pointer(running: boolean, lights: number) {
    if (!running || !mayRun()) return nothing;
    if (this.pointed < 0) return html`<span>${msg('Choose a zone, and its light alone is lit.')}</span>`;
    return html`<span class="row" role="status"
      >${msg(str`Light ${this.pointed + 1} of ${lightsWord(lights)}`)}
      <lk-button
        size="s"
        @click=${() => {
          this.point(-1);
        }}
        >${msg('Show all again')}</lk-button
      ></span
    >`;
  }

  private point(light: number): void {
    clearInterval(this.pointing);
    if (light < 0 && this.pointed < 0) return;
    this.pointed = light;
    const send = (): void => {
      events.send({ type: 'capture_point', capture_id: this.capture_id, light: light < 0 ? null : light });
    };
    send();
    if (light >= 0) this.pointing = setInterval(send, POINT_AGAIN_MS);
  }

  private meters({ source, status: { fps_in, fps_out, latency_ms } }: Capture) {
    const painted = PAINTED.includes(source.kind);
    return html`<dl class="meters">
      ${
        painted
          ? nothing
          : html`<div>
              <dt>${msg('Pictures in')}</dt>
              <dd><b>${formatNumber(fps_in)}</b> ${msg('a second')}</dd>
            </div>`
      }
      <div>
        <dt>${msg('To the lights')}</dt>
        <dd><b>${formatNumber(fps_out)}</b> ${msg('a second')}</dd>
      </div>
      ${
        latency_ms === null
          ? nothing
          : html`<div>
              <dt>${msg('Picture to light')}</dt>
              <dd><b>${formatNumber(latency_ms)}</b> ms</dd>
            </div>`
      }
    </dl>`;
  }

  private targets({ targets, status }: Capture) {
    return html`<lk-card heading=${msg('Its lights')} flush>
      <ul class="devices">
        ${targets.map(({ device_id }, index) => {
          const device = this.devices.value.by_id.get(device_id);
          const now = status.targets[index];
          const leds = device?.stream?.leds ?? 0;
          return html`<li>
            <a class="grow" href="/devices/${encodeURIComponent(device_id)}"><bdi>${device?.name ?? msg('A device that is gone')}</bdi></a>
            <span class="small quiet">${leds > 0 ? lightsWord(leds) : ''}</span>
            ${
              now === undefined
                ? nothing
                : html`<lk-pill tone=${now.ok ? 'ok' : 'warning'}>${now.ok ? msg('Follows') : msg('Not reached')}</lk-pill>`
            }
            ${now?.note ? html`<p>${now.note}</p>` : nothing}
          </li>`;
        })}
      </ul>
    </lk-card>`;
  }

  private async flip(id: string, on: boolean): Promise<void> {
    this.sending = true;
    this.point(-1);
    await run(id, on);
    this.sending = false;
  }

  private act(what: string, capture: Capture): void {
    if (what === 'history') navigate(historyLink(capture.id));
    else void this.delete(capture);
  }

  private async delete({ id, name }: Capture): Promise<void> {
    const sure = await confirmDelete({
      path: 'captures',
      id,
      heading: msg(str`Delete ${name}?`),
      text: msg('Its picture, layout and look go, and its lights go back to their own state. What it did stays in the log.'),
    });
    if (!sure) return;
    try {
      navigate('/capture', { replace: true });
      await remove(id);
      toast(msg(str`${name} is deleted`));
    } catch (error) {
      toast(describeError(error), { tone: 'error' });
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-capture-live': LkCaptureLive;
  }
}
