import type { CaptureGrade, CaptureSmoothing } from '@lightkeeper/plugin-sdk/wire';
import { StoreController, base, formatNumber, formatPercent, msg, str } from '@lightkeeper/ui';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { captures } from '../live/captures.js';
import { Tuner, type Settings } from '../live/tuner.js';
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
      <div class="tune">${this.grade(settings.grade)} ${this.smoothing(settings.smoothing)} ${this.choices(settings)}</div>
    </lk-card>`;
  }

  private slider(
    options: {
      label: string;
      value: number;
      range: readonly [min: number, max: number, step: number];
      text: (value: number) => string;
      lamp?: boolean;
    },
    put: (value: number) => void,
  ) {
    const [min, max, step] = options.range;
    const take = (event: CustomEvent<{ value: number }>): void => {
      event.stopPropagation();
      put(event.detail.value);
    };
    return html`<lk-slider
      kind="thin"
      label=${options.label}
      .value=${options.value}
      .min=${min}
      .max=${max}
      .step=${step}
      .text=${options.text}
      color=${options.lamp ? 'var(--lk-lamp)' : ''}
      @lk-input=${take}
      @lk-change=${take}
    ></lk-slider>`;
  }

  private grade(grade: CaptureGrade) {
    const put = (part: Partial<CaptureGrade>): void => {
      this.tuner.put({ grade: { ...grade, ...part } });
    };
    const percent = (value: number): string => formatPercent(value / 100);
    return html`${this.slider(
      { label: msg('Brightness'), value: grade.brightness, range: [0, 100, 1], text: percent, lamp: true },
      (brightness) => {
        put({ brightness });
      },
    )}
    ${this.slider({ label: msg('Saturation'), value: Math.round(grade.saturation * 100), range: [0, 300, 5], text: percent }, (value) => {
      put({ saturation: value / 100 });
    })}
    ${this.slider({ label: msg('Glow in dark scenes'), value: grade.backlight, range: [0, 50, 1], text: percent }, (backlight) => {
      put({ backlight });
    })}
    ${this.slider(
      {
        label: msg('White'),
        value: grade.temperature,
        range: [1_000, 12_000, 100],
        text: (value) => msg(str`${formatNumber(value)}\u00a0K`),
      },
      (temperature) => {
        put({ temperature });
      },
    )}
    ${this.gamma(grade.gamma, put)}`;
  }

  /** One curve for all three colours, unless they were set apart. */
  private gamma(gamma: CaptureGrade['gamma'], put: (part: Partial<CaptureGrade>) => void) {
    const text = (value: number): string => formatNumber(value / 100);
    const curve = (label: string, value: number, change: (value: number) => CaptureGrade['gamma']) =>
      this.slider({ label, value: Math.round(value * 100), range: [40, 300, 5], text }, (next) => {
        put({ gamma: change(next / 100) });
      });
    const { red, green, blue } = gamma;
    if (red === green && green === blue) return curve(msg('Gamma'), red, (value) => ({ red: value, green: value, blue: value }));
    return html`${curve(msg('Gamma of red'), red, (value) => ({ ...gamma, red: value }))}
    ${curve(msg('Gamma of green'), green, (value) => ({ ...gamma, green: value }))}
    ${curve(msg('Gamma of blue'), blue, (value) => ({ ...gamma, blue: value }))}`;
  }

  private smoothing(smoothing: CaptureSmoothing) {
    const time_ms = smoothing.kind === 'none' ? 0 : smoothing.time_ms;
    const kind = smoothing.kind === 'none' ? 'decay' : smoothing.kind;
    const text = (value: number): string => (value === 0 ? msg('none') : msg(str`${formatNumber(value)}\u00a0ms`));
    return html`${this.slider({ label: msg('Smoothing'), value: time_ms, range: [0, 1_000, 10], text }, (value) => {
        this.tuner.put({ smoothing: value === 0 ? { kind: 'none' } : { kind, time_ms: value } });
      })}
      <lk-select
        size="s"
        label=${msg('How lights follow')}
        ?disabled=${smoothing.kind === 'none'}
        .options=${[
          { value: 'decay', label: msg('Quick at first, then slower') },
          { value: 'linear', label: msg('In a straight line') },
          { value: 'spring', label: msg('Softly, like a spring') },
        ]}
        .value=${kind}
        @lk-change=${(event: CustomEvent<{ value: 'decay' | 'linear' | 'spring' }>) => {
          event.stopPropagation();
          this.tuner.put({ smoothing: { kind: event.detail.value, time_ms } });
        }}
      ></lk-select>`;
  }

  private choices({ algorithm, cut_bars }: Settings) {
    const known = [
      { value: 'mean', label: msg('Mean of its light') },
      { value: 'mean_bytes', label: msg('Mean as other programs reckon it') },
      { value: 'mean_squared', label: msg('Mean, bright parts first') },
      { value: 'dominant', label: msg('Its most frequent colour') },
      { value: 'whole', label: msg('Mean of the whole picture') },
      { value: 'whole_dominant', label: msg('Most frequent colour of the picture') },
    ];
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
      >`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-capture-look': LkCaptureLook;
  }
}
