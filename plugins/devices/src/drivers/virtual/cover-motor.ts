import { positionKey } from '@lightkeeper/plugin-sdk';
import type { CoverFeature, DeviceState, Disposer, FeatureValue, Timers } from '@lightkeeper/plugin-sdk';

/** From one end to the other in ten seconds, told twice a second. */
const STEP_MS = 500;
const STEP_PERCENT = 5;

type Readings = NonNullable<DeviceState['readings']>;

/** Moves a blind as its motor would: it takes its time, and tells how far it is. */
export class CoverMotor {
  readonly #key: string;
  readonly #timers: Timers;
  readonly #tell: (readings: Readings) => void;
  #position: number;
  #stop: Disposer | null = null;

  constructor({ key }: CoverFeature, position: number, timers: Timers, tell: (readings: Readings) => void) {
    this.#key = key;
    this.#position = position;
    this.#timers = timers;
    this.#tell = tell;
  }

  /** One of `open`, `close`, `stop`, or where to go, 0 to 100. */
  take(wish: FeatureValue): void {
    if (wish === 'stop') this.#halt();
    else this.#moveTo(wish === 'open' ? 100 : typeof wish === 'number' ? Math.round(wish) : 0);
  }

  /** Stops, if it moves. */
  rest(): void {
    if (this.#stop !== null) this.#halt();
  }

  #moveTo(target: number): void {
    void this.#stop?.();
    this.#stop = null;
    if (target === this.#position) {
      this.#halt();
      return;
    }
    const way = target > this.#position ? 1 : -1;
    const word = way > 0 ? 'opening' : 'closing';
    this.#show(word);
    this.#stop = this.#timers.every(STEP_MS, 'virtual cover moves', () => {
      const left = Math.abs(target - this.#position);
      this.#position += way * Math.min(STEP_PERCENT, left);
      if (left <= STEP_PERCENT) this.#halt();
      else this.#show(word);
    });
  }

  #halt(): void {
    void this.#stop?.();
    this.#stop = null;
    this.#show(this.#position === 0 ? 'closed' : this.#position === 100 ? 'open' : 'stopped');
  }

  #show(word: string): void {
    this.#tell({ [this.#key]: word, [positionKey(this.#key)]: this.#position });
  }
}
