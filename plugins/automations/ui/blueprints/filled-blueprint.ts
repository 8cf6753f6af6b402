import type { JsonValue } from '@lightkeeper/plugin-sdk/wire';
import { ProblemError, StoreController, base, confirmDialog, msg, str } from '@lightkeeper/ui';
import { LitElement, css, html, nothing, type PropertyValues } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { blueprintPage, blueprints, inputsSchema } from '../live/blueprints.js';
import type { Draft, DraftState } from '../live/draft.js';
import { below } from '../model/paths.js';
import { pruned } from '../model/steps.js';

/** What fills the holes of the blueprint that an automation was made from; its steps are the blueprint's. */
@customElement('lk-filled-blueprint')
export class LkFilledBlueprint extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
      }
      lk-note {
        margin-block-end: var(--lk-space-5);
      }
      lk-form {
        display: block;
        max-inline-size: 34rem;
      }
    `,
  ];

  @property({ attribute: false }) draft: Draft | null = null;
  @property({ attribute: false }) now: DraftState | null = null;
  @property({ type: Boolean }) readonly = false;
  private readonly blueprints = new StoreController(this, blueprints);
  private problem: ProblemError | null = null;
  private schema: ReturnType<typeof inputsSchema> = {};

  protected override willUpdate(changed: PropertyValues<this>): void {
    const blueprint = this.blueprints.value.by_id.get(this.now?.value.blueprint?.blueprint_id ?? '');
    const schema = blueprint ? inputsSchema(blueprint) : {};
    if (JSON.stringify(schema) !== JSON.stringify(this.schema)) this.schema = schema;
    if (!changed.has('now')) return;
    const errors = below(this.now?.check?.problems ?? [], 'blueprint.inputs').map(({ path, detail }) => ({
      field: `/${path.replaceAll('.', '/')}`,
      detail,
      code: '',
    }));
    if (JSON.stringify(errors) === JSON.stringify(this.problem?.errors ?? [])) return;
    this.problem = new ProblemError({ type: 'about:blank', title: '', status: 422, detail: '', code: 'LK_VALIDATION', errors });
  }

  override render() {
    const { draft, now } = this;
    const filled = now?.value.blueprint;
    if (draft === null || !now || !filled) return nothing;
    const blueprint = this.blueprints.value.by_id.get(filled.blueprint_id);
    return html`<lk-card heading=${blueprint ? msg(str`From the blueprint ${blueprint.name}`) : msg('From a blueprint')}>
      <lk-note
        >${msg('Its steps are the blueprint’s, and follow it when it changes.')}
        ${blueprint ? html`<a class="link" href=${blueprintPage(blueprint.id)}>${msg('The blueprint')}</a>` : nothing}
        ${
          this.readonly
            ? nothing
            : html`<lk-button
                slot="action"
                size="s"
                @click=${() => {
                  void this.take(draft);
                }}
                >${msg('Make the steps its own')}</lk-button
              >`
        }</lk-note
      >
      <lk-form
        bare
        ?disabled=${this.readonly}
        .schema=${this.schema}
        .value=${filled.inputs}
        .problem=${this.problem}
        @lk-input=${(event: CustomEvent<{ value: Record<string, unknown> }>) => {
          event.stopPropagation();
          const inputs = pruned(this.schema, event.detail.value) as Record<string, JsonValue>;
          draft.put('blueprint', { ...filled, inputs });
        }}
      ></lk-form>
    </lk-card>`;
  }

  private async take(draft: Draft): Promise<void> {
    const sure = await confirmDialog({
      heading: msg('Make the steps its own?'),
      text: msg('They can be changed then, and follow the blueprint no more.'),
      confirm: msg('Make them its own'),
      cancel: msg('Leave it'),
    });
    if (sure) draft.put('blueprint', null);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-filled-blueprint': LkFilledBlueprint;
  }
}
