import { StoreController, base, describeError, msg, navigate, session, str, toast } from '@lightkeeper/ui';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { mayEdit } from '../live/automations.js';
import { blueprintPage, blueprints, takeIn } from '../live/blueprints.js';
import './blueprint-cards.js';

/** All blueprints, and a way to take one in from a file. */
@customElement('lk-blueprint-gallery')
export class LkBlueprintGallery extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
      }
      input {
        display: none;
      }
      lk-note {
        margin-block-end: var(--lk-space-4);
      }
    `,
  ];

  @state() private problem = '';
  @state() private taking = false;
  private readonly blueprints = new StoreController(this, blueprints);
  private readonly session = new StoreController(this, session);

  override render() {
    return html`<lk-page
      heading=${msg('Blueprints')}
      subtitle=${msg('Automations with holes: fill them in, and it runs.')}
      back="/automations"
      back_label=${msg('Automations')}
    >
      ${
        mayEdit()
          ? html`<lk-button
                slot="actions"
                icon="upload"
                ?busy=${this.taking}
                @click=${() => {
                  this.renderRoot.querySelector('input')?.click();
                }}
                >${msg('Take in a file')}</lk-button
              ><input
                type="file"
                accept=".yaml,.yml,text/yaml"
                aria-label=${msg('The file of a blueprint')}
                @change=${(event: Event) => {
                  void this.takeIn(event.currentTarget as HTMLInputElement);
                }}
              />`
          : nothing
      }
      ${this.problem === '' ? nothing : html`<lk-note tone="error" role="alert">${this.problem}</lk-note>`} ${this.content()}
    </lk-page>`;
  }

  private content() {
    const { status, items, error } = this.blueprints.value;
    if (status === 'failed' && items.length === 0) {
      return html`<lk-error
        .error=${error}
        retry
        @lk-retry=${() => {
          void blueprints.reload();
        }}
      ></lk-error>`;
    }
    if (items.length === 0 && status !== 'ready') return html`<lk-skeleton kind="tiles" count="5"></lk-skeleton>`;
    return html`<lk-blueprint-cards .items=${items}></lk-blueprint-cards>`;
  }

  private async takeIn(input: HTMLInputElement): Promise<void> {
    const file = input.files?.[0];
    input.value = '';
    if (!file) return;
    this.taking = true;
    try {
      const taken = await takeIn(await file.text());
      this.problem = '';
      toast(msg(str`${taken.name} is taken in`));
      navigate(blueprintPage(taken.id));
    } catch (error) {
      this.problem = msg(str`${file.name} was not taken in. ${describeError(error)}`);
    } finally {
      this.taking = false;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-blueprint-gallery': LkBlueprintGallery;
  }
}
