import { LitElement, css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { categoryHue, categoryIcon } from '../words/categories.js';
import './lk-icon.js';

/** A square on the spine of the log: the icon tells the action, the hue the category. */
@customElement('lk-category-glyph')
export class LkCategoryGlyph extends LitElement {
  static override styles = css`
    :host {
      display: grid;
      inline-size: 1.75rem;
      block-size: 1.75rem;
      flex: none;
    }
    span {
      display: grid;
      place-items: center;
      border-radius: 0.5rem;
      color: var(--k);
      background: var(--kt);
    }
    lk-icon {
      font-size: 0.85rem;
    }
    .entity {
      --k: var(--lk-cat-entity);
      --kt: var(--lk-cat-entity-tint);
    }
    .auth {
      --k: var(--lk-cat-auth);
      --kt: var(--lk-cat-auth-tint);
    }
    .device {
      --k: var(--lk-cat-device);
      --kt: var(--lk-cat-device-tint);
    }
    .capture {
      --k: var(--lk-cat-capture);
      --kt: var(--lk-cat-capture-tint);
    }
    .automation {
      --k: var(--lk-cat-automation);
      --kt: var(--lk-cat-automation-tint);
    }
    .system {
      --k: var(--lk-cat-system);
      --kt: var(--lk-cat-system-tint);
    }
  `;

  @property() category = '';
  @property() action = '';
  /** In place of the action's own. */
  @property() icon = '';

  override render() {
    return html`<span class=${categoryHue(this.category)} aria-hidden="true"
      ><lk-icon name=${this.icon || categoryIcon(this.category, this.action)}></lk-icon
    ></span>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-category-glyph': LkCategoryGlyph;
  }
}
