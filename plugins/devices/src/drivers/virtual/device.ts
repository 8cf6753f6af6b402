import { HubError, positionKey } from '@lightkeeper/plugin-sdk';
import type { CoverFeature, DeviceCommand, DeviceReporter, DeviceState, FeatureValue, StreamFormat, Timers } from '@lightkeeper/plugin-sdk';
import { CoverMotor } from './cover-motor.js';
import type { KindDescription } from './kinds.js';
import { VirtualStream } from './stream.js';

/** How often the colour of a strip follows the pictures. */
const LOOK_MS = 500;

interface Deps {
  kind: KindDescription;
  state: DeviceState;
  timers: Timers;
  reporter: DeviceReporter;
  /** Hears of each new state. */
  onState(state: DeviceState): void;
}

/** One device without hardware: takes commands as a real one would, and shows what came of them. */
export class VirtualDevice {
  readonly #deps: Deps;
  readonly #motors: ReadonlyMap<string, CoverMotor>;
  #state: DeviceState;
  #stream: VirtualStream | null = null;
  #frame: Uint8Array | null = null;

  constructor(deps: Deps) {
    this.#deps = deps;
    this.#state = deps.state;
    const covers = deps.kind.features.filter((feature): feature is CoverFeature => feature.kind === 'cover');
    this.#motors = new Map(
      covers.map((cover) => {
        const position = deps.state.readings?.[positionKey(cover.key)];
        const tell = (readings: NonNullable<DeviceState['readings']>): void => {
          this.become({ readings });
        };
        return [cover.key, new CoverMotor(cover, typeof position === 'number' ? position : 0, deps.timers, tell)];
      }),
    );
  }

  get frame(): Uint8Array | null {
    return this.#stream?.frame ?? this.#frame;
  }

  become(change: DeviceState): void {
    const readings = { ...this.#state.readings, ...change.readings };
    this.#state = { ...this.#state, ...change, ...(Object.keys(readings).length > 0 && { readings }) };
    this.#deps.onState(this.#state);
    this.#deps.reporter.state(this.#state);
  }

  happen(...[key, type, attributes]: Parameters<DeviceReporter['event']>): void {
    this.#deps.reporter.event(key, type, attributes);
    if (this.#deps.kind.features.some((one) => one.kind === 'event' && one.key === key && one.types.includes(type))) {
      this.become({ readings: { [key]: type } });
    }
  }

  command({ transition_ms: _, set = {}, ...wishes }: DeviceCommand): void {
    const readings = Object.entries(set).flatMap(([key, value]) => this.#set(key, value));
    if (readings.length > 0 || Object.keys(wishes).length > 0) this.become({ ...wishes, readings: Object.fromEntries(readings) });
  }

  /** The colour follows the mean of the pictures, and is the device's own again when they end. */
  stream(format: StreamFormat): VirtualStream {
    if (this.#stream !== null) throw new HubError('LK_DEVICE_FAILED', 'It shows pictures already.');
    const { on = false, color } = this.#state;
    const stop = this.#deps.timers.every(LOOK_MS, 'virtual strip looks', () => {
      if (stream.counters.sent > 0) this.become({ on: true, color: stream.mean });
    });
    const stream = new VirtualStream(format, () => {
      if (this.#stream !== stream) return;
      void stop();
      this.#frame = stream.frame;
      this.#stream = null;
      this.become({ on, ...(color !== undefined && { color }) });
    });
    this.#stream = stream;
    return stream;
  }

  /** The plug is pulled: what moved stops where it is, and what was shown is over. */
  close(): void {
    for (const motor of this.#motors.values()) motor.rest();
    void this.#stream?.close();
  }

  /** The reading that comes of a wish at once; none for a cover, which takes its time. */
  #set(key: string, value: FeatureValue): [string, FeatureValue][] {
    const motor = this.#motors.get(key);
    if (motor !== undefined) {
      motor.take(value);
      return [];
    }
    const feature = this.#deps.kind.features.find((one) => one.key === key);
    if (feature?.kind === 'button') return [['presses', Number(this.#state.readings?.presses ?? 0) + 1]];
    return [[key, value]];
  }
}
