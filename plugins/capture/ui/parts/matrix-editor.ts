import type { MatrixLayout } from '@lightkeeper/plugin-sdk/wire';
import { base, emit, msg, str } from '@lightkeeper/ui';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { matrixFor } from '../model/layouts.js';
import { lightsWord } from '../model/words.js';
import { lightsOf } from '../model/zones.js';
import { cornerWords } from './border-editor.js';
import './layout-picture.js';
import './number-field.js';

/** Lights in rows and columns. `lk-layout` {layout} with each change. */
@customElement('lk-matrix-editor')
export class LkMatrixEditor extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--lk-space-4);
        min-inline-size: 0;
      }
      lk-layout-picture {
        max-inline-size: 40rem;
      }
      .numbers {
        display: grid;
        grid-template-columns: repeat(auto-fit, minmax(min(100%, 11rem), 1fr));
        gap: var(--lk-space-4) var(--lk-space-3);
        align-items: start;
      }
    `,
  ];

  @property({ attribute: false }) layout: MatrixLayout | null = null;
  /** How many lights its devices have; 0 when that is not known. */
  @property({ type: Number }) leds = 0;

  private put(change: Partial<MatrixLayout>): void {
    if (this.layout === null) return;
    this.layout = { ...this.layout, ...change };
    emit(this, 'lk-layout', { layout: this.layout });
  }

  override render() {
    const { layout } = this;
    if (layout === null) return nothing;
    const corners = Object.entries(cornerWords()).map(([value, label]) => ({ value, label }));
    const runs = [
      { value: 'rows', label: msg('Row by row') },
      { value: 'columns', label: msg('Column by column') },
    ];
    const cablings = [
      { value: 'snake', label: msg('Turning at the end of each (snake)') },
      { value: 'parallel', label: msg('Each from the same side') },
    ];
    return html`<lk-layout-picture detailed .layout=${layout}></lk-layout-picture>
      <div class="numbers">${this.number(msg('Columns'), layout.columns, 'columns')} ${this.number(msg('Rows'), layout.rows, 'rows')}</div>
      ${this.sum(layout)}
      <div class="numbers">
        ${this.choice(msg('Begins'), corners, layout.start, 'start')} ${this.choice(msg('Runs'), runs, layout.run, 'run')}
        ${this.choice(msg('Cabling'), cablings, layout.cabling, 'cabling')}
      </div>`;
  }

  private number(label: string, value: number, key: 'columns' | 'rows') {
    return html`<lk-number-field
      label=${label}
      .value=${value}
      min="1"
      max="256"
      @lk-number=${(event: CustomEvent<{ value: number }>) => {
        event.stopPropagation();
        this.put({ [key]: event.detail.value });
      }}
    ></lk-number-field>`;
  }

  private choice(label: string, options: { value: string; label: string }[], value: string, key: 'start' | 'run' | 'cabling') {
    return html`<lk-select
      label=${label}
      .options=${options}
      .value=${value}
      @lk-change=${(event: CustomEvent<{ value: string }>) => {
        event.stopPropagation();
        this.put({ [key]: event.detail.value });
      }}
    ></lk-select>`;
  }

  private sum(layout: MatrixLayout) {
    const sum = lightsOf(layout);
    const { leds } = this;
    if (leds === 0) return nothing;
    if (sum === leds) return html`<lk-note tone="ok">${msg(str`${lightsWord(sum)}, as many as there are.`)}</lk-note>`;
    return html`<lk-note tone="warning"
      >${msg(str`${layout.columns} times ${layout.rows} are ${lightsWord(sum)}, but there are ${leds}.`)}
      <lk-button
        slot="action"
        size="s"
        @click=${() => {
          const { columns, rows } = matrixFor(leds);
          this.put({ columns, rows });
        }}
        >${msg('Make them fit')}</lk-button
      ></lk-note
    >`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-matrix-editor': LkMatrixEditor;
  }
}
