import type { DeviceCommand, DeviceStream, Fixture } from '@lightkeeper/plugin-sdk';
import type { Config, RegisteredDriver } from '../drivers/registry.js';
import { Supervisor, UNKNOWN_VIEW } from './supervisor.js';
import type { DeviceView, StatusChange, SupervisorDeps, WatchedDevice } from './supervisor.js';

/** A device's record, as far as the fleet needs it. */
export interface FleetDevice extends WatchedDevice {
  readonly driver: string;
  readonly enabled: boolean;
  readonly area_id: string | null;
  readonly labels: readonly string[];
  readonly fixture: Fixture;
}

interface Member {
  device: FleetDevice;
  supervisor: Supervisor | null;
  /** What stands in the place of a supervisor's view while there is none. */
  view: DeviceView;
}

export interface FleetDeps extends SupervisorDeps {
  driver(id: string): RegisteredDriver | undefined;
}

/** All devices with their supervisors; follows the records and the drivers as they come and go. */
export class Fleet {
  readonly #deps: FleetDeps;
  readonly #members = new Map<string, Member>();

  constructor(deps: FleetDeps) {
    this.#deps = deps;
  }

  devices(): FleetDevice[] {
    return [...this.#members.values()].map(({ device }) => device);
  }

  get(id: string): FleetDevice | undefined {
    return this.#members.get(id)?.device;
  }

  view(id: string): DeviceView {
    const member = this.#members.get(id);
    return member === undefined ? UNKNOWN_VIEW : (member.supervisor?.view ?? member.view);
  }

  /** Takes in a new or changed record. Only what concerns the connection opens it anew. */
  put(device: FleetDevice): void {
    const member = this.#members.get(device.id);
    if (member === undefined) {
      const added: Member = { device, supervisor: null, view: UNKNOWN_VIEW };
      this.#members.set(device.id, added);
      this.#begin(added);
      return;
    }
    const before = member.device;
    member.device = device;
    if (before.driver === device.driver && before.enabled === device.enabled && same(before.config, device.config)) {
      member.supervisor?.rename(device);
      return;
    }
    const known = this.view(device.id);
    void member.supervisor?.stop();
    member.supervisor = null;
    // A new address is no reason to call the light anything else until it has been tried; another driver makes another thing of it.
    member.view = before.driver === device.driver ? known : UNKNOWN_VIEW;
    this.#begin(member);
  }

  remove(id: string): void {
    void this.#members.get(id)?.supervisor?.stop();
    this.#members.delete(id);
  }

  /** A driver came or went: its devices begin, or wait for it. */
  driverChanged(driver_id: string): void {
    for (const member of this.#members.values()) {
      if (member.device.driver !== driver_id) continue;
      void member.supervisor?.stop();
      member.supervisor = null;
      this.#begin(member);
    }
  }

  tryNow(id: string): void {
    this.#members.get(id)?.supervisor?.tryNow();
  }

  /** Resolves when a try that is under way has ended: a device that was just added is about to answer. */
  async settled(id: string): Promise<void> {
    await this.#members.get(id)?.supervisor?.trying;
  }

  /** Undefined when nobody watches over the device: it is turned off, or its driver is not there. */
  command(id: string, command: DeviceCommand, signal: AbortSignal): Promise<void> | undefined {
    return this.#members.get(id)?.supervisor?.command(command, signal);
  }

  /** As `command`, for a stream of pictures. `ended` is called when the connection that carries it ends. */
  stream(id: string, signal: AbortSignal, ended: () => void): Promise<DeviceStream> | undefined {
    return this.#members.get(id)?.supervisor?.stream(signal, ended);
  }

  async stop(): Promise<void> {
    const members = [...this.#members.values()];
    this.#members.clear();
    await Promise.all(members.map(async ({ supervisor }) => supervisor?.stop()));
  }

  #begin(member: Member): void {
    const { device } = member;
    const driver = this.#deps.driver(device.driver);
    if (!device.enabled) {
      this.#rest(member, 'It is turned off in its settings.');
    } else if (driver === undefined) {
      this.#rest(member, `The driver "${device.driver}" is not there.`);
    } else {
      member.supervisor = new Supervisor(device, driver, this.#deps, member.view);
      member.supervisor.tryNow();
    }
  }

  /** Nobody looks after the device, so nothing is known of it. */
  #rest(member: Member, reason: string): void {
    const before = member.view;
    member.view = { ...before, status: 'unknown', since: this.#deps.clock.now(), reason, next_try_at: null };
    const change: StatusChange = { before: before.status, held_ms: null };
    this.#deps.onStatus(member.device, member.view, change);
  }
}

function same(a: Config, b: Config): boolean {
  return JSON.stringify(Object.entries(a).sort()) === JSON.stringify(Object.entries(b).sort());
}
