import { LitElement, css, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { msg } from '../i18n/msg.js';
import { connection } from '../live/live.js';
import { loadModule } from './manifest.js';
import '../elements/lk-error.js';
import '../elements/lk-skeleton.js';

/** Loads a plugin's module and shows its element. What goes wrong there is said in its place and touches nothing else. */
@customElement('lk-mount')
export class LkMount extends LitElement {
  static override styles = css`
    :host {
      display: block;
      min-inline-size: 0;
    }
  `;

  @property() module = '';
  @property() element = '';
  /** Properties that the element is given. */
  @property({ attribute: false }) props: Record<string, unknown> = {};
  /** Whose it is, for the words when it fails. */
  @property() owner = '';
  @state() private error: Error | null = null;
  @state() private node: HTMLElement | null = null;

  private stop: (() => void) | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    // What could not be loaded while the hub was away is tried again when it is back.
    this.stop = connection.subscribe(({ state: now }) => {
      if (now === 'open' && this.error) void this.load();
    });
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.stop?.();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('module') || changed.has('element')) void this.load();
    else if (changed.has('props') && this.node) Object.assign(this.node, this.props);
  }

  private async load(): Promise<void> {
    const { module, element } = this;
    this.error = null;
    this.node = null;
    try {
      await loadModule(module);
      if (!customElements.get(element)) throw new Error(`The module does not define <${element}>`);
      if (module !== this.module || element !== this.element) return;
      this.node = Object.assign(document.createElement(element), this.props);
    } catch (cause) {
      reportError(cause);
      this.error = new Error(msg('This part comes from a plugin and could not be loaded.'), { cause });
    }
  }

  override render() {
    if (this.error) {
      return html`<lk-error
        .error=${this.owner ? new Error(`${this.owner}: ${this.error.message}`) : this.error}
        retry
        @lk-retry=${() => {
          void this.load();
        }}
      ></lk-error>`;
    }
    return this.node ?? (this.module ? html`<lk-skeleton count="3"></lk-skeleton>` : nothing);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-mount': LkMount;
  }
}
