import type { Capture, CaptureLayout, CaptureSource, CaptureTarget } from '@lightkeeper/plugin-sdk/wire';
import { api, apiUrl, events, msg } from '@lightkeeper/ui';
import { isOn } from '../model/words.js';
import { captures, change, run } from './captures.js';

/** What is tried out on the lights. */
export interface TrialPicture {
  source: CaptureSource;
  layout: CaptureLayout;
  targets: CaptureTarget[];
}

/**
 * A capture for as long as a person tries something out on the real lights. It is gone when the trial ends or the page is left; its
 * devices then go back to their own state. Steps run one after the other, whatever comes in between.
 */
export class Trial {
  readonly #instead: () => string | null;
  #id: string | null = null;
  /** The capture that was stopped for the trial. */
  #paused: string | null = null;
  #last: Promise<unknown> = Promise.resolve();

  /** `instead` gives the capture that stands back while something is tried out; one that does not run is left alone. */
  constructor(instead: () => string | null = () => null) {
    this.#instead = instead;
  }

  /** The capture that runs, for following its status; null before it began and after it ended. */
  get id(): string | null {
    return this.#id;
  }

  /** Shows it, and begins the trial when there is none. Rejects with what the hub refuses. */
  show(picture: TrialPicture): Promise<void> {
    return this.#next(async () => {
      if (this.#id !== null) {
        await this.#replace(this.#id, picture);
        return;
      }
      await this.#pause();
      const made = await api.post<Capture>('captures', {
        name: msg('Trying out'),
        smoothing: { kind: 'none' },
        cut_bars: false,
        ...picture,
      });
      this.#id = made.id;
      window.addEventListener('pagehide', this.#leave);
      await run(made.id, true);
    });
  }

  /** Shows one of its lights alone for some seconds. */
  point(light: number | null): void {
    if (this.#id !== null) events.send({ type: 'capture_point', capture_id: this.#id, light });
  }

  /** The devices go back to their own state. */
  end(): Promise<void> {
    return this.#next(async () => {
      const id = this.#id;
      this.#id = null;
      window.removeEventListener('pagehide', this.#leave);
      if (id === null) return;
      await api.delete(`captures/${encodeURIComponent(id)}`);
      captures.remove(id);
      const paused = this.#paused;
      this.#paused = null;
      if (paused !== null) await run(paused, true);
    });
  }

  async #pause(): Promise<void> {
    const other = captures.value.by_id.get(this.#instead() ?? '');
    if (other === undefined || !isOn(other.status)) return;
    if (await run(other.id, false)) this.#paused = other.id;
  }

  /** A layout of another kind has other fields: those of the old one go. */
  async #replace(id: string, { layout, ...rest }: TrialPicture): Promise<void> {
    const old = captures.value.by_id.get(id)?.layout;
    const gone =
      old === undefined || old === null || old.kind === layout.kind ? {} : Object.fromEntries(Object.keys(old).map((key) => [key, null]));
    await change(id, { ...rest, layout: { ...gone, ...layout } });
  }

  /** The browser goes elsewhere and waits for no answer. */
  readonly #leave = (): void => {
    if (this.#id === null) return;
    const parting = { credentials: 'same-origin', keepalive: true } as const;
    void fetch(apiUrl(`captures/${encodeURIComponent(this.#id)}`), { method: 'DELETE', ...parting });
  };

  #next(step: () => Promise<void>): Promise<void> {
    const done = this.#last.then(step, step);
    this.#last = done;
    return done;
  }
}
