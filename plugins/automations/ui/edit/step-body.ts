import type { AutomationKindInfo, AutomationKinds } from '@lightkeeper/plugin-sdk/wire';
import { ProblemError, base, msg, str, type JsonSchema } from '@lightkeeper/ui';
import { LitElement, css, html, nothing, type PropertyValues } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import type { Draft, DraftState } from '../live/draft.js';
import { below, joined, listAt, type Path } from '../model/paths.js';
import { splitSchema, type Nest, type StepSort } from '../model/nests.js';
import { inherit } from '../model/step-keys.js';
import { firstOf, pruned, waysOf, type Step } from '../model/steps.js';
import { stepCardStyles } from './step-card.styles.js';
import './step-extras.js';

/** What an open step shows: the fields of its kind, and the lists of the steps within it. */
@customElement('lk-step-body')
export class LkStepBody extends LitElement {
  static override styles = [
    base,
    stepCardStyles,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--lk-space-5);
      }
    `,
  ];

  @property({ attribute: false }) draft: Draft | null = null;
  @property({ attribute: false }) now: DraftState | null = null;
  @property({ attribute: false }) kinds: AutomationKinds | null = null;
  @property({ attribute: false }) step: Step = { kind: '' };
  @property({ attribute: false }) info: AutomationKindInfo | null = null;
  @property() path: Path = '';
  @property() sort: StepSort = 'actions';
  @property({ type: Boolean }) readonly = false;
  private split: ReturnType<typeof splitSchema> = { fields: {}, nests: [] };
  /** The schema of the form: without the ways that are not taken. */
  private fields: JsonSchema = {};
  private problem: ProblemError | null = null;
  private told = '';

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('info')) this.split = splitSchema(this.info?.options_schema ?? {});
    const fields = this.fieldsOfWay();
    // A form that is given another schema begins anew.
    if (JSON.stringify(fields) !== JSON.stringify(this.fields)) this.fields = fields;
    const problems = below(this.draft?.mistakes ?? [], this.path);
    const errors = problems.map(({ path, detail }) => ({ field: path === '' ? '' : `/${path.replaceAll('.', '/')}`, detail, code: '' }));
    const told = JSON.stringify(errors);
    if (told === this.told) return;
    // The form looks at a new problem anew, and forgets what was typed since: it is given one only when there is one.
    this.told = told;
    this.problem =
      errors.length === 0
        ? null
        : new ProblemError({ type: 'about:blank', title: '', status: 422, detail: '', code: 'LK_VALIDATION', errors });
  }

  private replace(next: Step): void {
    inherit(this.step, next);
    this.draft?.put(this.path, next);
  }

  private get way(): string | undefined {
    const ways = waysOf(this.sort, this.step.kind);
    return ways.find((key) => this.step[key] !== undefined) ?? ways[0];
  }

  private fieldsOfWay(): JsonSchema {
    const { fields } = this.split;
    const ways = waysOf(this.sort, this.step.kind);
    if (ways.length === 0) return fields;
    const { way } = this;
    const properties = Object.fromEntries(Object.entries(fields.properties ?? {}).filter(([key]) => !ways.includes(key) || key === way));
    return { ...fields, properties };
  }

  override render() {
    const { info, step, draft, now } = this;
    if (draft === null || now === null) return nothing;
    if (info === null) {
      return html`<p class="about">
        ${msg(str`Nothing here knows the kind “${step.kind}”. Its plugin may be switched off; the step is kept as it is.`)}
      </p>`;
    }
    const { way } = this;
    const nests = this.split.nests.filter(({ key }) => !waysOf(this.sort, step.kind).includes(key) || key === way);
    return html`<p class="about">${info.description}</p>
      ${this.loose()} ${this.ways(way)} ${this.form()} ${this.address()} ${nests.map((nest) => this.nest(nest))} ${this.names()}
      <lk-step-extras
        .step=${step}
        sort=${this.sort}
        ?readonly=${this.readonly}
        @lk-step=${(event: CustomEvent<{ step: Step }>) => {
          event.stopPropagation();
          this.replace(event.detail.step);
        }}
      ></lk-step-extras>`;
  }

  /** What is wrong with the step as a whole, or with something that has no field. */
  private loose() {
    const known = new Set([...Object.keys(this.fields.properties ?? {}), ...this.split.nests.map(({ key }) => key)]);
    const problems = below(this.draft?.mistakes ?? [], this.path).filter(({ path }) => !known.has(path.split('.')[0] ?? ''));
    if (problems.length === 0) return nothing;
    return html`<ul>
      ${problems.map(({ path, detail }) => html`<li class="error"><lk-icon name="octagon-x"></lk-icon><span>${path === '' || path === 'kind' ? detail : `${path}: ${detail}`}</span></li>`)}
    </ul>`;
  }

  private ways(way: string | undefined) {
    const ways = waysOf(this.sort, this.step.kind);
    if (ways.length === 0 || way === undefined) return nothing;
    const words: Record<string, string> = {
      count: msg('So often'),
      while: msg('While'),
      until: msg('Until'),
      for_each: msg('For each'),
    };
    return html`<lk-segments
      label=${msg('How')}
      .options=${ways.map((value) => ({ value, label: words[value] ?? value }))}
      .value=${way}
      ?disabled=${this.readonly}
      @lk-change=${(event: CustomEvent<{ value: string }>) => {
        event.stopPropagation();
        const others = Object.fromEntries(Object.entries(this.step).filter(([key]) => !ways.includes(key)));
        this.replace({ ...others, kind: this.step.kind, [event.detail.value]: firstOf(event.detail.value) });
      }}
    ></lk-segments>`;
  }

  private form() {
    const schema = this.fields;
    const keys = Object.keys(schema.properties ?? {});
    if (keys.length === 0) return nothing;
    const value = Object.fromEntries(keys.flatMap((key) => (this.step[key] === undefined ? [] : [[key, this.step[key]]])));
    return html`<lk-form
      class="fields"
      bare
      ?expressions=${this.sort === 'actions'}
      ?disabled=${this.readonly}
      .schema=${schema}
      .value=${value}
      .problem=${this.problem}
      @lk-input=${(event: CustomEvent<{ value: Record<string, unknown> }>) => {
        event.stopPropagation();
        const others = Object.fromEntries(Object.entries(this.step).filter(([key]) => !keys.includes(key)));
        this.replace({ ...others, kind: this.step.kind, ...pruned(schema, event.detail.value) });
      }}
    ></lk-form>`;
  }

  /** Where a webhook is called. */
  private address() {
    const id = this.step['webhook_id'];
    if (this.sort !== 'triggers' || this.step.kind !== 'webhook' || typeof id !== 'string' || id === '') return nothing;
    const url = `${location.origin}/api/v1/hooks/${encodeURIComponent(id)}`;
    return html`<div class="fields">
      <span class="small quiet">${msg('Its address, which is a secret:')}</span>
      <div class="row"><code class="mono grow">${url}</code><lk-copy .value=${url} label=${msg('Copy the address')}></lk-copy></div>
    </div>`;
  }

  /** What expressions may speak of, where there is one. */
  private names() {
    const used = this.step.kind === 'expression' || JSON.stringify(this.step).includes('"$cel"') || this.step['expression'] !== undefined;
    const names = this.kinds?.expressions ?? [];
    if (!used || names.length === 0) return nothing;
    return html`<details class="names">
      <summary>${msg('What an expression may speak of')}</summary>
      <dl>
        ${names.map(
          ({ name, type, description }) =>
            html`<div>
              <dt><code>${name}</code> <small>${type}</small></dt>
              <dd>${description}</dd>
            </div>`,
        )}
      </dl>
    </details>`;
  }

  private nest(nest: Nest) {
    const path = joined(this.path, nest.key);
    const given = this.step[nest.key];
    if (given === undefined && nest.optional) {
      if (this.readonly) return nothing;
      return html`<div>
        <lk-button
          size="s"
          variant="ghost"
          icon="plus"
          @click=${() => {
            this.draft?.put(path, []);
          }}
          >${nest.title} …</lk-button
        >
      </div>`;
    }
    return html`<section class="nest" aria-label=${nest.title}>
      <div class="row">
        <h4>${nest.title}</h4>
        ${
          nest.optional && !this.readonly && nest.key !== this.way
            ? html`<lk-button
                size="s"
                variant="ghost"
                icon="x"
                label=${msg(str`Without: ${nest.title}`)}
                @click=${() => {
                  this.draft?.put(path, undefined);
                }}
              ></lk-button>`
            : nothing
        }
      </div>
      ${this.wrongAt(nest.key)} ${this.inner(nest, path)}
    </section>`;
  }

  private wrongAt(key: string) {
    const found = below(this.draft?.mistakes ?? [], this.path).find(({ path }) => path === key);
    return found ? html`<p class="error"><lk-icon name="octagon-x"></lk-icon><span>${found.detail}</span></p>` : nothing;
  }

  private inner(nest: Nest, path: Path) {
    if (nest.shape === 'list') return this.list(path, nest.sort, nest.title);
    const items = listAt(this.now?.value, path);
    return html`${items.map((_, index) => {
      const title = nest.shape === 'lists' ? `${nest.item_title} ${index + 1}` : msg(str`Option ${index + 1}`);
      return html`<div class="group" role="group" aria-label=${title}>
        <div class="row between">
          <span class="small quiet">${title}</span>
          ${
            items.length > 1 && !this.readonly
              ? html`<lk-button
                  size="s"
                  variant="ghost"
                  icon="trash-2"
                  label=${msg(str`Take away: ${title}`)}
                  @click=${() => {
                    this.draft?.put(path, items.toSpliced(index, 1));
                  }}
                ></lk-button>`
              : nothing
          }
        </div>
        ${
          nest.shape === 'lists'
            ? this.list(joined(path, index), nest.sort, title)
            : nest.lists.map(
                ({ key, title: name, sort }) =>
                  html`<div>
                    <h4>${name}</h4>
                    ${this.list(joined(joined(path, index), key), sort, `${title}, ${name}`)}
                  </div>`,
              )
        }
      </div>`;
    })}
    ${
      this.readonly
        ? nothing
        : html`<lk-button
            size="s"
            variant="ghost"
            icon="plus"
            @click=${() => {
              const fresh = nest.shape === 'lists' ? [] : Object.fromEntries(nest.lists.map(({ key }) => [key, []]));
              this.draft?.put(path, [...items, fresh]);
            }}
            >${nest.shape === 'lists' ? msg('Add a branch') : msg('Add an option')}</lk-button
          >`
    }`;
  }

  private list(path: Path, sort: StepSort, label: string) {
    return html`<lk-step-list
      .draft=${this.draft}
      .now=${this.now}
      .kinds=${this.kinds}
      path=${path}
      sort=${sort}
      label=${label}
      ?readonly=${this.readonly}
    ></lk-step-list>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-step-body': LkStepBody;
  }
}
