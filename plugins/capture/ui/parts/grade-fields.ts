import type { CaptureGrade, CaptureSmoothing } from '@lightkeeper/plugin-sdk/wire';
import { base, emit, formatNumber, formatPercent, msg, str } from '@lightkeeper/ui';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';

const kelvin = (value: number): string => msg(str`${formatNumber(value)}\u00a0K`);
const percent = (value: number): string => formatPercent(value / 100);
const fields = css`
  :host {
    display: grid;
    grid-template-columns: minmax(0, 1fr);
    gap: var(--lk-space-4);
  }
`;

/** A slider for a setting: what it is called, where it stands, and what is done with where it is moved. */
export function slider(
  options: {
    label: string;
    value: number;
    range: readonly [min: number, max: number, step: number];
    text: (value: number) => string;
    color?: string;
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
    color=${options.color ?? ''}
    @lk-input=${take}
    @lk-change=${take}
  ></lk-slider>`;
}

/** How colours are made. `lk-grade` {grade} with each change. */
@customElement('lk-grade-fields')
export class LkGradeFields extends LitElement {
  static override styles = [base, fields];

  @property({ attribute: false }) grade: CaptureGrade | null = null;

  private readonly put = (part: Partial<CaptureGrade>): void => {
    if (this.grade !== null) emit(this, 'lk-grade', { grade: { ...this.grade, ...part } });
  };

  override render() {
    const { grade } = this;
    if (grade === null) return nothing;
    const { brightness, saturation, backlight, temperature, gamma } = grade;
    return html`${slider(
      { label: msg('Brightness'), value: brightness, range: [0, 100, 1], text: percent, color: 'var(--lk-lamp)' },
      (value) => {
        this.put({ brightness: value });
      },
    )}
    ${slider({ label: msg('Saturation'), value: Math.round(saturation * 100), range: [0, 300, 5], text: percent }, (value) => {
      this.put({ saturation: value / 100 });
    })}
    ${slider({ label: msg('Glow in dark scenes'), value: backlight, range: [0, 50, 1], text: percent }, (value) => {
      this.put({ backlight: value });
    })}
    ${slider({ label: msg('White'), value: temperature, range: [1_000, 12_000, 100], text: kelvin }, (value) => {
      this.put({ temperature: value });
    })}
    ${this.gamma(gamma)}`;
  }

  /** One curve for all three colours, unless they were set apart. */
  private gamma(gamma: CaptureGrade['gamma']) {
    const text = (value: number): string => formatNumber(value / 100);
    const curve = (label: string, value: number, change: (value: number) => CaptureGrade['gamma']) =>
      slider({ label, value: Math.round(value * 100), range: [40, 300, 5], text }, (next) => {
        this.put({ gamma: change(next / 100) });
      });
    const { red, green, blue } = gamma;
    if (red === green && green === blue) return curve(msg('Gamma'), red, (value) => ({ red: value, green: value, blue: value }));
    return html`${curve(msg('Gamma of red'), red, (value) => ({ ...gamma, red: value }))}
    ${curve(msg('Gamma of green'), green, (value) => ({ ...gamma, green: value }))}
    ${curve(msg('Gamma of blue'), blue, (value) => ({ ...gamma, blue: value }))}`;
  }
}

/** How lights follow. `lk-smoothing` {smoothing} with each change. */
@customElement('lk-smoothing-fields')
export class LkSmoothingFields extends LitElement {
  static override styles = [base, fields];

  @property({ attribute: false }) smoothing: CaptureSmoothing | null = null;

  private readonly put = (smoothing: CaptureSmoothing): void => {
    emit(this, 'lk-smoothing', { smoothing });
  };

  override render() {
    const { smoothing } = this;
    if (smoothing === null) return nothing;
    const time_ms = smoothing.kind === 'none' ? 0 : smoothing.time_ms;
    const kind = smoothing.kind === 'none' ? 'decay' : smoothing.kind;
    const text = (value: number): string => (value === 0 ? msg('none') : msg(str`${formatNumber(value)}\u00a0ms`));
    return html`${slider({ label: msg('Smoothing'), value: time_ms, range: [0, 1_000, 10], text }, (value) => {
        this.put(value === 0 ? { kind: 'none' } : { kind, time_ms: value });
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
          this.put({ kind: event.detail.value, time_ms });
        }}
      ></lk-select>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-grade-fields': LkGradeFields;
    'lk-smoothing-fields': LkSmoothingFields;
  }
}
