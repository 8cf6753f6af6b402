import type { WidgetInfo } from '@lightkeeper/plugin-sdk/wire';
import { LitElement, css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { StoreController } from '../store/store.js';
import { manifest, widgetsFor } from './manifest.js';
import './lk-mount.js';

/** The cards that plugins put in one place: the Dashboard, its side, or a device's page. */
@customElement('lk-widgets')
export class LkWidgets extends LitElement {
  static override styles = css`
    :host {
      display: grid;
      grid-template-columns: minmax(0, 1fr);
      gap: var(--lk-gap);
      align-content: start;
    }
    /* A widget stands in the grid itself, so that one that is hidden leaves no gap. */
    lk-mount {
      display: contents;
    }
    :host([place='dashboard']) {
      gap: var(--lk-space-8);
    }
  `;

  @property({ reflect: true }) place: WidgetInfo['place'] = 'dashboard';
  /** Handed to every widget as its property `context`, such as `{ device_id }`. */
  @property({ attribute: false }) context: Record<string, unknown> = {};
  private readonly manifest = new StoreController(this, manifest);

  override render() {
    return repeat(
      widgetsFor(this.place, this.manifest.value),
      (widget) => `${widget.plugin_id}/${widget.id}`,
      (widget) =>
        html`<lk-mount
          module=${widget.module}
          element=${widget.element}
          owner=${widget.title}
          .props=${{ widget, context: this.context }}
        ></lk-mount>`,
    );
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-widgets': LkWidgets;
  }
}
