import type {
  DeviceCommand,
  DeviceConnection,
  DeviceDescription,
  DeviceReporter,
  DeviceState,
  Disposer,
  DriverTools,
} from '@lightkeeper/plugin-sdk';
import { capabilitiesOf, initialState, lastSlot, render } from './fixture.js';
import type { Fixture } from './fixture.js';
import { FRAME_MS } from './universe.js';
import type { Seat } from './universe.js';
import type { WishMemory } from './wish-memory.js';

interface LightOptions {
  fixture: Fixture;
  seat: Seat;
  /** What the fixture is remembered by. */
  key: string;
  memory: WishMemory;
  info: NonNullable<DeviceDescription['info']>;
  reporter: DeviceReporter;
  tools: DriverTools;
  /** Called once, when the connection ends. */
  onClose?: () => void;
}

/**
 * A fixture as a light. DMX has no way back, so what was last wished for is the state. It is remembered for as long as the hub runs;
 * after a start of the hub the fixture is off until it is told otherwise. Transitions are the hub's: it moves the levels evenly, forty
 * steps a second.
 */
export class DmxLight implements DeviceConnection {
  readonly #options: LightOptions;
  #state: DeviceState;
  /** The levels that are shown now, on the way of a fade too. */
  #shown: Uint8Array;
  #stopFade: Disposer = () => {};

  constructor(options: LightOptions) {
    this.#options = options;
    const { fixture, memory, key } = options;
    this.#state = memory.recall(key) ?? initialState(fixture);
    this.#shown = render(fixture, this.#state);
    this.#show(this.#shown);
  }

  get description(): DeviceDescription {
    const { fixture, info } = this.#options;
    return {
      capabilities: capabilitiesOf(fixture),
      info: { ...info, channels: `${fixture.start}–${lastSlot(fixture)}`, layout: fixture.layout, pixels: fixture.count },
      state: this.#state,
    };
  }

  command({ transition_ms = 0, ...wish }: DeviceCommand): Promise<void> {
    const { fixture, memory, key, reporter } = this.#options;
    this.#state = { ...this.#state, ...wish };
    memory.keep(key, this.#state);
    const goal = render(fixture, this.#state);
    void this.#stopFade();
    if (transition_ms < FRAME_MS) this.#show(goal);
    else this.#fade(goal, transition_ms);
    reporter.state(this.#state);
    return Promise.resolve();
  }

  close(): void {
    void this.#stopFade();
    this.#options.seat.leave();
    this.#options.onClose?.();
  }

  #show(levels: Uint8Array): void {
    this.#shown = levels;
    this.#options.seat.write(this.#options.fixture.start, levels);
  }

  #fade(goal: Uint8Array, ms: number): void {
    const { clock, timers } = this.#options.tools;
    const from = this.#shown;
    const began = clock.now();
    this.#stopFade = timers.every(FRAME_MS, 'fade a DMX fixture', () => {
      const part = Math.min(1, Math.max(0, (clock.now() - began) / ms));
      if (part === 1) void this.#stopFade();
      this.#show(goal.map((level, index) => Math.round((from[index] ?? 0) + (level - (from[index] ?? 0)) * part)));
    });
  }
}
