import type {
  CaptureCalibration,
  CaptureLayout,
  CaptureProfile,
  CaptureSource,
  CaptureTarget,
  NamedLayout,
} from '@lightkeeper/plugin-sdk/wire';
import { StoreController, base, can, collection, msg, session, str } from '@lightkeeper/ui';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { captures } from '../live/captures.js';
import { layouts } from '../live/layouts.js';
import { Tuner, type Settings } from '../live/tuner.js';
import { layoutFor, ledsOf, lightsFor, type LayoutChoice } from '../model/layouts.js';
import { shownBy, withDevice } from '../model/targets.js';
import { lightsWord } from '../model/words.js';
import { lightsOf } from '../model/zones.js';
import '../page/capture-look.js';
import '../page/capture-missing.js';
import '../parts/layout-editor.js';
import '../parts/layout-exchange.js';
import '../parts/named-layouts.js';
import '../parts/number-field.js';
import '../parts/source-picker.js';
import '../parts/try-lights.js';
import './calibration-editor.js';
import './profiles-editor.js';
import './target-editor.js';

/** All settings of a capture. While it runs, each change is seen on the lights at once; all of them can be taken back. */
@customElement('lk-capture-edit')
export class LkCaptureEdit extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
      }
      .fields {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--lk-space-5);
      }
      .add {
        margin-block-start: var(--lk-space-4);
      }
    `,
  ];

  @property() capture_id = '';
  /** What was typed as a source and is not sent yet: half of it would be refused. */
  @state() private source: CaptureSource | null = null;
  @state() private fallback: CaptureSource | null = null;
  private readonly captures = new StoreController(this, captures);
  private readonly layouts = new StoreController(this, layouts);
  private readonly devices = new StoreController(this, collection('devices'));
  private readonly session = new StoreController(this, session);
  private readonly tuner = new Tuner(this, () => this.capture_id);

  override render() {
    const capture = this.captures.value.by_id.get(this.capture_id);
    const settings = this.tuner.now;
    if (capture === undefined || settings === null) {
      return html`<lk-capture-missing .capture_id=${this.capture_id}></lk-capture-missing>`;
    }
    const page = `/capture/${encodeURIComponent(capture.id)}`;
    return html`<lk-page
      heading=${msg(str`Settings of ${capture.name}`)}
      back=${page}
      back_label=${capture.name}
      aside_label=${msg('Look')}
    >
      <span slot="subtitle" role="status"
        >${this.tuner.busy ? msg('Sending …') : msg('What you change is kept, and seen on the lights at once.')}</span
      >
      <lk-button
        slot="actions"
        icon="undo-2"
        ?disabled=${!this.tuner.undoable}
        @click=${() => {
          this.source = null;
          this.fallback = null;
          this.tuner.undo();
        }}
        >${msg('Undo')}</lk-button
      >
      ${
        can('admin')
          ? html`<div class="stack">
                ${this.general(settings)} ${this.picture(settings)} ${this.otherwise(settings)} ${this.layout(settings)}
                ${this.lights(settings)} ${this.calibration(settings)} ${this.profiles(settings)}
              </div>
              <div slot="aside"><lk-capture-look .capture_id=${capture.id}></lk-capture-look></div>`
          : html`<lk-note icon="eye">${msg('An administrator changes captures.')}</lk-note>`
      }
    </lk-page>`;
  }

  private general({ name, rate, autostart }: Settings) {
    return html`<lk-card heading=${msg('In general')}>
      <div class="fields">
        <lk-input
          label=${msg('Name')}
          maxlength="120"
          required
          .value=${name}
          @lk-change=${(event: CustomEvent<{ value: string }>) => {
            const next = event.detail.value.trim();
            if (next !== '') this.tuner.put({ name: next });
          }}
        ></lk-input>
        <lk-number-field
          label=${msg('Pictures a second, at most')}
          min="1"
          max="120"
          .value=${rate}
          @lk-number=${(event: CustomEvent<{ value: number }>) => {
            this.tuner.put({ rate: event.detail.value });
          }}
        ></lk-number-field>
        <lk-switch
          label=${msg('Starts with the hub')}
          .checked=${autostart}
          @lk-change=${(event: CustomEvent<{ checked: boolean }>) => {
            this.tuner.put({ autostart: event.detail.checked });
          }}
          >${msg('Starts with the hub')}</lk-switch
        >
      </div>
    </lk-card>`;
  }

  private picture({ source }: Settings) {
    return html`<lk-card heading=${msg('Picture')}>
      <lk-source-picker
        .value=${this.source ?? source}
        .problem=${this.tuner.problem}
        submit_label=${msg('Show this')}
        ?busy=${this.tuner.busy}
        @lk-source=${(event: CustomEvent<{ source: CaptureSource }>) => {
          const { source: wish } = event.detail;
          // What the hub paints itself can be seen at once; of another source half would be refused.
          if (wish.kind === 'effect') this.tuner.put({ source: wish });
          this.source = wish.kind === 'effect' ? null : wish;
        }}
        @lk-done=${(event: CustomEvent<{ source: CaptureSource }>) => {
          this.source = null;
          this.tuner.put({ source: event.detail.source });
        }}
      ></lk-source-picker>
    </lk-card>`;
  }

  /** What is shown while the source shows nothing. */
  private otherwise({ fallback }: Settings) {
    const shown = this.fallback ?? fallback;
    return html`<lk-card heading=${msg('While there is no picture')}>
      <div class="fields">
        <lk-switch
          label=${msg('Show something else then')}
          .checked=${shown !== null}
          @lk-change=${(event: CustomEvent<{ checked: boolean }>) => {
            this.fallback = event.detail.checked ? { kind: 'effect', effect: 'static' } : null;
            this.tuner.put({ fallback: this.fallback });
          }}
          >${msg('Show something else then')}</lk-switch
        >
        ${
          shown === null
            ? html`<p class="small quiet">${msg('The lights go back to themselves until there is a picture again.')}</p>`
            : html`<lk-source-picker
                .value=${shown}
                submit_label=${msg('Show this then')}
                @lk-source=${(event: CustomEvent<{ source: CaptureSource }>) => {
                  this.fallback = event.detail.source;
                }}
                @lk-done=${(event: CustomEvent<{ source: CaptureSource }>) => {
                  this.fallback = null;
                  this.tuner.put({ fallback: event.detail.source });
                }}
              ></lk-source-picker>`
        }
      </div>
    </lk-card>`;
  }

  private layout({ layout, layout_id, targets }: Settings) {
    const each = targets.map((target) => shownBy(target, ledsOf(this.devices.value.by_id.get(target.device_id))));
    const lights = (choice: LayoutChoice): number => lightsFor(each, choice);
    const shown = layout ?? layoutFor('border', Math.max(1, lights('border')));
    const take = (event: CustomEvent<{ layout: CaptureLayout }>): void => {
      // A layout without a light is refused: the next number makes it one.
      if (lightsOf(event.detail.layout) > 0) this.tuner.put({ layout: event.detail.layout, layout_id: null });
    };
    const name = this.layouts.value.by_id.get(layout_id ?? '')?.name;
    return html`<lk-card heading=${msg('Layout')}>
      <lk-named-layouts
        slot="actions"
        .layout=${shown}
        .layout_id=${layout_id}
        @lk-use=${(event: CustomEvent<{ layout: NamedLayout }>) => {
          const { id, layout: kept } = event.detail.layout;
          this.tuner.put({ layout: kept, layout_id: id });
        }}
      ></lk-named-layouts>
      <lk-layout-exchange slot="actions" .layout=${shown} @lk-layout=${take}></lk-layout-exchange>
      <div class="fields">
        ${name === undefined ? nothing : html`<lk-note icon="save">${msg(str`It uses the saved layout “${name}”. What you change here becomes a layout of its own, until you keep it under that name again.`)}</lk-note>`}
        <lk-layout-editor .capture_id=${this.capture_id} .layout=${shown} .lights=${lights} @lk-layout=${take}></lk-layout-editor>
        <lk-try-lights
          instead=${this.capture_id}
          .layout=${shown}
          .targets=${targets}
          .leds=${lights('border')}
          @lk-layout=${take}
        ></lk-try-lights>
      </div>
    </lk-card>`;
  }

  private lights({ targets, layout }: Settings) {
    const { items, by_id } = this.devices.value;
    const leds = (id: string): number => ledsOf(by_id.get(id));
    const taken = new Set(targets.map(({ device_id }) => device_id));
    const more = items.filter(({ id, stream, enabled }) => stream !== null && enabled && (!taken.has(id) || leds(id) > 1));
    return html`<lk-card heading=${msg('Its lights')} count=${layout === null ? '' : lightsWord(lightsOf(layout))}>
      ${repeat(
        targets,
        ({ device_id }, index) => `${device_id} ${index}`,
        (target, index) => {
          const device = by_id.get(target.device_id);
          return html`<lk-target-editor
            .target=${target}
            .device_name=${device?.name ?? msg('A device that is gone')}
            .leds=${ledsOf(device)}
            ?removable=${targets.length > 1}
            @lk-target=${(event: CustomEvent<{ target: CaptureTarget }>) => {
              this.tuner.put({ targets: targets.with(index, event.detail.target) });
            }}
            @lk-remove=${() => {
              this.tuner.put({ targets: targets.toSpliced(index, 1) });
            }}
          ></lk-target-editor>`;
        },
      )}
      ${
        more.length === 0
          ? nothing
          : html`<lk-menu
              class="add"
              placement="bottom-start"
              label=${msg('Add lights')}
              .items=${more.map(({ id, name }) => ({ id, label: taken.has(id) ? msg(str`Another part of ${name}`) : name }))}
              @lk-select=${(event: CustomEvent<{ id: string }>) => {
                this.tuner.put({ targets: [...withDevice(targets, event.detail.id, leds)] });
              }}
              ><lk-button slot="trigger" icon="plus">${msg('Add lights')}</lk-button></lk-menu
            >`
      }
    </lk-card>`;
  }

  private calibration({ grade, layout, targets }: Settings) {
    return html`<lk-card heading=${msg('Colours of single lights')}>
      <lk-calibration-editor
        .grade=${grade}
        .layout=${layout}
        .targets=${targets}
        instead=${this.capture_id}
        @lk-calibration=${(event: CustomEvent<{ calibration: CaptureCalibration[] }>) => {
          const { now } = this.tuner;
          if (now === null) return;
          const { calibration } = event.detail;
          // It is a matter of the lights, whatever the time of day.
          const profiles = now.profiles.map((one) => (one.grade === null ? one : { ...one, grade: { ...one.grade, calibration } }));
          this.tuner.put({ grade: { ...now.grade, calibration }, profiles });
        }}
      ></lk-calibration-editor>
    </lk-card>`;
  }

  private profiles({ profiles, grade, smoothing }: Settings) {
    return html`<lk-card heading=${msg('Day and night')}>
      <lk-profiles-editor
        .profiles=${profiles}
        .grade=${grade}
        .smoothing=${smoothing}
        .holds=${this.captures.value.by_id.get(this.capture_id)?.status.profile ?? null}
        @lk-profiles=${(event: CustomEvent<{ profiles: CaptureProfile[] }>) => {
          this.tuner.put({ profiles: event.detail.profiles });
        }}
      ></lk-profiles-editor>
    </lk-card>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-capture-edit': LkCaptureEdit;
  }
}
