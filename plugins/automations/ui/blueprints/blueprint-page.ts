import type { AutomationCheck, Blueprint, JsonValue } from '@lightkeeper/plugin-sdk/wire';
import {
  ProblemError,
  StoreController,
  base,
  confirmDialog,
  describeError,
  msg,
  navigate,
  session,
  str,
  toast,
  type MenuItem,
} from '@lightkeeper/ui';
import { LitElement, css, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { mayEdit, pageOf } from '../live/automations.js';
import { blueprints, inputsSchema, make, preview, removeBlueprint } from '../live/blueprints.js';
import { pruned } from '../model/steps.js';
import { saveAs } from '../parts/save-as.js';

const PREVIEW_AFTER_MS = 400;

/** One blueprint: its holes as a form, what comes of it in a sentence, and the automations made from it. */
@customElement('lk-blueprint-page')
export class LkBlueprintPage extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
      }
      .sentence {
        font-size: var(--lk-size-l);
        line-height: 1.5;
        overflow-wrap: anywhere;
      }
      .fields {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--lk-space-5);
        max-inline-size: 34rem;
      }
      ul a {
        display: flex;
        align-items: center;
        min-block-size: var(--lk-target);
        overflow-wrap: anywhere;
      }
    `,
  ];

  @property() blueprint_id = '';
  @state() private name: string | null = null;
  @state() private inputs: Record<string, unknown> = {};
  @state() private check: AutomationCheck | null = null;
  @state() private problem: unknown = null;
  @state() private busy = false;
  private schema: ReturnType<typeof inputsSchema> = {};
  private timer: ReturnType<typeof setTimeout> | undefined;
  private round = 0;
  private readonly blueprints = new StoreController(this, blueprints);
  private readonly session = new StoreController(this, session);

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.timer);
    this.round += 1;
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('blueprint_id')) {
      this.name = null;
      this.inputs = {};
      this.check = null;
    }
    const blueprint = this.blueprints.value.by_id.get(this.blueprint_id);
    const schema = blueprint ? inputsSchema(blueprint) : {};
    if (JSON.stringify(schema) !== JSON.stringify(this.schema)) this.schema = schema;
  }

  override render() {
    const blueprint = this.blueprints.value.by_id.get(this.blueprint_id);
    if (blueprint) return this.page(blueprint);
    const { status, error } = this.blueprints.value;
    return html`<lk-page heading=${msg('Blueprint')} back="/automations/blueprints" back_label=${msg('Blueprints')}>
      ${status === 'failed' ? html`<lk-error .error=${error}></lk-error>` : nothing}
      ${status === 'ready' ? html`<lk-empty art="puzzle" text=${msg('There is no such blueprint any more.')}></lk-empty>` : html`<lk-skeleton kind="rows" count="4"></lk-skeleton>`}
    </lk-page>`;
  }

  private page(blueprint: Blueprint) {
    return html`<lk-page
      heading=${blueprint.name}
      subtitle=${blueprint.description}
      back="/automations/blueprints"
      back_label=${msg('Blueprints')}
      aside_label=${msg('Made from it')}
    >
      ${this.menu(blueprint)}
      <div class="stack">
        ${mayEdit() ? this.form(blueprint) : html`<lk-note icon="eye">${msg('An administrator makes automations of it.')}</lk-note>`}
      </div>
      ${blueprint.used_by.length === 0 ? nothing : this.users(blueprint)}
    </lk-page>`;
  }

  private menu(blueprint: Blueprint) {
    const items: (MenuItem | 'divider')[] = [{ id: 'export', label: msg('Save as a file'), icon: 'download' }];
    if (mayEdit() && blueprint.source === 'user') {
      items.push('divider', {
        id: 'delete',
        label: msg('Delete …'),
        icon: 'trash-2',
        danger: true,
        disabled: blueprint.used_by.length > 0,
      });
    }
    return html`<lk-menu
      slot="actions"
      label=${msg('More')}
      .items=${items}
      @lk-select=${(event: CustomEvent<{ id: string }>) => {
        if (event.detail.id === 'export') saveAs(`${blueprint.name}.yaml`, blueprint.yaml);
        else void this.delete(blueprint);
      }}
      ><lk-button slot="trigger" variant="ghost" icon="ellipsis" label=${msg('More')}></lk-button
    ></lk-menu>`;
  }

  private form(blueprint: Blueprint) {
    const name_error = this.problem instanceof ProblemError ? (this.problem.field('/name') ?? '') : '';
    return html`<lk-card heading=${msg('In a sentence')}>
        <p class="sentence" role="status">${this.check?.sentence ?? msg('Fill in what is missing, and it can be told.')}</p>
      </lk-card>
      <lk-card heading=${msg('Fill it in')}>
        <div class="fields">
          <lk-input
            label=${msg('Name')}
            required
            maxlength="120"
            autocomplete="off"
            error=${name_error}
            .value=${this.name ?? blueprint.name}
            @lk-input=${(event: CustomEvent<{ value: string }>) => {
              event.stopPropagation();
              this.name = event.detail.value;
            }}
          ></lk-input>
          <lk-form
            .schema=${this.schema}
            .value=${this.inputs}
            .problem=${this.problem}
            ?busy=${this.busy}
            submit_label=${msg('Make the automation')}
            @lk-input=${(event: CustomEvent<{ value: Record<string, unknown> }>) => {
              event.stopPropagation();
              this.fill(event.detail.value);
            }}
            @lk-submit=${(event: CustomEvent<{ value: Record<string, unknown> }>) => {
              event.stopPropagation();
              void this.make(blueprint, event.detail.value);
            }}
          ></lk-form>
        </div>
      </lk-card>`;
  }

  private users({ used_by }: Blueprint) {
    return html`<div slot="aside">
      <lk-card heading=${msg('Made from it')}>
        <ul>
          ${used_by.map(
            ({ id, name }) =>
              html`<li>
                <a class="link" href=${pageOf(id)}><bdi>${name}</bdi></a>
              </li>`,
          )}
        </ul>
      </lk-card>
    </div>`;
  }

  private fill(value: Record<string, unknown>): void {
    this.inputs = value;
    clearTimeout(this.timer);
    const round = (this.round += 1);
    this.timer = setTimeout(() => void this.tell(round), PREVIEW_AFTER_MS);
  }

  private async tell(round: number): Promise<void> {
    try {
      const check = await preview(this.blueprint_id, pruned(this.schema, this.inputs) as Record<string, JsonValue>);
      if (round === this.round) this.check = check;
    } catch {
      // Half of it is no automation yet; what is wrong is said when it is made.
      if (round === this.round) this.check = null;
    }
  }

  private async make(blueprint: Blueprint, value: Record<string, unknown>): Promise<void> {
    this.busy = true;
    this.problem = null;
    try {
      const made = await make(blueprint.id, this.name ?? blueprint.name, pruned(this.schema, value) as Record<string, JsonValue>);
      toast(msg(str`${made.name} is made`));
      navigate(pageOf(made.id));
    } catch (error) {
      this.problem = toFields(error);
    } finally {
      this.busy = false;
    }
  }

  private async delete(blueprint: Blueprint): Promise<void> {
    const sure = await confirmDialog({
      heading: msg(str`Delete ${blueprint.name}?`),
      text: msg('Its file goes. Save it first if you may want it again.'),
      confirm: msg('Delete it'),
      cancel: msg('Keep it'),
      danger: true,
    });
    if (!sure) return;
    try {
      await removeBlueprint(blueprint);
      navigate('/automations/blueprints', { replace: true });
      toast(msg(str`${blueprint.name} is deleted`));
    } catch (error) {
      toast(describeError(error), { tone: 'error' });
    }
  }
}

/** The hub names the holes by where they stand in the automation; the form knows them by themselves. */
function toFields(error: unknown): unknown {
  if (!(error instanceof ProblemError)) return error;
  const errors = error.errors.map((one) => ({ ...one, field: one.field.replace(/^(?:\/blueprint)?\/inputs\//, '/') }));
  return new ProblemError({ ...error.problem, errors });
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-blueprint-page': LkBlueprintPage;
  }
}
