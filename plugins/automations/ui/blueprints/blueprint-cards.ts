import type { Blueprint } from '@lightkeeper/plugin-sdk/wire';
import { base, msg, plural, str } from '@lightkeeper/ui';
import { LitElement, css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { repeat } from 'lit/directives/repeat.js';
import { blueprintPage } from '../live/blueprints.js';

/** Blueprints as cards; each leads to its form. */
@customElement('lk-blueprint-cards')
export class LkBlueprintCards extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
      }
      ul {
        display: grid;
        grid-template-columns: repeat(auto-fill, minmax(min(100%, 18rem), 1fr));
        gap: var(--lk-gap);
      }
      a {
        display: grid;
        grid-template-columns: 2.5rem minmax(0, 1fr);
        gap: var(--lk-space-1) var(--lk-space-3);
        align-content: start;
        block-size: 100%;
        padding: var(--lk-space-4);
        background: var(--lk-surface);
        border: 1px solid var(--lk-line);
        border-radius: var(--lk-radius-l);
      }
      a:hover {
        background: var(--lk-hover);
      }
      .icon {
        grid-row: span 3;
        display: grid;
        place-items: center;
        inline-size: 2.5rem;
        block-size: 2.5rem;
        border-radius: var(--lk-radius-m);
        background: var(--lk-cat-automation-tint);
        color: var(--lk-cat-automation);
        font-size: 1.125rem;
      }
      b {
        font-size: var(--lk-size-l);
        overflow-wrap: anywhere;
      }
      p {
        color: var(--lk-text-quiet);
        font-size: var(--lk-size-s);
      }
      small {
        color: var(--lk-text-faint);
        font-size: var(--lk-size-s);
      }
    `,
  ];

  @property({ attribute: false }) items: readonly Blueprint[] = [];

  override render() {
    return html`<ul>
      ${repeat(
        this.items,
        ({ id }) => id,
        ({ id, name, description, icon, used_by, source }) =>
          html`<li>
            <a href=${blueprintPage(id)}
              ><span class="icon"><lk-icon name=${icon}></lk-icon></span><b><bdi>${name}</bdi></b>
              <p>${description}</p>
              <small>${this.facts(source, used_by.length)}</small></a
            >
          </li>`,
      )}
    </ul>`;
  }

  private facts(source: Blueprint['source'], used: number): string {
    if (used > 0) return plural(used, { one: msg('Used once'), other: msg(str`Used ${used} times`) });
    return source === 'built_in' ? msg('Comes with the hub') : msg('Taken in from a file');
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-blueprint-cards': LkBlueprintCards;
  }
}
