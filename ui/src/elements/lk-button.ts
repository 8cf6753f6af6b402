import '@awesome.me/webawesome/dist/components/button/button.js';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { ifDefined } from 'lit/directives/if-defined.js';
import './lk-icon.js';

const LOOKS = {
  primary: { variant: 'brand', appearance: 'accent' },
  plain: { variant: 'neutral', appearance: 'outlined' },
  ghost: { variant: 'neutral', appearance: 'plain' },
  danger: { variant: 'danger', appearance: 'outlined' },
  'danger-fill': { variant: 'danger', appearance: 'accent' },
} as const;

/**
 * A button or, with `href`, a link that looks like one. 44 px high; 36 with `size="s"` where there is a mouse.
 * `type="submit"` submits the form around it. An icon alone needs a `label`.
 */
@customElement('lk-button')
export class LkButton extends LitElement {
  static override shadowRootOptions = { ...LitElement.shadowRootOptions, delegatesFocus: true };
  static override styles = css`
    :host {
      display: inline-flex;
      vertical-align: middle;
      --lk-button-height: var(--lk-target);
    }
    :host([full]) {
      display: flex;
    }
    :host([full]) wa-button {
      flex: 1;
    }
    :host([hidden]) {
      display: none;
    }
    :host([size='s']) {
      --lk-button-height: var(--lk-control);
    }
    @media (pointer: coarse) {
      :host([size='s']) {
        --lk-button-height: var(--lk-target);
      }
    }
    wa-button {
      --wa-form-control-height: var(--lk-button-height);
      --wa-form-control-padding-inline: var(--lk-space-4);
      font-size: var(--lk-size-m);
    }
    :host([size='s']) wa-button {
      --wa-form-control-padding-inline: var(--lk-space-3);
      font-size: var(--lk-size-s);
    }
    wa-button::part(base) {
      block-size: auto;
      min-block-size: var(--lk-button-height);
    }
    wa-button[appearance='outlined'][variant='neutral']::part(base) {
      background: var(--lk-surface);
      border-color: color-mix(in oklab, var(--lk-line-strong) 55%, var(--lk-surface));
    }
    wa-button[appearance='outlined'][variant='danger']::part(base) {
      color: var(--lk-error);
      border-color: color-mix(in oklab, var(--lk-error) 50%, var(--lk-surface));
    }
    wa-button[appearance='plain'][variant='neutral']::part(base) {
      color: var(--lk-text-quiet);
    }
    @media (hover: hover) {
      wa-button[variant='neutral']:not([disabled])::part(base):hover {
        background: var(--lk-hover);
        color: var(--lk-text);
      }
      wa-button[variant='brand']:not([disabled])::part(base):hover {
        background: var(--lk-lamp-hover);
      }
    }
    wa-button[variant='brand']::part(label) {
      font-weight: var(--lk-weight-bold);
    }
    :host([pressed]) wa-button::part(base) {
      background: var(--lk-pressed);
      border-color: var(--lk-line-strong);
    }
    wa-button.alone::part(base) {
      inline-size: var(--lk-button-height);
      padding-inline: 0;
      justify-content: center;
    }
    :host([full]) wa-button::part(base) {
      inline-size: 100%;
      justify-content: center;
    }
    .sr {
      position: absolute;
      inline-size: 1px;
      block-size: 1px;
      overflow: hidden;
      clip-path: inset(50%);
      white-space: nowrap;
    }
    @media (max-width: 47.99rem) {
      :host([compact]) .words {
        position: absolute;
        inline-size: 1px;
        block-size: 1px;
        overflow: hidden;
        clip-path: inset(50%);
      }
      :host([compact]) wa-button::part(base) {
        inline-size: var(--lk-button-height);
        padding-inline: 0;
      }
    }
    .inside {
      display: inline-flex;
      /* An icon has no baseline of its own: on that of the text it would lift both. */
      vertical-align: top;
      align-items: center;
      gap: var(--lk-space-2);
    }
    lk-icon {
      font-size: 1em;
    }
    .alone lk-icon {
      font-size: 1.0625rem;
    }
  `;

  @property() variant: keyof typeof LOOKS = 'plain';
  @property({ reflect: true }) size: 'm' | 's' = 'm';
  @property() icon = '';
  @property({ attribute: 'icon_end' }) icon_end = '';
  /** What a screen reader says; needed when there is an icon alone, and its tooltip then. */
  @property() label = '';
  @property() href = '';
  @property() type: 'button' | 'submit' = 'button';
  @property({ type: Boolean, reflect: true }) disabled = false;
  /** Shows a spinner and takes no clicks. */
  @property({ type: Boolean, reflect: true }) busy = false;
  /** For a button that stays down. */
  @property({ type: Boolean, reflect: true }) pressed = false;
  @property({ type: Boolean, reflect: true }) full = false;
  /** On a phone its icon alone is shown; its words are still read. A page sets it on its plain actions. */
  @property({ type: Boolean, reflect: true }) compact = false;

  /** Whether it has words of its own. */
  private get worded(): boolean {
    return this.textContent.trim() !== '' || this.childElementCount > 0;
  }

  protected override firstUpdated(): void {
    this.addEventListener('click', this.onClick);
  }

  private readonly onClick = (event: Event): void => {
    if (this.disabled || this.busy) {
      event.preventDefault();
      event.stopImmediatePropagation();
    } else if (this.type === 'submit') {
      this.closest('form')?.requestSubmit();
    }
  };

  override render() {
    const look = LOOKS[this.variant];
    const alone = this.icon !== '' && !this.worded;
    return html`<wa-button
      class=${alone ? 'alone' : 'worded'}
      variant=${look.variant}
      appearance=${look.appearance}
      href=${ifDefined(this.href || undefined)}
      title=${ifDefined(alone && this.label ? this.label : undefined)}
      ?disabled=${this.disabled}
      ?loading=${this.busy}
    >
      <span class="inside">
        ${this.icon ? html`<lk-icon name=${this.icon}></lk-icon>` : nothing}
        ${
          alone
            ? nothing
            : html`<span class="words"
                ><slot
                  @slotchange=${() => {
                    this.requestUpdate();
                  }}
                ></slot
              ></span>`
        }
        ${this.label && alone ? html`<span class="sr">${this.label}</span>` : nothing}
        ${this.icon_end ? html`<lk-icon name=${this.icon_end}></lk-icon>` : nothing}
      </span>
    </wa-button>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-button': LkButton;
  }
}
