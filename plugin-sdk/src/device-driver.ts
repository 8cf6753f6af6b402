import type { z } from 'zod';
import type { Capability, DeviceCommand, DeviceState, DeviceStatus } from './wire/device.js';
import type { Disposer } from './disposable.js';
import type { Logger } from './logger.js';
import type { AddressTrust, DiscoveredService, HttpClient } from './network.js';
import type { Clock, Timers } from './clock.js';

/** What a driver learns of a device when it answers. */
export interface DeviceDescription {
  capabilities: Capability[];
  effects?: string[];
  info?: Record<string, string | number | boolean | null>;
  state?: DeviceState;
}

/** How a connected device speaks back. All calls are cheap and safe at any time; after the connection ended they do nothing. */
export interface DeviceReporter {
  /** The device's state as a whole or in part. What did not change causes nothing. */
  state(state: DeviceState): void;
  /** Capabilities or info turned out otherwise. */
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
  close(): void | Promise<void>;
}

/** What a driver makes of an announcement, for a person to confirm. */
export interface DiscoveryProposal<C> {
  /** Stable for the thing, not for its address: a MAC or a serial number. */
  key: string;
  name: string;
  config: C;
  address: string;
  port: number;
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
    /** `wled` for `_wled._tcp`. */
    mdns: string;
    /** Text in, proposal out; contacts nothing. Null when it is not ours. */
    propose(service: DiscoveredService): DiscoveryProposal<z.input<S>> | null;
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
  status(device_id: string): DeviceStatus;
  state(device_id: string): DeviceState | null;
  /** Sends a command under the context's actor; records it; resolves when the device has taken it. */
  command(device_id: string, command: DeviceCommand): Promise<void>;
}
