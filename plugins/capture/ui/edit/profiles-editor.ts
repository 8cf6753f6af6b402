import type { CaptureGrade, CaptureProfile, CaptureSmoothing } from '@lightkeeper/plugin-sdk/wire';
import { base, emit, msg, str } from '@lightkeeper/ui';
import { LitElement, css, html, nothing } from 'lit';
import { customElement, property, state } from 'lit/decorators.js';
import '../parts/grade-fields.js';

const MOST = 8;

/** What one begins with; all of it can be changed. */
interface Beginning {
  name: string;
  from: string;
  to: string;
  /** Times the capture's own brightness. */
  dimmed: number;
  /** In kelvin, where it is less than the capture's own. */
  warm: number;
}

/** How a capture looks at some times of the day, in place of how it looks else. `lk-profiles` {profiles} with each change. */
@customElement('lk-profiles-editor')
export class LkProfilesEditor extends LitElement {
  static override styles = [
    base,
    css`
      :host {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--lk-space-3);
      }
      details {
        border-block-end: 1px solid var(--lk-line);
      }
      summary {
        display: flex;
        flex-wrap: wrap;
        align-items: center;
        gap: var(--lk-space-1) var(--lk-space-3);
        min-block-size: var(--lk-target);
        cursor: pointer;
      }
      summary b {
        overflow-wrap: anywhere;
      }
      .turn {
        margin-inline-start: auto;
        color: var(--lk-text-quiet);
        transition: rotate var(--lk-motion-control, 180ms);
      }
      details[open] .turn {
        rotate: 180deg;
      }
      .fields {
        display: grid;
        grid-template-columns: minmax(0, 1fr);
        gap: var(--lk-space-4);
        padding-block: var(--lk-space-2) var(--lk-space-4);
      }
      .times {
        display: grid;
        grid-template-columns: 2fr 1fr 1fr;
        gap: var(--lk-space-4) var(--lk-space-3);
        align-items: start;
      }
      @media (max-width: 40rem) {
        .times {
          grid-template-columns: 1fr 1fr;
        }
        .times :first-child {
          grid-column: 1 / -1;
        }
      }
      .own {
        padding-inline-start: var(--lk-space-4);
        border-inline-start: 2px solid var(--lk-line);
      }
    `,
  ];

  @property({ attribute: false }) profiles: readonly CaptureProfile[] = [];
  /** The capture's own, which a profile's begin with. */
  @property({ attribute: false }) grade: CaptureGrade | null = null;
  @property({ attribute: false }) smoothing: CaptureSmoothing | null = null;
  /** The name of the one that holds now. */
  @property({ attribute: false }) holds: string | null = null;
  /** The one that was added last stands open. */
  @state() private added = -1;

  private put(profiles: readonly CaptureProfile[]): void {
    emit(this, 'lk-profiles', { profiles: [...profiles] });
  }

  override render() {
    const { profiles } = this;
    return html`${
      profiles.length === 0
        ? html`<p class="small quiet">${msg('It looks the same all day. At night it may be dimmer and warmer, by the hub’s own time.')}</p>`
        : profiles.map((profile, index) => this.profile(profile, index))
    }
    ${profiles.length > 1 ? html`<p class="small quiet">${msg('Where times overlap, the one above holds.')}</p>` : nothing}
    ${profiles.length < MOST ? this.add() : nothing}`;
  }

  private add() {
    const beginnings: Beginning[] = [
      { name: msg('Night'), from: '22:00', to: '06:30', dimmed: 0.4, warm: 3_500 },
      { name: msg('Evening'), from: '18:00', to: '22:00', dimmed: 0.75, warm: 5_000 },
      { name: msg('Day'), from: '08:00', to: '18:00', dimmed: 1, warm: 6_600 },
    ];
    return html`<lk-menu
      placement="bottom-start"
      label=${msg('Add a time of day')}
      .items=${beginnings.map(({ name, from, to }) => ({ id: name, label: name, hint: `${from} – ${to}` }))}
      @lk-select=${(event: CustomEvent<{ id: string }>) => {
        event.stopPropagation();
        const chosen = beginnings.find(({ name }) => name === event.detail.id);
        if (chosen === undefined || this.grade === null) return;
        const { name, from, to, dimmed, warm } = chosen;
        const { brightness, temperature } = this.grade;
        const grade = { ...this.grade, brightness: Math.round(brightness * dimmed), temperature: Math.min(temperature, warm) };
        this.added = this.profiles.length;
        this.put([...this.profiles, { name, from, to, grade, smoothing: null }]);
      }}
      ><lk-button slot="trigger" icon="plus">${msg('Add a time of day')}</lk-button></lk-menu
    >`;
  }

  private profile(profile: CaptureProfile, index: number) {
    const { name, from, to } = profile;
    return html`<details ?open=${index === this.added}>
      <summary>
        <b><bdi>${name}</bdi></b>
        <span class="small quiet">${msg(str`from ${from} to ${to}`)}</span>
        ${this.holds === name ? html`<lk-pill tone="ok">${msg('Holds now')}</lk-pill>` : nothing}
        <lk-icon class="turn" name="chevron-down"></lk-icon>
      </summary>
      ${this.fields(profile, index)}
    </details>`;
  }

  private fields(profile: CaptureProfile, index: number) {
    const { profiles } = this;
    const change = (part: Partial<CaptureProfile>): void => {
      this.put(profiles.with(index, { ...profile, ...part }));
    };
    return html`<div class="fields">
      <div class="times">
        <lk-input
          label=${msg('Name')}
          maxlength="120"
          required
          .value=${profile.name}
          @lk-change=${(event: CustomEvent<{ value: string }>) => {
            event.stopPropagation();
            const name = event.detail.value.trim();
            if (name !== '') change({ name });
          }}
        ></lk-input>
        ${this.time(msg('From'), profile.from, profile.to, (from) => {
          change({ from });
        })}
        ${this.time(msg('To'), profile.to, profile.from, (to) => {
          change({ to });
        })}
      </div>
      ${this.own(msg('Colours of its own'), profile.grade !== null, (on) => {
        change({ grade: on ? this.grade : null });
      })}
      ${
        profile.grade === null
          ? nothing
          : html`<lk-grade-fields
              class="own"
              .grade=${profile.grade}
              @lk-grade=${(event: CustomEvent<{ grade: CaptureGrade }>) => {
                event.stopPropagation();
                change({ grade: event.detail.grade });
              }}
            ></lk-grade-fields>`
      }
      ${this.own(msg('Smoothing of its own'), profile.smoothing !== null, (on) => {
        change({ smoothing: on ? this.smoothing : null });
      })}
      ${
        profile.smoothing === null
          ? nothing
          : html`<lk-smoothing-fields
              class="own"
              .smoothing=${profile.smoothing}
              @lk-smoothing=${(event: CustomEvent<{ smoothing: CaptureSmoothing }>) => {
                event.stopPropagation();
                change({ smoothing: event.detail.smoothing });
              }}
            ></lk-smoothing-fields>`
      }
      <div class="row wrap">
        ${
          index === 0
            ? nothing
            : html`<lk-button
                icon="arrow-up"
                @click=${() => {
                  this.added = index - 1;
                  this.put(profiles.toSpliced(index, 1).toSpliced(index - 1, 0, profile));
                }}
                >${msg('Move up')}</lk-button
              >`
        }
        <lk-button
          icon="x"
          @click=${() => {
            this.added = -1;
            this.put(profiles.toSpliced(index, 1));
          }}
          >${msg(str`Take ${profile.name} out`)}</lk-button
        >
      </div>
    </div>`;
  }

  private own(label: string, on: boolean, put: (on: boolean) => void) {
    return html`<lk-switch
      label=${label}
      .checked=${on}
      @lk-change=${(event: CustomEvent<{ checked: boolean }>) => {
        event.stopPropagation();
        put(event.detail.checked);
      }}
      >${label}</lk-switch
    >`;
  }

  /** A time that is typed half is none yet, and a day has to last some minutes. */
  private time(label: string, value: string, other: string, put: (value: string) => void) {
    return html`<lk-input
      type="time"
      label=${label}
      required
      .value=${value}
      @lk-change=${(event: CustomEvent<{ value: string }>) => {
        event.stopPropagation();
        const time = event.detail.value.slice(0, 5);
        if (/^\d\d:\d\d$/.test(time) && time !== other) put(time);
        else this.requestUpdate();
      }}
    ></lk-input>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'lk-profiles-editor': LkProfilesEditor;
  }
}
