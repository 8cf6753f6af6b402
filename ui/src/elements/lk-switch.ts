import '@awesome.me/webawesome/dist/components/switch/switch.js';
import { LitElement, css, html } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { live } from 'lit/directives/live.js';
import { emit } from './emit.js';
import { focusControl } from './focus-control.js';

/** On or off, at once. Amber means on; the light's own colour belongs to the slider. */
@customElement('lk-switch')
export class LkSwitch extends LitElement {
  static override shadowRootOptions = { ...LitElement.shadowRootOptions, delegatesFocus: true };
  static override styles = css`
    :host {
      display: inline-flex;
      vertical-align: middle;
    }
    wa-switch {
      --width: 2.875rem;
      --height: 1.625rem;
      --thumb-size: 1.0625rem;
      font-size: var(--lk-size-m);
    }
    wa-switch::part(base) {
      position: relative;
      align-items: center;
    }
    wa-switch::part(label) {
      margin: 0;
    }
    .worded {
      margin-inline-start: var(--lk-space-3);
    }
    /* The hit area is 44 px high. */
    wa-switch::part(control)::before {
      content: '';
      position: absolute;
      inset: -0.6rem;
    }
    wa-switch::part(control) {
      position: relative;
      background: var(--lk-pressed);
      border: 1.5px solid var(--lk-line-strong);
      transition:
        background var(--lk-time-off) var(--lk-ease),
        border-color var(--lk-time-2);
    }
    wa-switch::part(thumb) {
      background: var(--lk-line-strong);
      border: 0;
      box-shadow: none;
    }
    wa-switch:state(checked)::part(control),
    :host([checked]) wa-switch::part(control) {
      background: var(--lk-lamp);
      border-color: var(--lk-lamp-edge);
      transition-duration: var(--lk-time-on);
    }
    :host([checked]) wa-switch::part(thumb) {
      background: var(--lk-lamp-on);
    }
    :host([busy]) wa-switch::part(control) {
      opacity: 0.55;
    }
    .sr {
      position: absolute;
      inline-size: 1px;
      block-size: 1px;
      overflow: hidden;
      clip-path: inset(50%);
      white-space: nowrap;
    }
  `;

  @property({ type: Boolean, reflect: true }) checked = false;
  @property({ type: Boolean, reflect: true }) disabled = false;
  /** The wish is on its way; the control shows it at 55 % strength. */
  @property({ type: Boolean, reflect: true }) busy = false;
  /** Read aloud. Text between the tags is shown. */
  @property() label = '';

  override focus(options?: FocusOptions): void {
    void focusControl(this, () => this.renderRoot.querySelector<HTMLElement>('wa-switch'), options);
  }

  @state() private worded = false;

  private onSlot(event: Event): void {
    this.worded = (event.target as HTMLSlotElement).assignedNodes().some((node) => (node.textContent ?? '').trim() !== '');
  }

  private onChange(event: Event): void {
    event.stopPropagation();
    this.checked = (event.target as HTMLInputElement).checked;
    emit(this, 'lk-change', { checked: this.checked });
  }

  override render() {
    return html`<wa-switch
      .checked=${live(this.checked)}
      ?disabled=${this.disabled}
      @change=${this.onChange}
      @input=${(event: Event) => {
        event.stopPropagation();
      }}
      ><span class="sr">${this.label}</span><span class=${this.worded ? 'worded' : ''}><slot @slotchange=${this.onSlot}></slot></span
    ></wa-switch>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-switch': LkSwitch;
  }
}
