import type { Capture } from '@lightkeeper/plugin-sdk/wire';
import { ProblemError, StoreController, api, base, can, collection, describeError, msg, str, toast, type MenuItem } from '@lightkeeper/ui';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { captures } from '../live/captures.js';

type Look = Pick<Capture, 'algorithm' | 'cut_bars' | 'smoothing' | 'filters' | 'grade' | 'rate'>;
type Template = Look & { id: string; name: string };

const templates = collection<Template>('capture-templates', { entity_type: 'capture_template' });
const SAVE = 'save';

/** Looks that have names: to give one to a capture, and to keep the look that it has. */
@customElement('lk-look-templates')
export class LkLookTemplates extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: inline-flex;
      }
    `,
  ];

  @property() capture_id = '';
  @state() private saving = false;
  @state() private busy = false;
  @state() private name = '';
  @state() private problem: unknown = null;
  private readonly templates = new StoreController(this, templates);

  override render() {
    const named = this.templates.value.items.map(({ id, name }): MenuItem => ({ id, label: name, icon: 'palette' }));
    const items: (MenuItem | 'divider')[] = can('admin')
      ? [...named, ...(named.length > 0 ? ['divider' as const] : []), { id: SAVE, label: msg('Keep this look …'), icon: 'save' }]
      : named;
    if (items.length === 0) return nothing;
    return html`<lk-menu
        label=${msg('Looks')}
        .items=${items}
        @lk-select=${(event: CustomEvent<{ id: string }>) => {
          event.stopPropagation();
          if (event.detail.id === SAVE) this.ask();
          else void this.apply(event.detail.id);
        }}
        ><lk-button slot="trigger" size="s" variant="ghost" icon="palette" label=${msg('Looks')}></lk-button></lk-menu
      >${this.saving ? this.dialog() : nothing}`;
  }

  private ask(): void {
    this.name = '';
    this.problem = null;
    this.saving = true;
  }

  private dialog() {
    const wrong = this.problem instanceof ProblemError ? this.problem.field('/name') : undefined;
    return html`<lk-dialog
      open
      heading=${msg('Keep this look')}
      @lk-close=${(event: Event) => {
        event.stopPropagation();
        this.saving = false;
      }}
    >
      <form
        class="stack"
        @submit=${(event: Event) => {
          event.preventDefault();
          void this.save();
        }}
      >
        <lk-input
          autofocus
          required
          maxlength="120"
          label=${msg('Its name')}
          hint=${msg('Other captures can be given this look.')}
          error=${wrong ?? ''}
          .value=${this.name}
          @lk-input=${(event: CustomEvent<{ value: string }>) => {
            event.stopPropagation();
            this.name = event.detail.value;
          }}
        ></lk-input>
        ${wrong === undefined ? html`<lk-error .error=${this.problem}></lk-error>` : nothing}
      </form>
      <lk-button
        slot="actions"
        variant="primary"
        ?busy=${this.busy}
        @click=${() => {
          void this.save();
        }}
        >${msg('Keep it')}</lk-button
      >
    </lk-dialog>`;
  }

  private async save(): Promise<void> {
    const capture = captures.value.by_id.get(this.capture_id);
    if (capture === undefined || this.busy) return;
    const { algorithm, cut_bars, smoothing, filters, grade, rate } = capture;
    this.busy = true;
    this.problem = null;
    try {
      const look: Look = { algorithm, cut_bars, smoothing, filters, grade, rate };
      templates.put(await api.post<Template>('capture-templates', { name: this.name.trim(), ...look }));
      this.saving = false;
      toast(msg(str`The look ${this.name.trim()} is kept`));
    } catch (error) {
      this.problem = error;
    } finally {
      this.busy = false;
    }
  }

  private async apply(template_id: string): Promise<void> {
    try {
      captures.put(await api.post<Capture>(`captures/${encodeURIComponent(this.capture_id)}/apply-template`, { template_id }));
    } catch (error) {
      toast(describeError(error), { tone: 'error' });
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-look-templates': LkLookTemplates;
  }
}
