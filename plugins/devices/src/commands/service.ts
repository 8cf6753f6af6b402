import { HubError, safeText } from '@lightkeeper/plugin-sdk';
import type { ActivityWriter, Clock, ContextService, DeviceCommand, DeviceState, HookCaller, Timers } from '@lightkeeper/plugin-sdk';
import type { Fleet, FleetDevice } from '../supervision/fleet.js';
import { offlineDetail } from '../supervision/supervisor.js';
import type { VOCABULARY } from '../vocabulary.js';
import { CommandLane } from './lane.js';
import type { Phrase } from './phrase.js';
import { assertSupported, wishesOf } from './schema.js';
import { phrase } from './words.js';

/** A device that has not taken a command by then has failed. */
const COMMAND_LIMIT_MS = 8_000;
/** A picture that came that late is of no use. */
const SHOW_LIMIT_MS = 2_000;

interface CommandHooks {
  commanding: HookCaller<'device.commanding'>;
  commanded: HookCaller<'device.commanded'>;
  failed: HookCaller<'device.command_failed'>;
}

export interface CommandDeps {
  fleet: Fleet;
  activity: ActivityWriter<typeof VOCABULARY>;
  context: ContextService;
  clock: Clock;
  timers: Timers;
  newId: () => string;
  hooks: CommandHooks;
  /** Whether the log can record: a command that could not be recorded is not sent. */
  canRecord: () => boolean;
}

/** Carries commands to devices: checks, waits in the device's lane, sends, records, answers. */
export class CommandService {
  readonly #deps: CommandDeps;
  readonly #lanes = new Map<string, CommandLane<DeviceState>>();
  readonly #stopping = new AbortController();

  constructor(deps: CommandDeps) {
    this.#deps = deps;
  }

  /**
   * Resolves with the device's state when the device has taken the command and the entry is written. Rejects with `LK_NOT_FOUND`,
   * `LK_DEVICE_OFFLINE`, `LK_DEVICE_UNSUPPORTED`, `LK_DEVICE_FAILED` or `LK_LOG_UNAVAILABLE`.
   * `signal` gives it up while it still waits behind another one.
   */
  async run(device_id: string, command: DeviceCommand, signal?: AbortSignal): Promise<DeviceState> {
    const { fleet, context, canRecord } = this.#deps;
    const device = fleet.get(device_id);
    if (device === undefined) throw new HubError('LK_NOT_FOUND', `No device has the id ${safeText(device_id, 60)}.`);
    if (!canRecord()) {
      throw new HubError('LK_LOG_UNAVAILABLE', 'The activity log does not run, so the command was not sent: it could not be recorded.');
    }
    if (fleet.view(device_id).status !== 'online') await fleet.settled(device_id);
    const { capabilities, effects, features, status, reason } = fleet.view(device_id);
    if (status !== 'online') {
      const offline = new HubError('LK_DEVICE_OFFLINE', offlineDetail(device.name, reason));
      await this.#recordFailure(device, command, offline);
      throw offline;
    }
    assertSupported(command, { name: device.name, capabilities, effects, features });
    return this.#lane(device_id).submit({
      command,
      signal,
      actor: context.current().actor,
      run: (newest, folded) => this.#send(device, newest, folded),
    });
  }

  /**
   * Shows a picture of a stream at a device that takes commands only, in its lane. It is not recorded: the entry of whoever opened the stream
   * stands for all of its pictures. Rejects when the device has not taken it.
   */
  async show(device_id: string, command: DeviceCommand): Promise<void> {
    const { fleet } = this.#deps;
    const { status, reason } = fleet.view(device_id);
    if (status !== 'online') throw new HubError('LK_DEVICE_OFFLINE', offlineDetail(fleet.get(device_id)?.name ?? device_id, reason));
    await this.#lane(device_id).submit({
      command,
      actor: 'stream',
      run: async (newest) => {
        // By the system's clock: a light is also handed back while the hub stops, when there are no timers any more.
        const signal = AbortSignal.timeout(SHOW_LIMIT_MS);
        const late = new Promise<never>((_, reject) => {
          signal.addEventListener('abort', () => {
            reject(new HubError('LK_DEVICE_FAILED', `It did not answer within ${SHOW_LIMIT_MS / 1_000} s.`));
          });
        });
        await Promise.race([fleet.command(device_id, newest, signal), late]);
        return fleet.view(device_id).state ?? {};
      },
    });
  }

  /** The device is gone: what waits for it is refused. */
  forget(device_id: string): void {
    this.#lanes.get(device_id)?.close(new HubError('LK_NOT_FOUND', 'The device was deleted.'));
    this.#lanes.delete(device_id);
  }

  stop(): void {
    this.#stopping.abort();
    for (const lane of this.#lanes.values()) lane.close(new HubError('LK_STOPPING', 'The hub is stopping.'));
    this.#lanes.clear();
  }

  #lane(device_id: string): CommandLane<DeviceState> {
    let lane = this.#lanes.get(device_id);
    if (lane === undefined) this.#lanes.set(device_id, (lane = new CommandLane()));
    return lane;
  }

  async #send(device: FleetDevice, command: DeviceCommand, folded: number): Promise<DeviceState> {
    const { fleet, clock, hooks, context, newId } = this.#deps;
    const before = fleet.view(device.id).state;
    const started = clock.now();
    // Known beforehand: what the device shows because of the command has the command's entry as its cause.
    const id = newId();
    try {
      await hooks.commanding.call({ device_id: device.id, command });
      // A dimmer that is turned also switches on; said outright, so that every driver does the same.
      const full = command.brightness !== undefined && command.on === undefined ? { ...command, on: true } : command;
      await this.#within(COMMAND_LIMIT_MS, (signal) =>
        context.run({ ...context.current(), cause_id: id }, () => fleet.command(device.id, full, signal)),
      );
    } catch (error) {
      const failure = toDeviceError(error, device.name);
      await this.#recordFailure(device, command, failure, id);
      throw failure;
    }
    await this.#recordSuccess(device, command, phrase(command, before, fleet.view(device.id).features), {
      id,
      duration_ms: clock.now() - started,
      folded,
    });
    return fleet.view(device.id).state ?? {};
  }

  async #within(limit_ms: number, send: (signal: AbortSignal) => Promise<void> | undefined): Promise<void> {
    const controller = new AbortController();
    const signal = AbortSignal.any([controller.signal, this.#stopping.signal]);
    let stop: () => void | Promise<void> = () => {};
    const late = new Promise<never>((_, reject) => {
      stop = this.#deps.timers.after(limit_ms, 'command time limit', () => {
        reject(new HubError('LK_DEVICE_FAILED', `It did not answer within ${limit_ms / 1000} s.`));
        controller.abort();
      });
    });
    try {
      const sent = send(signal);
      if (sent === undefined) throw new HubError('LK_DEVICE_OFFLINE', 'It is not connected.');
      // Heard here too, so that a rejection after the time limit is nobody's surprise.
      sent.catch(() => {});
      await Promise.race([sent, late]);
    } finally {
      void stop();
    }
  }

  async #recordSuccess(
    device: FleetDevice,
    command: DeviceCommand,
    words: Phrase,
    { id, duration_ms, folded }: { id: string; duration_ms: number; folded: number },
  ): Promise<void> {
    const { activity, hooks } = this.#deps;
    const occurrence = {
      ...about(device),
      metadata: {
        changed: wishesOf(command),
        verb: words.verb,
        detail: words.detail,
        summary: words.summary,
        duration_ms,
        ...(folded > 1 && { folded }),
        ...(command.transition_ms !== undefined && { transition_ms: command.transition_ms }),
      },
    };
    const entry = await activity.record('device', 'commanded', { id, ...occurrence });
    await hooks.commanded.call({ ...occurrence, device_id: device.id, command, ...(entry && { entry_id: entry.id }) });
  }

  async #recordFailure(device: FleetDevice, command: DeviceCommand, error: HubError, id = this.#deps.newId()): Promise<void> {
    const { activity, hooks, fleet } = this.#deps;
    const { state, features } = fleet.view(device.id);
    const words = phrase(command, state, features);
    const occurrence = {
      ...about(device),
      metadata: {
        changed: wishesOf(command),
        wish: words.wish,
        detail: words.detail,
        summary: words.summary,
        reason: reasonFor(error, device.name),
        code: error.code,
      },
    };
    const entry = await activity.record('device', 'command_failed', { id, ...occurrence });
    await hooks.failed.call({ ...occurrence, device_id: device.id, command, ...(entry && { entry_id: entry.id }) });
  }
}

function about(device: FleetDevice): { entity_type: string; entity_id: string; entity_name: string } {
  return { entity_type: 'device', entity_id: device.id, entity_name: device.name };
}

/** What a device or its driver throws, as an error that names the device. A tap's refusal and the like stay what they are. */
function toDeviceError(error: unknown, name: string): HubError {
  if (error instanceof HubError) {
    if (!['LK_DEVICE_FAILED', 'LK_UPSTREAM', 'LK_TIMEOUT', 'LK_ADDRESS_REFUSED'].includes(error.code)) return error;
    return new HubError('LK_DEVICE_FAILED', `${name} did not take the command. ${error.message}`, { cause: error });
  }
  return new HubError('LK_DEVICE_FAILED', `${name} did not take the command.`, { cause: error });
}

/** Why, as the second half of a sentence that has named the device already. */
function reasonFor(error: HubError, name: string): string {
  const text = error.cause instanceof HubError ? error.cause.message : error.message;
  const about_it = text.startsWith(`${name} `) ? `it${text.slice(name.length)}` : text.replace(/^It /, 'it ');
  return safeText(about_it, 300).replace(/\.$/, '');
}
