import { base, msg } from '@lightkeeper/ui';
import { LitElement, css, html } from 'lit';
import { customElement } from 'lit/decorators.js';
import { LiveList } from './data/live-list.js';
import { shortList, shortListStyles } from './parts/short-list.js';

const SHOWN = 7;

/** The Dashboard's widget: what happened last, as it happens. */
@customElement('lk-recent-activity')
export class RecentActivity extends LitElement {
  static override styles = [
    base,
    shortListStyles,
    css`
      :host {
        display: block;
      }
      .open {
        padding: 0 var(--lk-space-4) var(--lk-space-4);
      }
    `,
  ];

  private readonly list = new LiveList(this, SHOWN);

  override connectedCallback(): void {
    this.list.show({});
    super.connectedCallback();
  }

  override render() {
    return html`<lk-card heading=${msg('Recent activity')} flush>
      <lk-live slot="actions"></lk-live>
      ${this.body()}
      <div class="open"><lk-button full size="s" href="/activity" icon_end="arrow-right">${msg('Open the log')}</lk-button></div>
    </lk-card>`;
  }

  private body() {
    const { list } = this;
    if (list.status === 'loading') return html`<lk-skeleton kind="rows" count="6"></lk-skeleton>`;
    if (list.status === 'failed') {
      return html`<lk-error
        class="wrong"
        .error=${list.error}
        retry
        @lk-retry=${() => {
          list.reload();
        }}
      ></lk-error>`;
    }
    if (list.items.length === 0)
      return html`<lk-empty art="scroll-text" text=${msg('What happens in the home is written here.')}></lk-empty>`;
    return shortList(list, msg('Newest entries'));
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-recent-activity': RecentActivity;
  }
}
