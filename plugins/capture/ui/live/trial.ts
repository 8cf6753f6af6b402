import type { Capture, CaptureGrade, CaptureLayout, CaptureSource, CaptureTarget } from '@lightkeeper/plugin-sdk/wire';
import { BinaryChannel, api, events, msg } from '@lightkeeper/ui';
import { isOn } from '../model/words.js';
import { captures, change, run } from './captures.js';

/** What is tried out on the lights. */
export interface TrialPicture {
  source: CaptureSource;
  layout: CaptureLayout;
  targets: CaptureTarget[];
  grade?: CaptureGrade;
}

/**
 * A capture for as long as a person tries something out on the real lights. The hub deletes it when the channel by which this page holds on
 * to it ends, whatever became of the page, and starts anew what stood back for it. Steps run one after the other, whatever comes in between.
 */
export class Trial {
  readonly #instead: () => string | null;
  readonly #lost: () => void;
  #id: string | null = null;
  #hold: BinaryChannel | null = null;
  #last: Promise<unknown> = Promise.resolve();

  /**
   * `instead` gives the capture that stands back while something is tried out; one that does not run is left alone. `lost` is called when
   * the trial ends by itself, as when the hub is away.
   */
  constructor({ instead = () => null, lost }: { instead?: () => string | null; lost: () => void }) {
    this.#instead = instead;
    this.#lost = lost;
  }

  /** The capture that runs, for following its status; null before it began and after it ended. */
  get id(): string | null {
    return this.#id;
  }

  /** Shows it, and begins the trial when there is none. Rejects with what the hub refuses. */
  show(picture: TrialPicture): Promise<void> {
    return this.#next(async () => {
      if (this.#id === null) await this.#begin(picture);
      else await this.#replace(this.#id, picture);
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
      if (id === null) return;
      await api.delete(`captures/${encodeURIComponent(id)}`);
      captures.remove(id);
      this.#hold?.close();
      this.#hold = null;
    });
  }

  async #begin(picture: TrialPicture): Promise<void> {
    const { id } = await api.post<Capture>('captures', {
      name: msg('Trying out'),
      trial: true,
      smoothing: { kind: 'none' },
      cut_bars: false,
      ...picture,
    });
    const instead = this.#running();
    const closed = (): void => {
      this.#id = null;
      this.#hold = null;
      this.#lost();
    };
    this.#hold = await BinaryChannel.open('capture_trial', { capture_id: id, instead }, { closed });
    this.#id = id;
    if (instead !== null) await run(instead, false);
    await run(id, true);
  }

  /** The capture that has to stand back. */
  #running(): string | null {
    const other = captures.value.by_id.get(this.#instead() ?? '');
    return other !== undefined && isOn(other.status) ? other.id : null;
  }

  /** A layout of another kind has other fields: those of the old one go. */
  async #replace(id: string, { layout, ...rest }: TrialPicture): Promise<void> {
    const old = captures.value.by_id.get(id)?.layout;
    const gone =
      old === undefined || old === null || old.kind === layout.kind ? {} : Object.fromEntries(Object.keys(old).map((key) => [key, null]));
    await change(id, { ...rest, layout: { ...gone, ...layout } });
  }

  #next(step: () => Promise<void>): Promise<void> {
    const done = this.#last.then(step, step);
    this.#last = done;
    return done;
  }
}
