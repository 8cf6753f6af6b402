import type { Capture, CaptureLayout, CaptureSource, Device, NamedLayout } from '@lightkeeper/plugin-sdk/wire';
import { ProblemError, StoreController, api, base, can, collection, msg, navigate, session, str } from '@lightkeeper/ui';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, state } from 'lit/decorators.js';
import { captures, catalogue, run } from '../live/captures.js';
import { choiceOf, layoutFor, ledsOf, lightsWanted, targetsInRow, type LayoutChoice } from '../model/layouts.js';
import { sourceName } from '../model/words.js';
import '../parts/layout-editor.js';
import '../parts/layout-exchange.js';
import { layoutWords } from '../parts/layout-picture.js';
import '../parts/named-layouts.js';
import '../parts/source-picker.js';
import '../parts/try-lights.js';
import './device-picker.js';

const STEPS = ['lights', 'picture', 'layout', 'name'] as const;
type Step = (typeof STEPS)[number];
/** Fewer lights than this do not go around a picture. */
const FEW = 8;

/** Makes a capture in four steps: which lights, what they follow, where they are, and what it is called. */
@customElement('lk-capture-wizard')
export class LkCaptureWizard extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: block;
      }
      ol {
        display: flex;
        flex-wrap: wrap;
        gap: var(--lk-space-2) var(--lk-space-5);
        margin-block-end: var(--lk-space-6);
        font-size: var(--lk-size-s);
        color: var(--lk-text-faint);
      }
      ol li {
        display: inline-flex;
        align-items: center;
        gap: var(--lk-space-2);
      }
      ol i {
        font-style: normal;
        display: grid;
        place-items: center;
        inline-size: 1.5rem;
        block-size: 1.5rem;
        border-radius: 50%;
        border: 1px solid var(--lk-line-strong);
      }
      ol [aria-current] {
        color: var(--lk-text);
        font-weight: var(--lk-weight-bold);
      }
      ol [aria-current] i {
        background: var(--lk-text);
        color: var(--lk-text-inverse);
        border-color: var(--lk-text);
      }
      .body {
        max-inline-size: 62rem;
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--lk-space-6);
      }
      h2 {
        font-size: var(--lk-size-l);
      }
      .ways {
        display: flex;
        flex-wrap: wrap;
        justify-content: flex-end;
        gap: var(--lk-space-2);
      }
      .ways:has([hidden]) {
        display: none;
      }
    `,
  ];

  @state() private step: Step = 'lights';
  @state() private chosen: readonly string[] | null = null;
  @state() private source: CaptureSource | null = null;
  @state() private layout: CaptureLayout | null = null;
  /** The saved layout that it uses. */
  @state() private layout_id: string | null = null;
  @state() private name: string | null = null;
  @state() private busy = false;
  @state() private problem: unknown = null;
  private readonly devices = new StoreController(this, collection('devices'));
  private readonly catalogue = new StoreController(this, catalogue);
  private readonly session = new StoreController(this, session);

  /** Those that show something of a picture, long strips before single bulbs. */
  private get possible(): Device[] {
    return this.devices.value.items.filter(({ stream, enabled }) => stream !== null && enabled).sort((a, b) => ledsOf(b) - ledsOf(a));
  }

  /** The only one that there is, is chosen. */
  private get ids(): readonly string[] {
    const [only, ...others] = this.possible;
    return this.chosen ?? (only !== undefined && others.length === 0 ? [only.id] : []);
  }

  private get taken(): Device[] {
    const { by_id } = this.devices.value;
    return this.ids.flatMap((id) => by_id.get(id) ?? []);
  }

  private go(step: Step): void {
    const lights = lightsWanted(this.taken, 'border');
    if (step === 'layout') this.layout ??= layoutFor(lights < FEW ? 'one' : 'border', lights);
    this.step = step;
    this.problem = null;
    window.scrollTo({ top: 0 });
    void this.updateComplete.then(() => this.renderRoot.querySelector<HTMLElement>('.body')?.focus({ preventScroll: true }));
  }

  override render() {
    return html`<lk-page heading=${msg('A new capture')} back="/capture" back_label=${msg('Capture')}>
      ${can('admin') ? this.steps() : html`<lk-note icon="eye">${msg('An administrator makes captures.')}</lk-note>`}
    </lk-page>`;
  }

  private steps() {
    const words: Record<Step, string> = { lights: msg('Lights'), picture: msg('Picture'), layout: msg('Layout'), name: msg('Name') };
    return html`<ol aria-label=${msg('Steps')}>
        ${STEPS.map((step, index) => html`<li aria-current=${step === this.step ? 'step' : nothing}><i>${index + 1}</i>${words[step]}</li>`)}
      </ol>
      <div class="body" tabindex="-1">${this.content()}</div>`;
  }

  private content() {
    switch (this.step) {
      case 'lights':
        return this.lights();
      case 'picture':
        return this.picture();
      case 'layout':
        return this.layoutStep();
      case 'name':
        return this.last();
    }
  }

  private lights() {
    const { status, items } = this.devices.value;
    if (status !== 'ready' && items.length === 0) return html`<lk-skeleton kind="tiles" count="3"></lk-skeleton>`;
    if (this.possible.length === 0) {
      return html`<lk-empty
        art="lightbulb"
        heading=${msg('There are no lights yet')}
        text=${msg('A strip shows a whole picture: one with WLED, Art-Net, sACN or Adalight. Any other light shows one colour of it. Add them to the devices.')}
        ><lk-button variant="primary" href="/devices?add=1">${msg('Add a device')}</lk-button></lk-empty
      >`;
    }
    return html`<lk-device-picker
        .devices=${this.possible}
        .chosen=${this.ids}
        @lk-devices=${(event: CustomEvent<{ ids: string[] }>) => {
          this.chosen = event.detail.ids;
          // Its numbers are those of other lights.
          this.layout = null;
          this.layout_id = null;
        }}
      ></lk-device-picker>
      ${this.ids.length > 1 ? html`<lk-note>${msg('They follow each other along the layout, in the order in which you chose them.')}</lk-note>` : nothing}
      <div class="ways">
        <lk-button
          variant="primary"
          ?disabled=${this.ids.length === 0}
          @click=${() => {
            this.go('picture');
          }}
          >${msg('Next')}</lk-button
        >
      </div>`;
  }

  private back(step: Step, slot = '') {
    return html`<lk-button
      slot=${slot}
      variant="ghost"
      @click=${() => {
        this.go(step);
      }}
      >${msg('Back')}</lk-button
    >`;
  }

  private picture() {
    return html`<lk-source-picker
      .value=${this.source}
      .problem=${this.problem}
      submit_label=${msg('Next')}
      @lk-source=${(event: CustomEvent<{ source: CaptureSource }>) => {
        this.source = event.detail.source;
      }}
      @lk-done=${(event: CustomEvent<{ source: CaptureSource }>) => {
        this.source = event.detail.source;
        this.go('layout');
      }}
      >${this.back('lights', 'actions')}</lk-source-picker
    >`;
  }

  private layoutStep() {
    const { layout } = this;
    if (layout === null) return nothing;
    const choice = choiceOf(layout);
    const take = (event: CustomEvent<{ layout: CaptureLayout }>): void => {
      this.layout = event.detail.layout;
      this.layout_id = null;
    };
    return html`<div class="row wrap between">
        <h2>${msg('Where the lights are')}</h2>
        <span class="row"
          ><lk-named-layouts
            .layout=${layout}
            .layout_id=${this.layout_id}
            @lk-use=${(event: CustomEvent<{ layout: NamedLayout }>) => {
              this.layout = event.detail.layout.layout;
              this.layout_id = event.detail.layout.id;
            }}
          ></lk-named-layouts>
          <lk-layout-exchange .layout=${layout} @lk-layout=${take}></lk-layout-exchange
        ></span>
      </div>
      <lk-layout-editor
        .layout=${layout}
        .lights=${(wanted: LayoutChoice) => lightsWanted(this.taken, wanted)}
        @lk-layout=${take}
      ></lk-layout-editor>
      <lk-try-lights
        .layout=${layout}
        .targets=${targetsInRow(this.taken, choice)}
        .leds=${lightsWanted(this.taken, 'border')}
        @lk-layout=${take}
      ></lk-try-lights>
      <div class="ways">
        ${this.back('picture')}
        <lk-button
          variant="primary"
          @click=${() => {
            this.go('name');
          }}
          >${msg('Next')}</lk-button
        >
      </div>`;
  }

  private suggestion(): string {
    const [first] = this.taken;
    return first === undefined ? msg('Ambient light') : msg(str`${first.name} follows the picture`);
  }

  private last() {
    const { layout, source } = this;
    if (layout === null || source === null) return nothing;
    const { kinds, effects } = this.catalogue.value;
    const wrong = this.problem instanceof ProblemError ? this.problem.field('/name') : undefined;
    return html`<form
      class="body"
      @submit=${(event: Event) => {
        event.preventDefault();
        void this.save();
      }}
    >
      <lk-input
        label=${msg('Name')}
        maxlength="120"
        required
        error=${wrong ?? ''}
        .value=${this.name ?? this.suggestion()}
        @lk-input=${(event: CustomEvent<{ value: string }>) => {
          this.name = event.detail.value;
        }}
      ></lk-input>
      <lk-facts
        .items=${[
          [msg('Lights'), this.taken.map(({ name }) => name).join(', ')],
          [msg('Picture'), sourceName(source, kinds, effects)],
          [msg('Layout'), layoutWords(layout)],
        ]}
      ></lk-facts>
      ${wrong === undefined ? html`<lk-error .error=${this.problem}></lk-error>` : nothing}
      <div class="ways">
        ${this.back('layout')}
        <lk-button type="submit" variant="primary" icon="play" ?busy=${this.busy}>${msg('Save and start')}</lk-button>
      </div>
    </form>`;
  }

  private async save(): Promise<void> {
    const { layout, layout_id, source } = this;
    if (this.busy || layout === null || source === null) return;
    this.busy = true;
    this.problem = null;
    const name = (this.name ?? this.suggestion()).trim();
    try {
      const where = layout_id === null ? { layout } : { layout_id };
      const made = await api.post<Capture>('captures', { name, source, ...where, targets: targetsInRow(this.taken, choiceOf(layout)) });
      captures.put(made);
      await run(made.id, true);
      navigate(`/capture/${encodeURIComponent(made.id)}`, { replace: true });
    } catch (error) {
      // What is wrong with the source is said where it is set.
      if (error instanceof ProblemError && error.errors.some(({ field }) => field.startsWith('/source'))) this.go('picture');
      this.problem = error;
    } finally {
      this.busy = false;
    }
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-capture-wizard': LkCaptureWizard;
  }
}
