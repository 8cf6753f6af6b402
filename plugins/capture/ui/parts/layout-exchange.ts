import type { CaptureLayout } from '@lightkeeper/plugin-sdk/wire';
import { base, copyText, emit, msg, str, toast, type MenuItem } from '@lightkeeper/ui';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import { readLayout, writeHyperion, writeLayout, type ReadLayout } from '../model/exchange.js';
import { lightsWord } from '../model/words.js';
import { lightsOf, zonesOf } from '../model/zones.js';

/** A file of settings is no larger than this. */
const MOST_CHARACTERS = 2_000_000;

/** Layouts as text, out and in: our own form and Hyperion's. `lk-layout` {layout} when one is taken in. */
@customElement('lk-layout-exchange')
export class LkLayoutExchange extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: inline-flex;
      }
      .fields {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--lk-space-4);
      }
      label {
        display: grid;
        gap: var(--lk-space-1);
        font-weight: var(--lk-weight-medium);
      }
      input {
        font: inherit;
        font-weight: var(--lk-weight-normal, 400);
        font-size: var(--lk-size-s);
        min-block-size: var(--lk-target);
        max-inline-size: 100%;
        color: var(--lk-text-quiet);
      }
      input::file-selector-button {
        font: inherit;
        min-block-size: var(--lk-control);
        padding-inline: var(--lk-space-3);
        margin-inline-end: var(--lk-space-3);
        border: 1px solid var(--lk-line-strong);
        border-radius: var(--lk-radius-m);
        background: transparent;
        color: var(--lk-text);
        cursor: pointer;
      }
    `,
  ];

  @property({ attribute: false }) layout: CaptureLayout | null = null;
  @state() private asked: 'in' | 'out' | 'hyperion' | null = null;
  @state() private text = '';

  override render() {
    const items: (MenuItem | 'divider')[] = [
      { id: 'in', label: msg('Take in …'), icon: 'download' },
      { id: 'out', label: msg('Give away …'), icon: 'upload' },
      { id: 'hyperion', label: msg('Give to Hyperion …'), icon: 'upload' },
    ];
    return html`<lk-menu
        label=${msg('Layout as a file or text')}
        .items=${items}
        @lk-select=${(event: CustomEvent<{ id: 'in' | 'out' | 'hyperion' }>) => {
          event.stopPropagation();
          this.text = '';
          this.asked = event.detail.id;
        }}
        ><lk-button slot="trigger" variant="ghost" size="s" icon="ellipsis" label=${msg('Layout as a file or text')}></lk-button
      ></lk-menu>
      ${this.asked === null ? nothing : this.asked === 'in' ? this.takeIn() : this.give(this.asked)}`;
  }

  private readonly close = (event?: Event): void => {
    event?.stopPropagation();
    this.asked = null;
  };

  private takeIn() {
    const read: ReadLayout | null = this.text.trim() === '' ? null : readLayout(this.text);
    return html`<lk-dialog open heading=${msg('Take in a layout')} @lk-close=${this.close}>
      <div class="fields">
        <p class="quiet">${msg('A layout of this hub, or the part “leds” of Hyperion’s or HyperHDR’s settings.')}</p>
        <label
          >${msg('From a file')}
          <input
            type="file"
            accept=".json,application/json"
            @change=${(event: Event) => {
              event.stopPropagation();
              void this.read((event.target as HTMLInputElement).files?.[0]);
            }}
        /></label>
        <lk-input
          mono
          rows="6"
          label=${msg('Its text')}
          .maxlength=${MOST_CHARACTERS}
          error=${read && 'problem' in read ? problemWords(read) : ''}
          .value=${this.text}
          @lk-input=${(event: CustomEvent<{ value: string }>) => {
            event.stopPropagation();
            this.text = event.detail.value;
          }}
        ></lk-input>
        ${read && 'layout' in read && read.layout.kind === 'zones' ? html`<lk-note tone="ok">${lightsWord(lightsOf(read.layout))}</lk-note>` : nothing}
      </div>
      <lk-button
        slot="actions"
        variant="primary"
        ?disabled=${read === null || 'problem' in read}
        @click=${() => {
          if (read === null || 'problem' in read) return;
          this.close();
          emit(this, 'lk-layout', { layout: read.layout });
        }}
        >${msg('Take it in')}</lk-button
      >
    </lk-dialog>`;
  }

  private async read(file: File | undefined): Promise<void> {
    if (file === undefined) return;
    if (file.size > MOST_CHARACTERS) toast(msg('This file is too large for a layout.'), { tone: 'error' });
    else this.text = await file.text();
  }

  private give(form: 'out' | 'hyperion') {
    const { layout } = this;
    if (layout === null) return nothing;
    const text = form === 'out' ? writeLayout(layout) : writeHyperion(zonesOf(layout));
    return html`<lk-dialog
      open
      heading=${form === 'out' ? msg('This layout as text') : msg('This layout for Hyperion')}
      @lk-close=${this.close}
    >
      <lk-input mono readonly rows="10" label=${msg('Its text')} .value=${text}></lk-input>
      <lk-button
        slot="actions"
        icon="download"
        @click=${() => {
          saveFile(form === 'out' ? 'layout.json' : 'hyperion-leds.json', text);
          this.close();
        }}
        >${msg('Save as a file')}</lk-button
      >
      <lk-button
        slot="actions"
        variant="primary"
        icon="copy"
        @click=${() => {
          void copyText(text);
          this.close();
        }}
        >${msg('Copy')}</lk-button
      >
    </lk-dialog>`;
  }
}

function saveFile(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: 'application/json' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  URL.revokeObjectURL(url);
}

function problemWords({ problem, at }: Extract<ReadLayout, { problem: string }>): string {
  switch (problem) {
    case 'no-json':
      return msg('This is no JSON. Copy it whole, with its brackets.');
    case 'unknown':
      return msg('There is no layout in it, and no list of “leds”.');
    case 'too-many':
      return msg('It has more than 10,000 lights.');
    case 'bad-zone':
      return msg(str`Light ${(at ?? 0) + 1} has no numbers hmin, hmax, vmin and vmax.`);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-layout-exchange': LkLayoutExchange;
  }
}
