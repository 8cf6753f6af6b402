import type { CaptureFilter, CaptureGrade, CaptureSmoothing } from '@lightkeeper/plugin-sdk/wire';
import { StoreController, base, msg, str } from '@lightkeeper/ui';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { captures, catalogue } from '../live/captures.js';
import { Tuner, type Settings } from '../live/tuner.js';
import '../parts/grade-fields.js';
import './look-filters.js';
import './look-templates.js';

/** How the colours of a capture are made: each change is seen on the lights at once, and can be taken back. */
@customElement('lk-capture-look')
export class LkCaptureLook extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
      }
      .tune {
        display: grid;
        gap: var(--lk-space-4);
      }
    `,
  ];

  @property() capture_id = '';
  private readonly captures = new StoreController(this, captures);
  private readonly catalogue = new StoreController(this, catalogue);
  private readonly tuner = new Tuner(this, () => this.capture_id);

  override render() {
    const settings = this.captures.value.by_id.has(this.capture_id) ? this.tuner.now : null;
    if (settings === null) return nothing;
    return html`<lk-card heading=${msg('Look')}>
      <lk-look-templates slot="actions" .capture_id=${this.capture_id}></lk-look-templates>
      <lk-button
        slot="actions"
        size="s"
        variant="ghost"
        icon="undo-2"
        ?disabled=${!this.tuner.undoable}
        @click=${() => {
          this.tuner.undo();
        }}
        >${msg('Undo')}</lk-button
      >
      <div class="tune">
        ${this.instead(settings)}
        <lk-grade-fields
          .grade=${settings.grade}
          @lk-grade=${(event: CustomEvent<{ grade: CaptureGrade }>) => {
            this.tuner.put({ grade: event.detail.grade });
          }}
        ></lk-grade-fields>
        <lk-smoothing-fields
          .smoothing=${settings.smoothing}
          @lk-smoothing=${(event: CustomEvent<{ smoothing: CaptureSmoothing }>) => {
            this.tuner.put({ smoothing: event.detail.smoothing });
          }}
        ></lk-smoothing-fields>
        ${this.choices(settings)}
      </div>
    </lk-card>`;
  }

  /** At some times of the day another look holds: what is moved here is not seen then. */
  private instead({ profiles }: Settings) {
    const holds = this.captures.value.by_id.get(this.capture_id)?.status.profile;
    const profile = profiles.find(({ name }) => name === holds);
    if (profile === undefined || (profile.grade === null && profile.smoothing === null)) return nothing;
    return html`<lk-note icon="clock"
      >${msg(str`Until ${profile.to} “${profile.name}” holds, with a look of its own. What you set here is seen after it.`)}</lk-note
    >`;
  }

  private choices({ algorithm, cut_bars, filters, grade }: Settings) {
    const known = this.catalogue.value.algorithms.map(({ id, name }) => ({ value: id, label: name }));
    // One that a plugin brought, which does not run now.
    const options = known.some(({ value }) => value === algorithm) ? known : [...known, { value: algorithm, label: algorithm }];
    return html`<lk-select
        size="s"
        label=${msg('Colour of a zone')}
        .options=${options}
        .value=${algorithm}
        @lk-change=${(event: CustomEvent<{ value: string }>) => {
          event.stopPropagation();
          this.tuner.put({ algorithm: event.detail.value });
        }}
      ></lk-select>
      <lk-switch
        label=${msg('Cut off black bars')}
        .checked=${cut_bars}
        @lk-change=${(event: CustomEvent<{ checked: boolean }>) => {
          event.stopPropagation();
          this.tuner.put({ cut_bars: event.detail.checked });
        }}
        >${msg('Cut off black bars')}</lk-switch
      >
      <lk-switch
        label=${msg('Fine steps in the dark')}
        .checked=${grade.dither}
        @lk-change=${(event: CustomEvent<{ checked: boolean }>) => {
          event.stopPropagation();
          this.tuner.put({ grade: { ...grade, dither: event.detail.checked } });
        }}
        >${msg('Fine steps in the dark')}</lk-switch
      >
      <lk-look-filters
        .filters=${filters}
        @lk-filters=${(event: CustomEvent<{ filters: CaptureFilter[] }>) => {
          this.tuner.put({ filters: event.detail.filters });
        }}
      ></lk-look-filters>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-capture-look': LkCaptureLook;
  }
}
