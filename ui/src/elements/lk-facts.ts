import { LitElement, css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { base } from './base.js';

export type Fact = readonly [label: string, value: unknown];

/** Names and values, one below the other. */
@customElement('lk-facts')
export class LkFacts extends LitElement {
  static override styles = [
    base,
    css`
      dl {
        display: grid;
        grid-template-columns: max-content minmax(0, 1fr);
        gap: var(--lk-space-2) var(--lk-space-5);
        font-size: var(--lk-size-s);
      }
      dt {
        color: var(--lk-text-faint);
      }
      dd {
        overflow-wrap: anywhere;
      }
      .mono {
        font-family: var(--lk-font-mono);
      }
    `,
  ];

  @property({ attribute: false }) items: readonly Fact[] = [];

  override render() {
    return html`<dl>
      ${this.items.map(
        ([label, value]) =>
          html`<dt>${label}</dt>
            <dd>${value}</dd>`,
      )}
    </dl>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-facts': LkFacts;
  }
}
