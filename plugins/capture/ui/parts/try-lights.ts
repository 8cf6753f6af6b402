import type { BorderLayout, CaptureLayout, CaptureSource, CaptureTarget } from '@lightkeeper/plugin-sdk/wire';
import { StoreController, base, describeError, emit, msg, toast } from '@lightkeeper/ui';
import { LitElement, css, html, nothing, type PropertyValues } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { captures } from '../live/captures.js';
import { Trial } from '../live/trial.js';
import { oneColorFor } from '../model/layouts.js';
import './corner-finder.js';

type Mode = 'off' | 'edges' | 'chase' | 'corners';

/** Numbers that are being typed are not shown one by one. */
const QUIET_MS = 400;
const DARK: CaptureSource = { kind: 'test-pattern', pattern: 'solid', color: { r: 0, g: 0, b: 0 } };

/**
 * Shows a layout on the real lights: its edges in colours of their own, or a light that runs; and finds the corners of a strip. When it is
 * taken from the page, the lights go back to their own state. `lk-layout` {layout} when the corners are found.
 */
@customElement('lk-try-lights')
export class LkTryLights extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--lk-space-4);
        min-inline-size: 0;
      }
    `,
  ];

  @property({ attribute: false }) layout: CaptureLayout | null = null;
  @property({ attribute: false }) targets: readonly CaptureTarget[] = [];
  /** How many lights the devices have together. */
  @property({ type: Number }) leds = 0;
  /** A capture that stands back while something is tried out. */
  @property() instead = '';
  @state() private mode: Mode = 'off';
  @state() private busy = false;
  private readonly trial = new Trial({
    instead: () => this.instead,
    lost: () => {
      this.mode = 'off';
    },
  });
  private readonly captures = new StoreController(this, captures);
  private timer: ReturnType<typeof setTimeout> | undefined;

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.timer);
    this.mode = 'off';
    void this.trial.end().catch(report);
  }

  protected override updated(changed: PropertyValues<this>): void {
    if (!changed.has('layout') && !changed.has('targets')) return;
    if (this.mode !== 'edges' && this.mode !== 'chase') return;
    clearTimeout(this.timer);
    this.timer = setTimeout(() => {
      void this.show(this.mode);
    }, QUIET_MS);
  }

  private async show(mode: Mode): Promise<void> {
    const { layout } = this;
    clearTimeout(this.timer);
    this.mode = mode;
    this.busy = true;
    try {
      if (mode === 'off' || layout === null) {
        await this.trial.end();
      } else {
        const source = mode === 'corners' ? DARK : { kind: 'test-pattern', pattern: mode };
        // Every light of the strip has to be there while its corners are looked for.
        await this.trial.show({ source, layout: mode === 'corners' ? oneColorFor(this.leds) : layout, targets: [...this.targets] });
      }
    } catch (error) {
      report(error);
      this.mode = 'off';
    } finally {
      this.busy = false;
    }
  }

  override render() {
    return html`<div class="row wrap">
        <b>${msg('Try it on the lights')}</b>
        <lk-segments
          label=${msg('What the lights show')}
          .options=${[
            { value: 'off', label: msg('Nothing') },
            { value: 'edges', label: msg('Edges') },
            { value: 'chase', label: msg('Running light') },
            ...(this.layout?.kind === 'border' ? [{ value: 'corners', label: msg('Find the corners') }] : []),
          ]}
          .value=${this.mode}
          @lk-change=${(event: CustomEvent<{ value: Mode }>) => {
            event.stopPropagation();
            void this.show(event.detail.value);
          }}
        ></lk-segments>
        ${this.busy ? html`<span class="small quiet" role="status">${msg('Sending …')}</span>` : nothing}
      </div>
      ${this.words()} ${this.trouble()} ${this.finder()}`;
  }

  private words() {
    if (this.mode === 'edges') {
      return html`<lk-note
        >${msg('Above should be red, at the right green, below blue and at the left white. If not, another corner or direction helps.')}</lk-note
      >`;
    }
    if (this.mode === 'chase')
      return html`<lk-note>${msg('One light should run along the strip, from its beginning to its end.')}</lk-note>`;
    return nothing;
  }

  /** Why a device shows nothing. */
  private trouble() {
    const status = this.captures.value.by_id.get(this.trial.id ?? '')?.status;
    if (this.mode === 'off' || status === undefined) return nothing;
    return status.targets
      .filter(({ ok }) => !ok)
      .map(({ device_name, note }) => html`<lk-note tone="warning"><b>${device_name}</b>: ${note ?? ''}</lk-note>`);
  }

  private finder() {
    if (this.mode !== 'corners') return nothing;
    return html`<lk-corner-finder
      .leds=${this.leds}
      .point=${(light: number | null) => {
        this.trial.point(light);
      }}
      @lk-corners=${(event: CustomEvent<{ counts: Partial<BorderLayout> }>) => {
        event.stopPropagation();
        if (this.layout?.kind !== 'border') return;
        emit(this, 'lk-layout', { layout: { ...this.layout, ...event.detail.counts, gap: { length: 0, at: 0 } } });
        this.mode = 'edges';
        void this.updateComplete.then(() => this.show('edges'));
      }}
    ></lk-corner-finder>`;
  }
}

function report(error: unknown): void {
  toast(describeError(error), { tone: 'error' });
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-try-lights': LkTryLights;
  }
}
