import type { z } from 'zod';
import type {
  Capability,
  CommandOutcome,
  CommandTargets,
  DeviceCommand,
  DeviceState,
  DeviceStatus,
  Fixture,
  LightCapability,
  StreamFormat,
} from './wire/device.js';
import type { Feature, FeatureValue } from './wire/feature.js';
import type { Disposer } from './disposable.js';
import type { Logger } from './logger.js';
import type { AddressTrust, DiscoveredService, HttpClient } from './network.js';
import type { Clock, Timers } from './clock.js';

/** What a driver learns of a device when it answers. */
export interface DeviceDescription {
  /** What the light or plug can do. The kinds of the features, and `stream`, count by themselves. */
  capabilities: LightCapability[];
  effects?: string[];
  /** What it has beside: at most 64. */
  features?: Feature[];
  /** With it, the connection must offer `stream`. */
  stream?: StreamFormat;
  info?: Record<string, string | number | boolean | null>;
  state?: DeviceState;
}

/** How a connected device speaks back. All calls are cheap and safe at any time; after the connection ended they do nothing. */
export interface DeviceReporter {
  /** The device's state as a whole or in part. What did not change causes nothing. */
  state(state: DeviceState): void;
  /** Something happened at one of its `event` features. More than 50 a second are passed over. */
  event(key: string, type: string, attributes?: Record<string, FeatureValue | null>): void;
  /** Capabilities, features or info turned out otherwise. */
  describe(description: Partial<DeviceDescription>): void;
  /** The device is gone. The hub ends this connection and tries anew, later and later, until it succeeds. */
  lost(reason: string): void;
}

export interface DriverTools {
  log: Logger;
  http: HttpClient;
  clock: Clock;
  timers: Timers;
  /** Aborted when the connection is to end. */
  signal: AbortSignal;
  /** How the address came to be known. */
  trust: AddressTrust;
}

export interface DeviceConnection {
  description: DeviceDescription;
  /**
   * Sends a command and resolves when the device has taken it. Reject with `LK_DEVICE_FAILED` and a sentence for people.
   * The hub calls it one at a time per device; it has checked the command against the capabilities.
   */
  command(command: DeviceCommand, signal: AbortSignal): Promise<void>;
  /**
   * Gets the device ready for pictures, and resolves with the way to send them. The hub opens one stream at a time and closes it before
   * the connection: up to then the tools of the connection are there, so that the device can be handed back.
   */
  stream?(signal: AbortSignal): Promise<DeviceStream>;
  close(): void | Promise<void>;
}

/** A device that shows pictures as they come, until the stream is closed. */
export interface DeviceStream {
  /** What was asked for and what the device takes: `leds * channels` bytes make a picture. */
  readonly format: StreamFormat;
  /**
   * Shows a picture: `leds * channels` bytes, light by light. Taken before it returns, so that the bytes may be used anew. A picture that
   * comes before the last one was sent, or sooner than the device shows them, takes its place. Never throws; a longer or shorter picture is
   * passed over and counted.
   */
  write(frame: Uint8Array): void;
  /** What has become of the pictures so far, also of those that another thread has sent. */
  readonly counters: Readonly<StreamCounters>;
  /**
   * How another thread sends pictures itself, in place of `write`; absent or null where only `write` leads to the device, as over a serial port or
   * while the device is away. It holds until the stream is closed, or until {@link StreamOptions.changed} says that there is another.
   */
  readonly direct?: DirectOutput | null;
  /** Ends the stream, and hands the device back to its own state. Asked again, it resolves with the first. */
  close(): Promise<void>;
}

/**
 * What a `worker_thread` needs to send pictures to a device by itself, so that they do not wait while the hub's main thread is busy. It is plain
 * data and shared memory, and goes there by `postMessage`; {@link openDirectOutput} makes the way to send of it. The stream stays with who opened
 * it: once it is closed, in whichever way, nothing is sent any more.
 */
export interface DirectOutput {
  /** The address of a module of the driver's that exports `openSender`, an {@link OpenSender}. */
  readonly module: string;
  /** What that function is given. */
  readonly options: unknown;
  readonly format: StreamFormat;
  /** How long a picture that no newer one follows may stand before it is sent again; null where the driver sees to that. */
  readonly keep_alive_ms: number | null;
  /** What the threads have in common: see {@link StreamState}. */
  readonly state: SharedArrayBuffer;
}

export interface StreamOptions {
  /** The stream has another `format` or another `direct`: its device went away, or came back, maybe with other lights. */
  changed?: () => void;
}

export interface StreamCounters {
  /** Pictures that were sent. */
  sent: number;
  /** Pictures whose place a newer one took, and those of the wrong length. */
  dropped: number;
  /** Pictures that the system or the device refused. */
  failed: number;
}

/** What a driver makes of an announcement, for a person to confirm. */
export interface DiscoveryProposal<C> {
  /** Stable for the thing, not for its address: a MAC or a serial number. */
  key: string;
  name: string;
  config: C;
  /** Where it is on the network; null for what is reached in another way, such as by the MQTT broker. */
  address: string | null;
  port: number | null;
  details: Record<string, string>;
}

/**
 * Speaks one protocol. Connection supervision is the hub's: `connect` tries once and rejects with a sentence when it fails; backoff,
 * health, command order and time limits are done for it.
 */
export interface DeviceDriver<S extends z.ZodObject = z.ZodObject> {
  id: string;
  name: string;
  description: string;
  /** The device's `config`. `.meta({ title, description })` shows in the form. */
  config: S;
  discovery?: {
    /** What mDNS may find; absent where the driver's plugin finds devices by its own protocol, see {@link DeviceService.announce}. */
    mdns?: {
      /** `wled` for `_wled._tcp`. */
      type: string;
      /** Text in, proposal out; contacts nothing. Null when it is not ours. */
      propose(service: DiscoveredService): DiscoveryProposal<z.input<S>> | null;
    };
    /**
     * Whether a proposal is a device that was added already, by what its config holds and by the `info` that it gave of itself.
     * Without it a proposal is known when its `address` is the device's.
     */
    recognises?(
      proposal: DiscoveryProposal<z.input<S>>,
      config: z.output<S>,
      info: Readonly<Record<string, string | number | boolean | null>>,
    ): boolean;
  };
  connect(config: z.output<S>, reporter: DeviceReporter, tools: DriverTools): Promise<DeviceConnection>;
}

/** What `hub.services.require('devices')` offers. */
export interface DeviceService {
  /**
   * Offers a driver until the disposer is called: hand it to `hub.effect`, so that the driver goes with its plugin.
   * `plugin_id` is shown in the list of drivers. Refuses with `LK_CONFLICT` an id that is taken.
   */
  registerDriver<S extends z.ZodObject>(driver: DeviceDriver<S>, plugin_id?: string): Disposer;
  /**
   * Something of this driver's was found, or is still there; it waits with the others for a person's word. Bounded and checked like an
   * announcement by mDNS: see {@link DiscoveryProposal.key}.
   */
  announce(driver_id: string, proposal: DiscoveryProposal<Record<string, unknown>>): void;
  /** What was found under this key is gone. */
  withdraw(driver_id: string, key: string): void;
  /** All devices, by no particular order. */
  list(): DeviceSnapshot[];
  get(device_id: string): DeviceSnapshot | undefined;
  status(device_id: string): DeviceStatus;
  state(device_id: string): DeviceState | null;
  /**
   * Sends a command under the context's actor; records it; resolves when the device has taken it. Rejects with `LK_NOT_FOUND`,
   * `LK_DEVICE_OFFLINE`, `LK_DEVICE_UNSUPPORTED`, `LK_DEVICE_FAILED` or `LK_LOG_UNAVAILABLE`.
   */
  command(device_id: string, command: DeviceCommand): Promise<void>;
  /** Sends a command to several devices at once, and tells what came of it at each. */
  commandMany(targets: CommandTargets, command: DeviceCommand): Promise<CommandOutcome[]>;
  /**
   * Opens the device's stream of pictures for as long as the caller keeps it; hand its end to `hub.effect`. When the device goes away,
   * `write` counts failures, and goes on by itself when the device is back.
   * Rejects with `LK_NOT_FOUND`, `LK_DEVICE_OFFLINE`, `LK_DEVICE_UNSUPPORTED`, or with `LK_CONFLICT` while somebody else streams to it.
   */
  stream(device_id: string, options?: StreamOptions): Promise<DeviceStream>;
}

/** A device as other plugins see it. */
export interface DeviceSnapshot {
  readonly id: string;
  readonly name: string;
  readonly driver: string;
  readonly area_id: string | null;
  /** The name of its area. */
  readonly area_name: string | null;
  readonly labels: readonly string[];
  readonly fixture: Fixture;
  readonly enabled: boolean;
  readonly status: DeviceStatus;
  readonly capabilities: readonly Capability[];
  readonly effects: readonly string[];
  readonly features: readonly Feature[];
  readonly stream: StreamFormat | null;
  readonly info: Readonly<Record<string, string | number | boolean | null>>;
  readonly state: DeviceState | null;
}
