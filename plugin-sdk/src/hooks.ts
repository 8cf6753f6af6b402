import type { Disposer } from './disposable.js';
import type { RequestContext } from './context.js';
import type { Tx } from './database.js';
import type { ActivityEntry, Severity } from './wire/activity.js';
import type { DeviceCommand, DeviceEvent, DeviceState } from './wire/device.js';

/**
 * What every hook that tells of something recordable carries. The activity log reads these fields and needs to know nothing else of
 * the hook; see {@link ActionDeclaration.hook}.
 */
export interface Occurrence {
  /** The transaction that the entry belongs to; absent where none is open. */
  tx?: Tx;
  /** Who did it, where it is not the one of the context. */
  actor?: string;
  severity?: Severity;
  entity_type?: string | null;
  entity_id?: string | null;
  entity_name?: string | null;
  metadata?: Record<string, unknown>;
  /** Set by the recorder: the entry that was written. */
  entry_id?: string;
}

export type EntityOperation = 'created' | 'updated' | 'deleted';

export interface EntityChange<T = unknown> {
  op: EntityOperation;
  /** The words that the change is recorded under. */
  category: string;
  action: string;
  type: string;
  id: string;
  name: string;
  /** Names of the fields that changed, dotted for nested ones. All fields when created or deleted. */
  changed: readonly string[];
  before: Readonly<T> | null;
  after: Readonly<T> | null;
  context: RequestContext;
  /** Whether it is part of a bulk change, which is recorded as one; see `Entities.bulk`. */
  bulk: boolean;
}

export interface EntityChanging<T = unknown> extends EntityChange<T> {
  tx: Tx;
  /** Set by the recorder: the entry that was written. */
  entry_id?: string;
}

export interface DeviceOccurrence extends Occurrence {
  device_id: string;
}

/** Something happened to a capture; its entry is written already. */
export interface CaptureOccurrence extends Occurrence {
  capture_id: string;
  /** The capture's name. */
  entity_name: string;
}

/**
 * All hooks by name, each with its one payload object. Plugins add theirs by declaration merging:
 *
 * @example
 * declare module '@lightkeeper/plugin-sdk' {
 *   interface HookPayloads { 'tide.turned': { level_m: number } }
 * }
 */
export interface HookPayloads {
  /** In the transaction of a change: may refuse it by throwing, may write through `tx`. */
  'entity.changing': EntityChanging;
  /** After the commit. */
  'entity.changed': EntityChange;
  /** In the transaction of a bulk change, at its end. */
  'entity.bulk_changed': Occurrence;

  'auth.setup_completed': Occurrence;
  'auth.login_succeeded': Occurrence;
  'auth.login_failed': Occurrence;
  'auth.locked_out': Occurrence;
  'auth.logged_out': Occurrence;
  'auth.session_revoked': Occurrence;
  'auth.token_created': Occurrence;
  'auth.token_revoked': Occurrence;
  'auth.token_rejected': Occurrence;
  'auth.password_changed': Occurrence;
  'auth.permission_denied': Occurrence;

  'system.started': Occurrence;
  'system.unclean_shutdown': Occurrence;
  'system.shutting_down': Occurrence;
  'system.plugin_started': Occurrence;
  'system.plugin_failed': Occurrence;
  'system.plugin_quarantined': Occurrence;
  'system.plugin_restarted': Occurrence;
  'system.plugin_installed': Occurrence;
  'system.plugin_removed': Occurrence;
  'system.broker_started': Occurrence;
  'system.broker_stopped': Occurrence;
  'system.broker_failed': Occurrence;

  'device.discovered': Occurrence;
  'device.lost': Occurrence;
  'device.connected': DeviceOccurrence;
  'device.disconnected': DeviceOccurrence;
  /** Before a command goes out: may refuse it by throwing. */
  'device.commanding': { device_id: string; command: DeviceCommand };
  'device.commanded': DeviceOccurrence & { command: DeviceCommand };
  'device.command_failed': DeviceOccurrence & { command: DeviceCommand };
  'device.state_changed': { device_id: string; state: DeviceState; context: RequestContext };
  /** Something happened at a device: a button was pressed. */
  'device.event': DeviceEvent & { context: RequestContext };
  /** A device's abilities, features or facts turned out otherwise than known. */
  'device.described': { device_id: string };

  'capture.started': CaptureOccurrence;
  /** `metadata.duration_ms` is how long it had run. */
  'capture.stopped': CaptureOccurrence;
  /** It cannot go on, and is tried anew: `metadata.reason` is a sentence that says why. */
  'capture.failed': CaptureOccurrence;

  /** After an entry's commit. */
  'activity.recorded': { entry: ActivityEntry; seq: number };
}

export type HookName = keyof HookPayloads;

/** Taps run in the order of their phase, within a phase in the order in which they were added. */
export const HOOK_PHASES = ['first', 'normal', 'record', 'last'] as const;
export type HookPhase = (typeof HOOK_PHASES)[number];

export interface TapOptions {
  phase?: HookPhase;
  /** Milliseconds until the tap counts as failed: 1 to 30,000, by default 1,000. */
  timeout_ms?: number;
}

export interface HookDeclaration {
  /** `abort`: a tap's error stops the call and reaches the caller. `contain`: it is logged against its owner, the others go on. */
  policy: 'abort' | 'contain';
  description: string;
}

/** What the declarer of a hook gets: only it can call the hook. */
export interface HookCaller<N extends HookName> {
  /** Runs the taps one after another. Under `abort` rejects with the tap's error, under `contain` never. */
  call(payload: HookPayloads[N]): Promise<void>;
}

export interface Hooks {
  /**
   * Listens to a hook. The tap ends with the plugin, or when the disposer is called.
   * Errors name the plugin, the hook and the time taken.
   *
   * @example
   * hub.hooks.tap('device.connected', ({ entity_name }) => hub.log.info(`${entity_name} is back`));
   */
  tap<N extends HookName>(name: N, fn: (payload: HookPayloads[N]) => void | Promise<void>, options?: TapOptions): Disposer;
  /** Contributes a hook. Its name begins with the plugin's own word: `tide.turned`. A name that exists is refused. */
  declare<N extends HookName>(name: N, declaration: HookDeclaration): HookCaller<N>;
}
