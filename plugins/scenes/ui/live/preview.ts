import type { CommandOutcome, SceneDevice } from '@lightkeeper/plugin-sdk/wire';
import { BinaryChannel, Throttle, api } from '@lightkeeper/ui';

/** Lamps on the radio take no more than that. */
const SEND_EVERY_MS = 250;
/** Each change glides into the next. */
const TRANSITION_MS = 200;

interface Answer {
  preview_id: string;
  items: CommandOutcome[];
}

interface Listener {
  /** What came of the last change. */
  told: (outcomes: readonly CommandOutcome[]) => void;
  /** It ended by itself, such as when the hub is away; the devices have been given back. */
  lost: () => void;
  failed: (error: unknown) => void;
}

/**
 * Devices that show a scene which is not saved yet, for as long as this page holds on to them: the hub gives them back when the channel ends,
 * whatever became of the page. Steps run one after the other.
 */
export class Preview {
  readonly #listener: Listener;
  readonly #sending = new Throttle<readonly SceneDevice[]>(SEND_EVERY_MS, (devices) => {
    void this.#next(() => this.#send(devices));
  });
  #id: string | null = null;
  #hold: BinaryChannel | null = null;
  #last: Promise<unknown> = Promise.resolve();

  constructor(listener: Listener) {
    this.#listener = listener;
  }

  show(devices: readonly SceneDevice[]): void {
    if (devices.length > 0) this.#sending.push(devices);
  }

  /** The devices show again what they showed before; with `keep` they stay as they are. */
  end(keep = false): Promise<void> {
    this.#sending.end();
    return this.#next(async () => {
      const id = this.#id;
      this.#id = null;
      if (id === null) return;
      await api.delete(`scenes/previews/${encodeURIComponent(id)}`, { query: { keep: keep ? 'true' : undefined } });
      this.#hold?.close();
      this.#hold = null;
    });
  }

  async #send(devices: readonly SceneDevice[]): Promise<void> {
    const known = this.#id === null ? {} : { preview_id: this.#id };
    const { preview_id, items } = await api.post<Answer>('scenes/preview', { devices, transition_ms: TRANSITION_MS, ...known });
    this.#id = preview_id;
    this.#hold ??= await BinaryChannel.open(
      'scene_preview',
      { preview_id },
      {
        closed: () => {
          this.#id = null;
          this.#hold = null;
          this.#listener.lost();
        },
      },
    );
    this.#listener.told(items);
  }

  #next(step: () => Promise<void>): Promise<void> {
    const done = this.#last.then(step).catch((error: unknown) => {
      this.#listener.failed(error);
    });
    this.#last = done;
    return done;
  }
}
