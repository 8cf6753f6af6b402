import { base, emit, msg } from '@lightkeeper/ui';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { SceneDraft } from '../live/scenes.js';

/** What a scene is called, how fast it comes, and whom it waits for. `lk-about` {changes}. */
@customElement('lk-scene-about')
export class LkSceneAbout extends LitElement {
  static override styles = [
    base,
    css`
      .fields {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--lk-space-4);
      }
    `,
  ];

  @property({ attribute: false }) draft: SceneDraft | null = null;
  private readonly schema = schema();

  private put(changes: Partial<SceneDraft>): void {
    emit(this, 'lk-about', { changes });
  }

  override render() {
    if (this.draft === null) return nothing;
    const { name, description, transition_ms, retry_offline, area_id } = this.draft;
    return html`<lk-card heading=${msg('About it')}>
      <div class="fields">
        <lk-input
          label=${msg('Name')}
          maxlength="120"
          required
          .value=${name}
          @lk-input=${(event: CustomEvent<{ value: string }>) => {
            this.put({ name: event.detail.value });
          }}
        ></lk-input>
        <lk-form
          bare
          .schema=${this.schema}
          .value=${{ description, transition_ms, retry_offline, area_id }}
          @lk-input=${(event: CustomEvent<{ value: Partial<SceneDraft> }>) => {
            this.put(event.detail.value);
          }}
        ></lk-form>
      </div>
    </lk-card>`;
  }
}

/** Written here rather than asked for: the words are the page's, and the hub checks the values. */
function schema(): Record<string, unknown> {
  return {
    type: 'object',
    required: ['transition_ms', 'retry_offline', 'description'],
    properties: {
      transition_ms: { type: 'integer', minimum: 0, maximum: 3_600_000, title: msg('The change takes'), ui: { widget: 'duration' } },
      retry_offline: {
        type: 'boolean',
        title: msg('Wait for devices'),
        description: msg('A device that is away gets its part when it returns, unless something else was asked of it since.'),
        ui: { widget: 'switch' },
      },
      area_id: { anyOf: [{ type: 'string' }, { type: 'null' }], title: msg('Room'), ui: { entity: 'area' } },
      description: { type: 'string', maxLength: 1_000, title: msg('Description'), default: '', ui: { widget: 'textarea' } },
    },
  };
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-scene-about': LkSceneAbout;
  }
}
