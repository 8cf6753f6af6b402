import { HubError } from '@lightkeeper/plugin-sdk';
import type {
  ContextService,
  DeviceCommand,
  DeviceConnection,
  DeviceDescription,
  DeviceEvent,
  DeviceState,
  DeviceStatus,
  DeviceStream,
  Disposer,
} from '@lightkeeper/plugin-sdk';
import type { Config, RegisteredDriver } from '../drivers/registry.js';
import { cleanAttributes, fittingState, mergeDescription, mergeState, NOTHING_KNOWN } from '../state.js';
import type { KnownDescription } from '../state.js';
import { Attribution } from './attribution.js';
import { Backoff } from './backoff.js';
import { PerSecond } from './per-second.js';
import { Session } from './session.js';
import type { SessionTools } from './session.js';

/** A connection that held this long makes the next failure a new one. */
const STABLE_MS = 30_000;

const MAX_EVENTS_PER_SECOND = 50;

/** What the hub knows of a device beside its record. Times are epoch milliseconds. */
export interface DeviceView extends Readonly<KnownDescription> {
  readonly status: DeviceStatus;
  /** Since when the status holds; null before it was first known. */
  readonly since: number | null;
  readonly reason: string | null;
  readonly next_try_at: number | null;
  readonly last_seen_at: number | null;
  readonly state: DeviceState | null;
}

export const UNKNOWN_VIEW: DeviceView = {
  ...NOTHING_KNOWN,
  status: 'unknown',
  since: null,
  reason: null,
  next_try_at: null,
  last_seen_at: null,
  state: null,
};

/** The device that is watched over. Its name may change while it is. */
export interface WatchedDevice {
  readonly id: string;
  readonly name: string;
  readonly config: Config;
}

export interface StatusChange {
  /** The status that ended; the same as the view's where only the reason or the next try is new. */
  readonly before: DeviceStatus;
  /** How long it had held; null when it was not known since when. */
  readonly held_ms: number | null;
}

export interface SupervisorDeps extends SessionTools {
  context: ContextService;
  newId: () => string;
  random?: () => number;
  /** Status, reason or the time of the next try changed. */
  onStatus(device: WatchedDevice, view: DeviceView, change: StatusChange): void;
  /** The device shows something else than before. */
  onState(device: WatchedDevice, state: DeviceState): void;
  /** Something happened at the device. */
  onEvent(device: WatchedDevice, event: DeviceEvent): void;
  /** Capabilities, effects or facts changed. */
  onDescribed(device: WatchedDevice, view: DeviceView): void;
}

/** Keeps one device connected for as long as it is watched: unknown -> online <-> offline. */
export class Supervisor {
  readonly #driver: RegisteredDriver;
  readonly #deps: SupervisorDeps;
  readonly #backoff: Backoff;
  #device: WatchedDevice;
  #view: DeviceView = UNKNOWN_VIEW;
  #session: Session | null = null;
  #retry: Disposer | null = null;
  #trying: Promise<void> | null = null;
  #stopped = false;
  readonly #attribution = new Attribution();
  readonly #events = new PerSecond(MAX_EVENTS_PER_SECOND);

  constructor(device: WatchedDevice, driver: RegisteredDriver, deps: SupervisorDeps, known: DeviceView = UNKNOWN_VIEW) {
    this.#device = device;
    this.#driver = driver;
    this.#deps = deps;
    this.#view = known;
    this.#backoff = new Backoff(() => deps.clock.now(), deps.random);
  }

  get view(): DeviceView {
    return this.#view;
  }

  get device(): WatchedDevice {
    return this.#device;
  }

  /** The try that is under way; null when there is none. Never rejects. */
  get trying(): Promise<void> | null {
    return this.#trying;
  }

  rename(device: WatchedDevice): void {
    this.#device = device;
  }

  /** Tries at once; a connection that stands, or a try under way, is left alone. */
  tryNow(): void {
    if (this.#stopped || this.#session !== null) return;
    void this.#retry?.();
    this.#retry = null;
    void this.#try();
  }

  /**
   * Ends the connection for good; resolves when the device has been handed back. The view stays as it was: that the hub lets go is no
   * change of the device.
   */
  async stop(): Promise<void> {
    this.#stopped = true;
    void this.#retry?.();
    const session = this.#session;
    this.#session = null;
    await session?.end();
  }

  /** Rejects with `LK_DEVICE_OFFLINE` when there is no connection. */
  async command(command: DeviceCommand, signal: AbortSignal): Promise<void> {
    const connection = this.#session?.connection ?? null;
    if (connection === null) throw new HubError('LK_DEVICE_OFFLINE', offlineDetail(this.#device.name, this.#view.reason));
    this.#attribution.commanded(command, this.#deps.context.current(), this.#deps.clock.now());
    await connection.command(command, signal);
    this.#view = { ...this.#view, last_seen_at: this.#deps.clock.now() };
  }

  /** Rejects with `LK_DEVICE_OFFLINE` when there is no connection, `LK_DEVICE_UNSUPPORTED` when it takes no pictures. */
  async stream(signal: AbortSignal, ended: () => void): Promise<DeviceStream> {
    const session = this.#session;
    if (session?.connection) return session.stream(signal, ended);
    throw new HubError('LK_DEVICE_OFFLINE', offlineDetail(this.#device.name, this.#view.reason));
  }

  #try(): Promise<void> {
    const session = new Session(
      this.#driver,
      this.#device.config,
      {
        state: (state) => {
          this.#takeState(state);
        },
        event: (key, type, attributes = {}) => {
          this.#takeEvent({ device_id: this.#device.id, key, type, attributes });
        },
        describe: (description) => {
          this.#takeDescription(description);
        },
        lost: (reason) => {
          if (this.#session === session) this.#lose(reason);
        },
      },
      this.#deps,
    );
    this.#session = session;
    const trying = this.#asDevice(async () => {
      try {
        const connection = await session.open();
        if (this.#session === session) this.#arrive(connection);
      } catch (error) {
        if (this.#session === session) this.#lose(sentence(error));
      }
      if (this.#trying === trying) this.#trying = null;
    });
    this.#trying = trying;
    return trying;
  }

  #arrive({ description }: DeviceConnection): void {
    // Whole: what another unit at this place could do is no longer known.
    this.#describe(mergeDescription(NOTHING_KNOWN, description));
    this.#become({ status: 'online', reason: null, next_try_at: null });
    const { state: known } = this.#view;
    if (known !== null || description.state !== undefined) {
      this.#show(mergeState(known, description.state ?? {}, known && fittingState(known, this.#view)));
    }
  }

  #lose(reason: string): void {
    void this.#session?.end();
    this.#session = null;
    const now = this.#deps.clock.now();
    if (this.#view.status === 'online' && this.#view.since !== null && now - this.#view.since >= STABLE_MS) this.#backoff.reset();
    const wait = this.#backoff.next();
    this.#retry = this.#deps.timers.after(wait, `try ${this.#device.id} again`, () => {
      this.#retry = null;
      return this.#try();
    });
    this.#become({ status: 'offline', reason, next_try_at: now + wait });
  }

  #asDevice<T>(fn: () => T): T {
    const { id, name } = this.#device;
    return this.#deps.context.run({ actor: `device:${name}`, actor_id: id, origin: 'device', correlation_id: this.#deps.newId() }, fn);
  }

  #become(next: Pick<DeviceView, 'status' | 'reason' | 'next_try_at'>): void {
    const now = this.#deps.clock.now();
    const { status: before, since } = this.#view;
    const same = before === next.status;
    this.#view = {
      ...this.#view,
      ...next,
      since: same && since !== null ? since : now,
      last_seen_at: next.status === 'online' || (before === 'online' && !same) ? now : this.#view.last_seen_at,
    };
    const change = { before, held_ms: since === null || same ? null : now - since };
    this.#asDevice(() => {
      this.#deps.onStatus(this.#device, this.#view, change);
    });
  }

  #takeState(reported: DeviceState): void {
    this.#show(mergeState(this.#view.state, reported));
  }

  #show(state: DeviceState): void {
    const { context, clock } = this.#deps;
    const { state: before } = this.#view;
    this.#view = { ...this.#view, state, last_seen_at: clock.now() };
    if (state === before) return;
    const tell = (): void => {
      this.#deps.onState(this.#device, state);
    };
    const cause = this.#attribution.contextOf(before, state, context.current(), clock.now());
    if (cause === null) this.#asDevice(tell);
    else context.run(cause, tell);
  }

  #takeEvent(event: DeviceEvent): void {
    const now = this.#deps.clock.now();
    const feature = this.#view.features.find(({ key }) => key === event.key);
    if (feature?.kind !== 'event' || !feature.types.includes(event.type) || !this.#events.take(now)) return;
    this.#view = { ...this.#view, last_seen_at: now };
    const attributes = cleanAttributes(event.attributes);
    this.#asDevice(() => {
      this.#deps.onEvent(this.#device, { ...event, attributes });
      this.#takeState({ readings: { [event.key]: event.type } });
    });
  }

  #takeDescription(given: Partial<DeviceDescription>): void {
    this.#describe(mergeDescription(this.#view, given));
  }

  #describe(next: KnownDescription): void {
    const changed =
      JSON.stringify([next.capabilities, next.effects, next.features, next.stream, next.info]) !==
      JSON.stringify([this.#view.capabilities, this.#view.effects, this.#view.features, this.#view.stream, this.#view.info]);
    this.#view = { ...this.#view, ...next };
    if (changed) this.#deps.onDescribed(this.#device, this.#view);
  }
}

export function offlineDetail(name: string, reason: string | null): string {
  return reason === null ? `${name} is not connected.` : `${name} is offline. ${reason}`;
}

function sentence(error: unknown): string {
  if (!(error instanceof Error) || error.message === '') return 'It cannot be reached.';
  const text = error.message.slice(0, 300);
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
