import type { CaptureCalibration, CaptureGrade, CaptureLayout, CaptureTarget, ColorCorner, Rgb } from '@lightkeeper/plugin-sdk/wire';
import { base, describeError, emit, formatPercent, msg, str, toast } from '@lightkeeper/ui';
import { LitElement, css, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { Trial } from '../live/trial.js';
import { hexOf, rgbOf } from '../model/colors.js';
import { rangesFromText, rangesToText } from '../model/light-ranges.js';
import { lightsOf } from '../model/zones.js';
import { slider } from '../parts/grade-fields.js';

const MOST = 32;
/** What is being moved is not shown step by step. */
const QUIET_MS = 300;

/** The corners of the cube of colours, as they are when nothing is set right. */
const CORNERS: Record<ColorCorner, Rgb> = {
  white: { r: 255, g: 255, b: 255 },
  red: { r: 255, g: 0, b: 0 },
  yellow: { r: 255, g: 255, b: 0 },
  green: { r: 0, g: 255, b: 0 },
  cyan: { r: 0, g: 255, b: 255 },
  blue: { r: 0, g: 0, b: 255 },
  magenta: { r: 255, g: 0, b: 255 },
  black: { r: 0, g: 0, b: 0 },
};
const NAMES = Object.keys(CORNERS) as ColorCorner[];

function cornerWords(): Record<ColorCorner, string> {
  return {
    white: msg('White'),
    red: msg('Red'),
    yellow: msg('Yellow'),
    green: msg('Green'),
    cyan: msg('Cyan'),
    blue: msg('Blue'),
    magenta: msg('Magenta'),
    black: msg('Black'),
  };
}

/**
 * The colours of groups of lights: their white, and each corner of the cube of colours. One colour may be shown on all lights meanwhile.
 * `lk-calibration` {calibration} with each change.
 */
@customElement('lk-calibration-editor')
export class LkCalibrationEditor extends LitElement {
  static override styles = [
    base,
    css`
      :host,
      .fields {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--lk-space-4);
      }
      .group {
        padding-block-end: var(--lk-space-4);
        border-block-end: 1px solid var(--lk-line);
      }
      .gains {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 11rem), 1fr));
        gap: var(--lk-space-4);
      }
      .corners {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(4.5rem, 1fr));
        gap: var(--lk-space-3);
      }
      .head {
        display: grid;
        grid-template-columns: minmax(0, 1fr) auto;
        gap: var(--lk-space-3);
        align-items: start;
      }
      .head lk-button {
        margin-block-start: 1.6rem;
      }
    `,
  ];

  @property({ attribute: false }) grade: CaptureGrade | null = null;
  @property({ attribute: false }) layout: CaptureLayout | null = null;
  @property({ attribute: false }) targets: readonly CaptureTarget[] = [];
  /** The capture that stands back while a colour is shown. */
  @property() instead = '';
  @state() private shown: ColorCorner | null = null;
  /** The group whose lights cannot be read as they are typed. */
  @state() private unread: number | null = null;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private readonly trial = new Trial({
    instead: () => this.instead,
    lost: () => {
      this.shown = null;
    },
  });

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.timer);
    this.shown = null;
    void this.trial.end().catch(report);
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (this.shown === null || !changed.has('grade')) return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.show(this.shown), QUIET_MS);
  }

  private async show(corner: ColorCorner | null): Promise<void> {
    const { layout, targets, grade } = this;
    clearTimeout(this.timer);
    this.shown = corner;
    try {
      if (corner === null || layout === null || grade === null) await this.trial.end();
      else {
        const source = { kind: 'test-pattern', pattern: 'solid', color: CORNERS[corner] };
        await this.trial.show({ source, layout, targets: [...targets], grade });
      }
    } catch (error) {
      this.shown = null;
      report(error);
    }
  }

  private put(calibration: readonly CaptureCalibration[]): void {
    emit(this, 'lk-calibration', { calibration: [...calibration] });
  }

  override render() {
    const { grade, layout } = this;
    if (grade === null || layout === null) return nothing;
    const groups = grade.calibration;
    return html`<p class="small quiet">
        ${msg('For lights that do not show colours as the others do: of another kind, or before a coloured wall.')}
      </p>
      ${groups.length === 0 ? nothing : this.showing()} ${groups.map((group, index) => this.group(group, index, lightsOf(layout)))}
      ${
        groups.length < MOST
          ? html`<div>
              <lk-button
                icon="plus"
                @click=${() => {
                  this.put([...groups, { lights: '*', red: 1, green: 1, blue: 1, corners: null }]);
                }}
                >${groups.length === 0 ? msg('Set colours right') : msg('Add other lights')}</lk-button
              >
            </div>`
          : nothing
      }`;
  }

  private showing() {
    const words = cornerWords();
    return html`<lk-select
      label=${msg('What the lights show meanwhile')}
      .options=${[{ value: '', label: msg('The picture') }, ...NAMES.map((name) => ({ value: name, label: words[name] }))]}
      .value=${this.shown ?? ''}
      @lk-change=${(event: CustomEvent<{ value: ColorCorner | '' }>) => {
        event.stopPropagation();
        void this.show(event.detail.value === '' ? null : event.detail.value);
      }}
    ></lk-select>`;
  }

  private group(group: CaptureCalibration, index: number, lights: number) {
    const groups = this.grade?.calibration ?? [];
    const change = (part: Partial<CaptureCalibration>): void => {
      this.put(groups.with(index, { ...group, ...part }));
    };
    const text = (value: number): string => formatPercent(value / 100);
    const gain = (label: string, part: 'red' | 'green' | 'blue', color: string) =>
      slider({ label, value: Math.round(group[part] * 100), range: [0, 200, 1], text, color }, (value) => {
        change({ [part]: value / 100 });
      });
    const name = group.lights === '*' ? msg('All lights') : msg(str`Lights ${rangesToText(group.lights)}`);
    return html`<div class="group fields" role="group" aria-label=${name}>
      <div class="head">
        <lk-input
          label=${msg('Which lights')}
          placeholder=${msg('All')}
          hint=${msg(str`Such as 1–6, 10. There are ${lights}.`)}
          error=${this.unread === index ? msg('Numbers and ranges with commas between them, counted from 1.') : ''}
          .value=${rangesToText(group.lights)}
          @lk-change=${(event: CustomEvent<{ value: string }>) => {
            event.stopPropagation();
            const read = rangesFromText(event.detail.value);
            this.unread = read === null ? index : null;
            if (read !== null) change({ lights: read });
          }}
        ></lk-input>
        <lk-button
          variant="ghost"
          icon="x"
          label=${msg(str`Leave ${name} as they are`)}
          @click=${() => {
            this.unread = null;
            this.put(groups.toSpliced(index, 1));
          }}
        ></lk-button>
      </div>
      <div class="gains">
        ${gain(msg('Red in white'), 'red', '#e5484d')} ${gain(msg('Green in white'), 'green', '#46a758')}
        ${gain(msg('Blue in white'), 'blue', '#3e7bfa')}
      </div>
      <lk-switch
        label=${msg('Each colour by itself')}
        .checked=${group.corners !== null}
        @lk-change=${(event: CustomEvent<{ checked: boolean }>) => {
          event.stopPropagation();
          change({ corners: event.detail.checked ? CORNERS : null });
        }}
        >${msg('Each colour by itself')}</lk-switch
      >
      ${group.corners === null ? nothing : this.corners(group.corners, change)}
    </div>`;
  }

  private corners(corners: NonNullable<CaptureCalibration['corners']>, change: (part: Partial<CaptureCalibration>) => void) {
    const words = cornerWords();
    return html`<p class="small quiet">${msg('What is given to the lights for each of the eight colours between which all others lie.')}</p>
      <div class="corners">
        ${NAMES.map(
          (name) =>
            html`<lk-input
              type="color"
              label=${words[name]}
              .value=${hexOf(corners[name])}
              @lk-input=${(event: CustomEvent<{ value: string }>) => {
                event.stopPropagation();
                // Whoever looks at one colour on the lights wants to see the one that is being set.
                if (this.shown !== null) this.shown = name;
                change({ corners: { ...corners, [name]: rgbOf(event.detail.value) } });
              }}
            ></lk-input>`,
        )}
      </div>`;
  }
}

function report(error: unknown): void {
  toast(describeError(error), { tone: 'error' });
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-calibration-editor': LkCalibrationEditor;
  }
}
