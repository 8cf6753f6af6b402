import type { CaptureLayout } from '@lightkeeper/plugin-sdk/wire';
import { base, emit, msg, str } from '@lightkeeper/ui';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { choiceOf, layoutFor, type LayoutChoice } from '../model/layouts.js';
import { lightsWord } from '../model/words.js';
import './border-editor.js';
import './matrix-editor.js';
import './zones-editor.js';

/** Where the lights are: around the picture, in a matrix, all in one colour, or in zones of their own. `lk-layout` {layout} with each change. */
@customElement('lk-layout-editor')
export class LkLayoutEditor extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--lk-space-5);
        min-inline-size: 0;
      }
    `,
  ];

  @property({ attribute: false }) layout: CaptureLayout | null = null;
  /** How many lights there are for a layout of each kind; 0 when that is not known. */
  @property({ attribute: false }) lights: (choice: LayoutChoice) => number = () => 0;
  /** The capture whose picture lies below zones while it runs. */
  @property() capture_id = '';
  /** What the layout was before a choice, so that coming back loses nothing. */
  private readonly earlier = new Map<LayoutChoice, CaptureLayout>();
  /** Zones of their own may all be whole while they are drawn. */
  private free = false;

  private put(layout: CaptureLayout): void {
    this.layout = layout;
    emit(this, 'lk-layout', { layout });
  }

  private choice(layout: CaptureLayout): LayoutChoice {
    return this.free && layout.kind === 'zones' ? 'zones' : choiceOf(layout);
  }

  private choose(choice: LayoutChoice): void {
    const { layout } = this;
    if (layout === null) return;
    this.earlier.set(this.choice(layout), layout);
    this.free = choice === 'zones';
    this.put(this.earlier.get(choice) ?? layoutFor(choice, Math.max(1, this.lights(choice))));
  }

  override render() {
    const { layout } = this;
    if (layout === null) return nothing;
    const choice = this.choice(layout);
    return html`<div>
        <lk-segments
          label=${msg('Where the lights are')}
          .options=${[
            { value: 'border', label: msg('Around it') },
            { value: 'matrix', label: msg('Matrix') },
            { value: 'one', label: msg('One colour') },
            { value: 'zones', label: msg('Free') },
          ]}
          .value=${choice}
          @lk-change=${(event: CustomEvent<{ value: LayoutChoice }>) => {
            event.stopPropagation();
            this.choose(event.detail.value);
          }}
        ></lk-segments>
      </div>
      ${this.editor(choice, layout)}`;
  }

  private editor(choice: LayoutChoice, layout: CaptureLayout) {
    const take = (event: CustomEvent<{ layout: CaptureLayout }>): void => {
      event.stopPropagation();
      this.put(event.detail.layout);
    };
    const leds = this.lights(choice);
    if (choice === 'border') return html`<lk-border-editor .layout=${layout} .leds=${leds} @lk-layout=${take}></lk-border-editor>`;
    if (choice === 'matrix') return html`<lk-matrix-editor .layout=${layout} .leds=${leds} @lk-layout=${take}></lk-matrix-editor>`;
    if (choice === 'zones')
      return html`<lk-zones-editor .layout=${layout} .leds=${leds} .capture_id=${this.capture_id} @lk-layout=${take}></lk-zones-editor>`;
    return html`<lk-note>${msg(str`All ${lightsWord(leds)} show one colour: that of the whole picture.`)}</lk-note>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-layout-editor': LkLayoutEditor;
  }
}
