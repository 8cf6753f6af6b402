import { LitElement, css, html } from 'lit';
import { customElement, property } from 'lit/decorators.js';
import { msg, str } from '../i18n/msg.js';
import { actorIcon, actorKind, actorName, personHue } from '../words/actors.js';
import { base } from './base.js';
import { emit } from './emit.js';
import './lk-icon.js';

/** Who acted: people are round with an initial in their own hue, all else is square with the icon of its kind. */
@customElement('lk-actor-chip')
export class LkActorChip extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: inline;
        font-weight: var(--lk-weight-bold);
        overflow-wrap: anywhere;
      }
      .face {
        display: inline-grid;
        place-items: center;
        inline-size: 1.25rem;
        block-size: 1.25rem;
        border-radius: 0.375rem;
        font-size: 0.6875rem;
        line-height: 1;
        background: var(--lk-pressed);
        color: var(--lk-text);
        vertical-align: middle;
        margin-block-start: -0.2em;
        margin-inline-end: 0.375rem;
      }
      .user {
        border-radius: 50%;
      }
      .h0 {
        background: light-dark(#dcd3f5, #4a3d73);
        color: light-dark(#39276f, #e6deff);
      }
      .h1 {
        background: light-dark(#cfe7e5, #1f4f52);
        color: light-dark(#0b4a4d, #d5f5f3);
      }
      .h2 {
        background: light-dark(#f3d6e4, #663a50);
        color: light-dark(#6b1f45, #ffe2ef);
      }
      .h3 {
        background: light-dark(#d3e2f7, #2a4a73);
        color: light-dark(#143a6b, #dcebff);
      }
      .h4 {
        background: light-dark(#d8ebd2, #2f5530);
        color: light-dark(#1f4a1c, #def5da);
      }
      .h5 {
        background: light-dark(#e6dcd2, #57483a);
        color: light-dark(#4a331c, #f6e8da);
      }
      .face lk-icon {
        font-size: 0.65rem;
      }
      :host([big]) .face {
        inline-size: 2.25rem;
        block-size: 2.25rem;
        font-size: var(--lk-size-m);
        margin: 0;
      }
      button:hover .name {
        text-decoration: underline;
      }
    `,
  ];

  @property() actor = '';
  /** Another name to show than the actor's own, such as the one that a sentence begins with. */
  @property() label: string | null = null;
  /** A button that asks to filter by this actor. */
  @property({ type: Boolean }) filter = false;
  /** The face alone, 36 px. */
  @property({ type: Boolean, reflect: true }) big = false;

  override render() {
    const kind = actorKind(this.actor);
    const name = this.label ?? actorName(this.actor);
    const face =
      kind === 'user'
        ? html`<span class="face user h${personHue(actorName(this.actor))}" aria-hidden="true"
            >${(Array.from(name.trim())[0] ?? '?').toLocaleUpperCase()}</span
          >`
        : html`<span class="face" aria-hidden="true"><lk-icon name=${actorIcon(kind)}></lk-icon></span>`;
    if (this.big) return face;
    const inside = html`${face}<bdi class="name">${name}</bdi>`;
    if (!this.filter) return inside;
    return html`<button type="button" title=${msg(str`Only entries by ${name}`)} @click=${this.onClick}>${inside}</button>`;
  }

  private onClick(event: Event): void {
    event.stopPropagation();
    emit(this, 'lk-actor', { actor: this.actor });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-actor-chip': LkActorChip;
  }
}
